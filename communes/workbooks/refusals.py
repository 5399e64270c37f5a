"""Why a file is refused: one sentence each, which says what to do instead."""

from django.utils.translation import gettext_lazy as _

from communes.workbooks.sheets import WorkbookRefused

_SENTENCES = {
    "empty_file": _(
        "Tệp rỗng, không có byte nào. Hãy chọn lại tệp đã lưu trên máy rồi gửi lại."
    ),
    "too_large": _(
        "Tệp nặng %(size)s MB, vượt mức %(limit)s MB. Hãy xóa ảnh và trang tính thừa, "
        "hoặc chia thành nhiều tệp."
    ),
    "wrong_type": _(
        "Đây không phải tệp bảng tính mà là %(found)s. Hãy mở số liệu bằng Excel, chọn "
        "“Lưu thành” dạng .xlsx rồi gửi lại."
    ),
    "macros": _(
        "Tệp có chứa macro nên không được nhận. Hãy mở bằng Excel, chọn “Lưu thành” dạng "
        ".xlsx (không macro) rồi gửi lại."
    ),
    "encrypted": _(
        "Tệp được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu (Tệp → Thông tin → "
        "Bảo vệ sổ làm việc), lưu lại rồi gửi lại."
    ),
    "damaged": _(
        "Tệp bị hỏng hoặc chưa tải xong. Hãy mở tệp bằng Excel để kiểm tra, lưu lại rồi "
        "gửi lại."
    ),
    "bomb": _(
        "Tệp nén bất thường: khi mở ra sẽ vượt %(limit)s MB. Hãy chép riêng bảng số liệu "
        "sang tệp mới rồi gửi lại."
    ),
    "xml_entities": _(
        "Tệp chứa khai báo XML không an toàn mà Excel không bao giờ tạo ra. Hãy mở bằng "
        "Excel, lưu thành tệp .xlsx mới rồi gửi lại."
    ),
    "nested_archive": _(
        "Tệp có nhúng một tệp khác bên trong (%(name)s). Hãy xóa đối tượng nhúng rồi gửi "
        "lại."
    ),
    "bad_names": _(
        "Tệp chứa đường dẫn không an toàn bên trong. Hãy mở bằng Excel, lưu thành tệp "
        ".xlsx mới rồi gửi lại."
    ),
    "too_many_parts": _(
        "Tệp có quá nhiều thành phần (hơn %(limit)s). Hãy chép riêng bảng số liệu sang "
        "tệp mới rồi gửi lại."
    ),
    "too_many_sheets": _(
        "Tệp có %(count)s trang tính, tối đa được %(limit)s. Hãy xóa các trang không cần "
        "nhập rồi gửi lại."
    ),
    "too_many_rows": _(
        "Trang tính “%(name)s” có số liệu ở dòng %(count)s, chỉ đọc được đến dòng "
        "%(limit)s. Hãy xóa các dòng thừa ở cuối, hoặc chia thành nhiều tệp."
    ),
    "too_many_columns": _(
        "Trang tính “%(name)s” có số liệu ở cột thứ %(count)s, chỉ đọc được đến cột thứ "
        "%(limit)s. Hãy xóa các cột thừa bên phải rồi gửi lại."
    ),
    "too_many_cells": _(
        "Các trang tính có tất cả hơn %(limit)s ô. Hãy xóa dòng, cột và trang thừa, hoặc "
        "chia thành nhiều tệp."
    ),
    "too_many_errors": _(
        "Tệp có hơn %(limit)s ô lỗi hoặc công thức chưa tính. Hãy mở bằng Excel, lưu lại "
        "để công thức được tính rồi gửi lại."
    ),
    "too_heavy": _(
        "Đọc tệp này tốn quá nhiều bộ nhớ hoặc thời gian nên đã dừng. Hãy chép riêng bảng "
        "số liệu sang tệp mới rồi gửi lại."
    ),
    "empty_workbook": _(
        "Tệp không có ô nào chứa số liệu. Hãy kiểm tra đã lưu đúng tệp chưa rồi gửi lại."
    ),
    "wrong_kind": _(
        "Đây là mẫu “%(found)s”, không phải “%(wanted)s”. Hãy chọn đúng loại số liệu hoặc "
        "gửi đúng tệp."
    ),
    "wrong_year": _(
        "Mẫu này của năm học %(found)s, không phải %(wanted)s. Hãy tải mẫu mới của năm "
        "học %(wanted)s rồi nhập vào đó."
    ),
    "wrong_commune": _(
        "Mẫu này của %(found)s, không phải %(wanted)s. Hãy gửi đúng tệp hoặc tải mẫu mới."
    ),
    "newer_format": _(
        "Mẫu này do phiên bản mới hơn của hệ thống lập nên chưa đọc được. Hãy tải lại mẫu "
        "từ hệ thống rồi chép số liệu sang."
    ),
}
CODES = frozenset(_SENTENCES)


def refusal(code: str, **words) -> WorkbookRefused:
    """The exception to raise for `code`, with its sentence filled in."""
    return WorkbookRefused(
        code, str(_SENTENCES[code]) % words if words else str(_SENTENCES[code])
    )


def megabytes(size: int) -> str:
    """A size as people read it: 0,5; 12."""
    amount = size / 1024 / 1024
    return f"{amount:.1f}".replace(".", ",") if amount < 10 else f"{amount:.0f}"
