"""Tables of plans of redeployment as files."""

from django.utils.translation import gettext as _

from communes.exporting.sheets import Sheet
from communes.tables import rounded

from . import words


def of_plans(plans):
    header = [
        _("Phương án"),
        _("Năm học"),
        _("Trạng thái"),
        _("Lập lúc"),
        _("Người lập"),
    ]
    rows = [
        [
            f"#{one.pk}",
            str(one.school_year),
            str(one.get_state_display()),
            one.solved_at,
            str(one.created_by),
        ]
        for one in plans
    ]
    return Sheet("plans", _("Phương án điều động"), header, rows)


def of_rules(rules):
    header = [
        _("Nội dung"),
        _("Giá trị"),
        _("Đơn vị tính"),
        _("Căn cứ"),
        _("Xác nhận"),
    ]
    rows = [
        [
            one.said,
            one.value,
            one.unit,
            one.basis,
            _("Đã xác nhận") if one.confirmed else _("cần xác nhận"),
        ]
        for one in rules
    ]
    title = _("Phương án phải giữ những giới hạn nào?")
    return Sheet("rules", title, header, rows)


SUMMED_BY = {
    "subject": lambda: _("Môn"),
    "level": lambda: _("Cấp học"),
    "commune": lambda: _("Nơi quản lý"),
}


def of_before_after(rows, by):
    """Gross before and after; nothing is netted, so nothing is added up below."""
    label = SUMMED_BY[by]()
    header = [
        label,
        _("Thiếu trước"),
        _("Thiếu sau"),
        _("Thừa trước"),
        _("Thừa sau"),
    ]
    sides = ("shortage", "shortage_after", "surplus", "surplus_after")
    lines = [
        [str(row.label), *(rounded(getattr(row, side)) for side in sides)]
        for row in rows
    ]
    title, chosen = _("Trước và sau điều động"), [(_("Cộng theo"), label)]
    return Sheet("before", title, header, lines, filters=chosen)


def of_flows(flows):
    header = [_("Từ"), _("Đến"), _("Lượt"), "km"]
    department = _("Sở Giáo dục và Đào tạo")
    rows = [
        [
            row["source__managing_commune__name"] or department,
            row["target__managing_commune__name"] or department,
            row["moves"],
            rounded(row["kilometres"]),
        ]
        for row in flows
    ]
    return Sheet("flows", _("Đi từ đâu đến đâu nhiều nhất?"), header, rows)


def of_unfilled(needs, reason):
    """Every place that stays empty, not only those of one page of the list."""
    header = [
        _("Trường"),
        _("Xã, phường"),
        _("Vị trí"),
        _("Cấp học"),
        _("Môn"),
        _("Thiếu trước"),
        _("Còn thiếu"),
        _("Vì sao"),
    ]
    chosen = words.reason_label(reason) if reason in words.REASONS else _("Tất cả")
    filters = [(_("Vì sao còn thiếu"), str(chosen))]
    rows = [_need(row) for row in needs]
    return Sheet("needs", _("Còn thiếu sau điều động"), header, rows, filters=filters)


def _need(row):
    label, sentence = words.reason_label(row.reason), words.reason_sentence(row.reason)
    return [
        row.institution.name,
        str(row.institution.commune),
        str(row.post),
        str(row.get_level_display()),
        str(row.subject or ""),
        rounded(row.shortage),
        rounded(row.missing),
        f"{label}. {sentence}",
    ]
