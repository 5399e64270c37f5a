"""What anybody may read of an announced campaign: the best, and levels of large groups.

No group under the limit is broken down, and no small cell can be worked out from the
sums beside it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from emulation.boards import board
from emulation.models import Block, Campaign, Entry, Standing

HIDDEN = None


@dataclass(frozen=True)
class Group:
    """A block, or all together (no block), with what may be said of it."""

    label: str
    entries: int
    # (level, number or HIDDEN, share or HIDDEN), the lowest first.
    levels: list
    best: list


def public_campaigns():
    """Campaigns that are announced and opened to the public."""
    return Campaign.objects.filter(
        announced_at__isnull=False, is_public=True
    ).select_related("school_year")


def hidden_cells(table, least):
    """(row, level) of the cells of `table` that may not be published.

    `table` holds {level: number} of every block and, last, of all together. The sum of
    a row and the column's last cell are known to the reader, so that a gap alone in its
    row or column would be no gap: the next smallest cell goes with it.
    """
    hidden = {
        (row, level)
        for row, levels in enumerate(table)
        for level, number in levels.items()
        if sum(levels.values()) < least or 0 < number < least
    }
    lines = [[(row, level) for level in table[row]] for row in range(len(table))]
    lines += [[(row, level) for row in range(len(table))] for level in table[-1]]
    while more := {_next_smallest(line, hidden, table) for line in lines} - {None}:
        hidden |= more
    return hidden


def _next_smallest(line, hidden, table):
    """The cell to hide beside the only gap of a row or column; None where none must."""
    gaps = [cell for cell in line if cell in hidden]
    rest = [cell for cell in line if cell not in hidden]
    if len(gaps) != 1 or not rest:
        return None
    return min(
        rest, key=lambda cell: (not table[cell[0]][cell[1]], _number(cell, table))
    )


def _number(cell, table):
    return (table[cell[0]][cell[1]], cell)


def groups(campaign):
    """All together, then block by block."""
    levels = board.level_names(campaign)
    found = board.parts(Entry.objects.filter(campaign=campaign), "block", levels)
    whole, best = board.whole(found), best_of(campaign)
    blocks = [
        (block, found.get(block.pk, board.Part()))
        for block in Block.objects.filter(campaign=campaign)
    ]
    table = [part.levels for _block, part in blocks] + [whole.levels]
    hidden = hidden_cells(table, settings.PUBLIC_SMALLEST_GROUP)
    last = len(blocks)
    yield Group(_("Toàn tỉnh"), whole.handed_in, told(whole, last, hidden), [])
    for row, (block, part) in enumerate(blocks):
        told_of = told(part, row, hidden)
        yield Group(block.name, part.handed_in, told_of, best.get(block.pk, []))


def told(part, row, hidden):
    """(level, number, share) of one row; both are HIDDEN where nothing may be said."""
    return [
        (level, HIDDEN, HIDDEN)
        if (row, level) in hidden or share is None
        else (level, number, share)
        for level, number, share in part.counts
    ]


def best_of(campaign):
    """{block: standings of its best, in order of rank}."""
    standings = (
        Standing.objects.filter(
            campaign=campaign, block__isnull=False, rank__lte=settings.PUBLIC_BEST_RANKS
        )
        .select_related("entry")
        .order_by("block", "rank", "entry__name", "pk")
    )
    found = {}
    for one in standings:
        found.setdefault(one.block_id, []).append(one)
    return found


# Field, type and meaning, as the open data describes itself.
def dictionary():
    return [
        ("block", "string", _("Khối thi đua: loại trường, vùng, quy mô")),
        ("name", "string", _("Tên đơn vị lúc phát động đợt thi đua")),
        ("rank", "integer", _("Hạng trong khối; hai đơn vị có thể cùng hạng")),
        ("rank_best", "integer", _("Hạng cao nhất có thể trong khoảng điểm")),
        ("rank_worst", "integer", _("Hạng thấp nhất có thể trong khoảng điểm")),
        ("score", "number", _("Điểm chung, thang 100")),
        ("level", "integer", _("Mức đạt được; trống: không xếp mức")),
        ("entries", "integer", _("Số hồ sơ đã nộp của khối")),
        (
            "number",
            "integer",
            _("Số đơn vị đạt mức; trống: nhóm nhỏ, không công bố"),
        ),
        (
            "share",
            "number",
            _("Phần đơn vị đạt mức, từ 0 đến 1; trống: nhóm nhỏ, không công bố"),
        ),
    ]


RANKS = ("block", "name", "rank", "rank_best", "rank_worst", "score", "level")
LEVELS = ("block", "entries", "level", "number", "share")


def rank_rows(found):
    """Open data of the best, a dict each."""
    return [
        {
            "block": group.label,
            "name": one.entry.name,
            **{name: getattr(one, name) for name in RANKS[2:]},
        }
        for group in found
        for one in group.best
    ]


def level_rows(found):
    """Open data of the levels, a dict each; small cells are there without numbers."""
    return [
        {
            "block": group.label,
            "entries": group.entries,
            "level": level,
            "number": number,
            "share": None if share is None else round(share, 4),
        }
        for group in found
        for level, number, share in group.levels
    ]
