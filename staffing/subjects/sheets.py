"""Subjects of a scope, and why one of a school is short or over, as files."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from communes.exporting.sheets import Sheet
from communes.numbers import shown
from communes.tables import rounded


def of_subjects(rows, totals):
    """A row per level and subject, then the sums below them as the page has them."""
    header = [
        _("Cấp học"),
        _("Môn học"),
        _("Nhu cầu theo số tiết"),
        _("Định mức"),
        _("Có mặt"),
        _("Số trường thiếu"),
        _("Thiếu"),
        _("Thừa"),
    ]
    lines = [
        [str(row["level_label"]), str(row["subject"]), *_sums(row)] for row in rows
    ]
    if rows:
        lines.append([_("Cộng, không bù trừ"), None, *_sums(totals)])
    title = _("Mỗi môn cần bao nhiêu, có bao nhiêu?")
    return Sheet("subjects", title, header, lines)


def _sums(row):
    return [
        rounded(row["need_sum"]),
        rounded(row["required_sum"]),
        rounded(row["present_sum"]),
        # A school short of two subjects counts in both, so there is no sum of schools.
        row.get("short_schools"),
        rounded(row["shortage_sum"]),
        rounded(row["surplus_sum"]),
    ]


def why_header():
    return [
        _("Cấp học"),
        _("Bước"),
        _("Nội dung"),
        _("Khối"),
        _("Tiết/năm"),
        _("Số lớp"),
        _("Tiết/tuần"),
    ]


def of_whys(whys):
    """Each explanation as level, step and sentence; periods keep their numbers."""
    header = why_header()
    for why in whys:
        for step, *cells in _steps(why):
            row = [why.level, step, *cells]
            yield [*row, *[None] * (len(header) - len(row))]


def _steps(why):
    gap = why.gap
    yield from ((_("Căn cứ"), line) for line in why.basis)
    for grade, name, *numbers in why.contents:
        yield [_("Cách tính"), name, grade, *map(rounded, numbers)]
    yield from ((_("Cách tính"), line) for line in why.steps)
    yield from ((_("Có mặt"), line) for line in why.present)
    for name, number in why.majors:
        yield _("Chuyên ngành của người dạy:").rstrip(":"), f"{name} {shown(number)}"
    yield _("Thiếu"), shown(gap.shortage)
    yield _("Thừa"), shown(gap.surplus)
    yield _("Người nộp"), _signed(why.submitted_by, why.submitted_at)
    yield _("Người duyệt"), _signed(why.approved_by, why.approved_at)


def _signed(who, at):
    return (who or "–") + (f", {localtime(at):%H:%M %d/%m/%Y}" if at else "")
