"""Why a piece of evidence is refused: one sentence each, which says what to do instead."""

from django.utils.translation import gettext_lazy as _

_SENTENCES = {
    "empty": _("Tệp rỗng, không có byte nào. Hãy chọn lại tệp đã lưu rồi gửi lại."),
    "too_large": _(
        "Tệp nặng %(size)s MB, vượt mức %(limit)s MB. Hãy quét với độ phân giải thấp "
        "hơn, chia thành nhiều tệp, hoặc gửi đường dẫn."
    ),
    "too_many": _(
        "Mục này đã có %(limit)s minh chứng, không nhận thêm. Hãy gỡ bớt, hoặc gộp các "
        "trang vào một tệp PDF."
    ),
    "wrong_type": _(
        "Không nhận tệp loại %(found)s. Hãy gửi PDF, ảnh (JPEG, PNG, WebP) hoặc tệp Word, "
        "Excel, PowerPoint, OpenDocument dạng .docx, .xlsx, .pptx, .odt, .ods."
    ),
    "video": _(
        "Không nhận tệp âm thanh, phim. Hãy đưa lên nơi lưu trữ của đơn vị rồi gửi đường "
        "dẫn đến đó."
    ),
    "phone_photo": _(
        "Ảnh này ở dạng HEIC của điện thoại, nhiều máy không mở được. Hãy lưu hoặc chụp "
        "lại dạng JPEG rồi gửi lại."
    ),
    "old_office": _(
        "Tệp ở dạng Office cũ (.doc, .xls, .ppt). Hãy mở ra, chọn “Lưu thành” dạng .docx, "
        ".xlsx, .pptx hoặc PDF rồi gửi lại."
    ),
    "disguised": _(
        "Tên tệp là %(name)s nhưng nội dung là %(found)s. Hãy chọn đúng tệp, hoặc lưu lại "
        "đúng định dạng rồi gửi lại."
    ),
    "executable": _(
        "Đây là chương trình hoặc lệnh chạy trên máy, không phải tài liệu, nên không được "
        "nhận. Hãy gửi tài liệu PDF hoặc ảnh."
    ),
    "damaged": _(
        "Tệp bị hỏng hoặc chưa tải xong. Hãy mở tệp để kiểm tra, lưu lại rồi gửi lại."
    ),
    "macros": _(
        "Tệp có chứa macro nên không được nhận. Hãy lưu lại dạng không macro (.docx, "
        ".xlsx, .pptx) hoặc PDF rồi gửi lại."
    ),
    "encrypted": _(
        "Tệp được đặt mật khẩu hoặc khóa quyền nên người thẩm định không mở được. Hãy bỏ "
        "mật khẩu, lưu lại rồi gửi lại."
    ),
    "bomb": _(
        "Tệp nén bất thường: khi mở ra lớn hơn mức cho phép nhiều lần. Hãy mở tệp, lưu "
        "lại thành PDF rồi gửi lại."
    ),
    "embedded": _(
        "Tệp có nhúng tệp khác bên trong. Hãy xóa phần nhúng, hoặc in ra PDF mới rồi gửi "
        "lại; tệp kèm theo gửi thành minh chứng riêng."
    ),
    "linked": _(
        "Tệp tự lấy nội dung từ nơi khác khi mở ra nên không được nhận. Hãy bỏ các liên "
        "kết tự cập nhật, hoặc lưu thành PDF rồi gửi lại."
    ),
    "active_pdf": _(
        "Tệp PDF có chứa lệnh tự chạy (JavaScript, mở chương trình) nên không được nhận. "
        "Hãy in tệp ra PDF mới (Print to PDF) rồi gửi lại."
    ),
    "infected": _(
        "Phát hiện vi-rút (%(virus)s) nên tệp không được nhận. Hãy quét vi-rút máy tính "
        "của bạn rồi lập lại tệp."
    ),
    "known_infected": _(
        "Tệp này đã bị phát hiện có vi-rút trước đây nên không được nhận. Hãy quét vi-rút "
        "máy tính của bạn rồi lập lại tệp."
    ),
    "twice": _("Tệp này đã là minh chứng của mục này rồi."),
    "bad_name": _("Tệp không có tên. Hãy đặt tên tệp rồi gửi lại."),
    "closed": _(
        "Hồ sơ đã nộp nên minh chứng không thay đổi được. Muốn bổ sung, hãy đề nghị nơi "
        "thẩm định trả lại hồ sơ."
    ),
    "too_late": "%(why)s",
    "nothing": _("Hãy chọn một tệp hoặc ghi một đường dẫn."),
    "both": _("Mỗi lần chỉ gửi một tệp hoặc một đường dẫn. Hãy bỏ một trong hai."),
    "bad_link": _(
        "Đường dẫn không đúng. Hãy chép nguyên địa chỉ từ trình duyệt, bắt đầu bằng "
        "https:// hoặc http://."
    ),
    "link_secrets": _(
        "Đường dẫn có chứa tên đăng nhập hoặc mật khẩu. Hãy bỏ phần đó, và mở quyền xem "
        "cho người thẩm định."
    ),
    "link_too_long": _(
        "Đường dẫn dài quá %(limit)s ký tự. Hãy dùng đường dẫn chia sẻ ngắn hơn."
    ),
    "link_twice": _("Đường dẫn này đã là minh chứng của mục này rồi."),
}
CODES = frozenset(_SENTENCES)


class EvidenceRefused(Exception):
    """Evidence that is not taken in; `sentence` says why and what to do."""

    def __init__(self, code, **words):
        text = str(_SENTENCES[code])
        self.code, self.sentence = code, text % words if words else text
        super().__init__(code, self.sentence)
