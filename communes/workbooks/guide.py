"""The sheet "Hướng dẫn" of a template: how to fill it in, and what each column wants."""

from django.utils.translation import gettext as _

from communes.workbooks import columns as kinds
from communes.workbooks import stamps


def write_guide(book, stamp, sheets, styles):
    sheet = book.add_worksheet(stamps.GUIDE)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 2, 70)
    sheet.write_string(0, 0, _("Hướng dẫn nhập số liệu"), styles.title)
    row = 2
    for label, text in _facts(stamp):
        sheet.write_string(row, 0, label, styles.bold)
        sheet.write_string(row, 1, text)
        row += 1
    row += 1
    for number, sentence in enumerate(_rules(), start=1):
        sheet.write_string(row, 0, f"{number}. {sentence}")
        row += 1
    _write_columns(sheet, row + 1, sheets, styles)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _facts(stamp):
    made = f"{stamp.made_at:%H:%M %d/%m/%Y}" if stamp.made_at else "…"
    return [
        (_("Mẫu"), stamp.title),
        (_("Năm học"), stamp.school_year),
        (_("Phạm vi"), stamp.commune_name or _("Toàn tỉnh")),
        (_("Lập lúc"), made),
        (_("Phiên bản mẫu"), str(stamp.format)),
    ]


def _rules():
    return [
        _("Chỉ nhập vào các ô trắng. Ô nền xám do hệ thống điền, không cần sửa."),
        _("Không đổi hàng tiêu đề. Được thêm cột ghi chú, hệ thống sẽ bỏ qua cột đó."),
        _("Không có học sinh, không có phòng: gõ 0. Chưa có số liệu: để trống."),
        _("Ô có danh sách: bấm vào ô rồi chọn, không cần gõ."),
        _("Ngày gõ theo thứ tự ngày/tháng/năm, ví dụ 05/09/2025."),
        _("Xong thì lưu tệp và gửi lên trang “Nhập từ tệp”. Hệ thống sẽ kiểm tra và báo"
          " mọi chỗ cần sửa trước khi ghi."),
    ]  # fmt: skip


def _write_columns(sheet, row, sheets, styles):
    for place, label in enumerate([_("Trang tính"), _("Cột"), _("Cách nhập")]):
        sheet.write_string(row, place, label, styles.heading)
    for described in sheets:
        for column in described.columns:
            row += 1
            label = f"{column.label} *" if column.required else column.label
            sheet.write_string(row, 0, described.name, styles.wrapped)
            sheet.write_string(row, 1, label, styles.wrapped)
            sheet.write_string(row, 2, how_to(column), styles.wrapped)


def how_to(column) -> str:
    """What a column wants, in one or two sentences."""
    if column.fixed:
        words = _("Hệ thống đã điền.")
    else:
        words = {
            kinds.INTEGER: _("Số nguyên, không âm."),
            kinds.DECIMAL: _("Số, được có phần thập phân."),
            kinds.DATE: _("Ngày/tháng/năm."),
            kinds.BIRTH_DATE: _("Ngày/tháng/năm, hoặc chỉ năm nếu không rõ ngày."),
            kinds.YES_NO: _("Có hoặc Không."),
            kinds.CHOICE: _("Chọn trong danh sách."),
            kinds.PERSONAL_NUMBER: _("Đúng 12 chữ số, giữ cả số 0 ở đầu."),
            kinds.TEXT: _("Chữ."),
        }[column.kind]
    return f"{column.help} {words}".strip()
