"""Sentences for what comparing a workbook with the people known brings to light."""

from datetime import date

from django.utils.translation import gettext as _

from communes.imports.report import ERROR, QUESTION


def day(text):
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else ""


def told(code, facts):
    """(severity, sentence, suggestion) of a finding."""
    severity = QUESTION if code == "namesake" else ERROR
    suggestion = facts.get("personal_id", "")
    words = {**facts, "day": day(facts.get("day"))}
    return severity, _sentence(code) % words, suggestion


def _sentence(code):
    match code:
        case "elsewhere":
            return _(
                "Số định danh này đang có hồ sơ ở đơn vị khác, ngoài phạm vi của bạn. "
                "Hãy kiểm tra lại số; nếu đúng, đề nghị Sở chuyển người này."
            )
        case "missing":
            return _("Người này chưa có trong hệ thống nên phải ghi đủ ô này.")
        case "move_without_day":
            return _(
                "Người này đang ở phân công khác. Hãy ghi ngày bắt đầu tại trường này."
            )
        case "move_too_early":
            return _(
                "Phân công trước của người này tính đến ngày %(day)s. Ngày bắt đầu ở "
                "trường này phải sau ngày đó."
            )
        case "approved":
            return _(
                "Số liệu ngày %(day)s đã được duyệt nên không ghi được thay đổi từ ngày "
                "này. Hãy ghi ngày sau %(day)s hoặc gửi yêu cầu mở khóa."
            )
        case "approved_work":
            return _(
                "Số liệu ngày %(day)s đã duyệt có tính công việc này. Nếu công việc thay "
                "đổi, hãy ghi ngày bắt đầu việc mới (sau %(day)s) vào cột Từ ngày."
            )
        case "overlap":
            return _("Ngày này trùng với phân công trước, đến hết %(day)s.")
        case "part_load":
            return _(
                "Người này đang dạy liên trường tại đây. Hãy kết thúc phân công đó ở "
                "trang nhân sự rồi nhập lại."
            )
        case "lower_degree":
            return _(
                "Hệ thống đang ghi trình độ cao hơn. Muốn hạ trình độ, hãy sửa văn bằng "
                "ở trang nhân sự."
            )
        case "degree_without_day":
            return _("Trình độ mới phải có ngày cấp bằng.")
        case "degree_missing":
            return _("Có chuyên ngành hoặc ngày cấp nhưng thiếu trình độ.")
        case "namesake":
            return _(
                "Hệ thống có người cùng họ tên và ngày sinh tại %(school)s với số định "
                "danh %(personal_id)s. Nếu là một người, hãy dùng số đó; nếu là người "
                "khác, hãy xác nhận."
            )
    raise LookupError(code)
