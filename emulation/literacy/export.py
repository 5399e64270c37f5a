"""The table of progress as a file: five numbers of each group, the province below."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.documents.blocks import Chart, Column, Kind, Series
from communes.exporting.sheets import Sheet
from emulation.models import LearnerGroup

HEADER_UNIT = gettext_lazy("Đơn vị")


def header_of(groups):
    for group in groups:
        for words in (
            _("%(group)s: số người đạt"),
            _("%(group)s: tổng số"),
            _("%(group)s: tỷ lệ (%%)"),
            _("%(group)s: chỉ tiêu (%%)"),
            _("%(group)s: còn phải đạt"),
        ):
            yield words % {"group": group.label}
    yield _("Ghi chú")


def rows_of(rows, province, groups):
    for row in rows:
        yield _line(row.name, [row.cells[group.value] for group in groups])
    label = _("Toàn tỉnh (tổng trên tổng của nơi có số liệu)")
    yield _line(label, [province[group.value] for group in groups])


def _line(name, cells):
    numbers = [value for cell in cells for value in _numbers(cell)]
    return [name, *numbers, " ".join(filter(None, map(_note, cells)))]


def _numbers(cell):
    share = None if cell.share is None else round(cell.share * 100, 1)
    target = cell.target.share if cell.target else None
    return [cell.reached, cell.number, share, target, cell.gap]


def _note(cell):
    """What a number above a hundred or a sum over a part of the communes must say."""
    words = getattr(cell, "coverage", "") or getattr(cell, "why_beyond", "")
    return f"{cell.group.label}: {words}" if words else ""


def months_sheet(months):
    """People who reached it in each month, by group, and the same as bars."""
    title = _("Mỗi tháng thêm bao nhiêu người đạt?")
    groups = [str(group.label) for group in LearnerGroup]
    header = [_("Tháng"), *groups, _("Cộng"), _("Từ đầu năm")]
    rows = [[one.month, *one.groups, one.people, one.so_far] for one in months]
    people = Series(_("Người đạt"), [one.people for one in months])
    picture = Chart(
        code="months",
        title=title,
        sentence="",
        form="bars",
        categories=[_("Tháng %(month)s") % {"month": one.month} for one in months],
        series=[people],
        column=Column(_("người"), Kind.WHOLE),
    )
    return Sheet("months", title, header, rows, picture)
