"""Norm sets, their rows and averages of the province as files."""

from django.utils.translation import gettext as _

from communes.exporting.sheets import Sheet


def of_sets(sets):
    header = [
        _("Bộ định mức"),
        _("Loại"),
        _("Văn bản"),
        *_period_header(),
        _("Tình trạng"),
        _("Làm tròn"),
        _("Cách đếm lớp"),
        _("Xác nhận"),
    ]
    return Sheet("norms", _("Bộ định mức"), header, [_set(row) for row in sets])


def _set(row):
    norm = row["norm"]
    return [
        row["title"],
        norm.get_family_display(),
        norm.document,
        norm.valid_from,
        norm.valid_to,
        row["state"],
        norm.get_rounding_display(),
        norm.get_reading_display(),
        mark(norm.confirmed),
    ]


def of_averages(averages):
    header = [
        _("Nơi áp dụng"),
        _("Cấp học"),
        _("Học sinh/lớp"),
        _("Quyết định"),
        _("Ngày quyết định"),
        *_period_header(),
        _("Ghi chú"),
    ]
    title = _("Sĩ số bình quân do tỉnh quy định riêng")
    return Sheet("averages", title, header, [_average(row) for row in averages])


def _average(row):
    place = row.institution.name if row.institution else row.commune.full_name
    return [
        place,
        row.get_level_display(),
        row.pupils_per_class,
        row.decision,
        row.decided_on,
        row.valid_from,
        row.valid_to,
        row.note,
    ]


def _period_header():
    return [_("Từ ngày"), _("Đến hết ngày")]


def of_section(section):
    """Rows of one kind with their articles, notes and marks."""
    header = [*section.columns, _("Điều, khoản"), _("Ghi chú"), _("Xác nhận")]
    rows = [
        [*row["values"], row["article"], row["note"], mark(row["confirmed"])]
        for row in section.rows
    ]
    return Sheet(section.key, section.title, header, rows)


def of_changes(old, new, changes):
    """What `new` says otherwise than `old`."""
    header = [
        _("Nội dung"),
        _("Áp dụng cho"),
        old.document,
        new.document,
        _("Điều, khoản"),
    ]
    rows = [
        [
            row["kind"],
            "; ".join(row["where"]),
            row["old"] or _("không có"),
            row["new"] or _("không có"),
            row["article"],
        ]
        for row in changes
    ]
    title = _("Khác gì so với %(old)s?") % {"old": old.document}
    return Sheet("changes", title, header, rows)


def mark(confirmed):
    return _("Đã xác nhận") if confirmed else _("Cần xác nhận")
