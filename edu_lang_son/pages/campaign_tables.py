"""The tables and pictures of the board as files: map, levels, by commune, late entries."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.documents.blocks import Chart, Column, Kind, Series
from communes.exporting.sheets import Sheet
from edu_lang_son.pages import pictures
from emulation.boards import ranking

# The colours of the levels on the page, the lowest first.
LEVELS = ("#cfc6e3", "#9484c4", "#4f2d8c", "#33155f", "#1f0a3c")


@dataclass(frozen=True)
class Table:
    name: str
    title: Promise
    write: Callable
    draw: Callable = lambda view: None


def share(value):
    """A ratio in per cent, as a number; None stays empty."""
    return None if value is None else round(value * 100, 2)


def of_places(first, places, view):
    levels = view.levels
    header = [
        first,
        _("Hồ sơ"),
        _("Đã nộp"),
        _("Đã nộp (%)"),
        _("Đã thẩm định"),
        _("Điểm bình quân"),
        *levels.values(),
        _("Mức cao nhất (%)"),
    ]
    rows = [of_part(place.label, place.part, levels) for place in places]
    if view.sees_all:
        # On the page, too, others than the department read their own rows alone.
        rows.append(of_part(_("Toàn tỉnh"), view.whole, levels))
    return header, rows


def of_part(label, part, levels):
    return [
        label,
        part.entries,
        part.handed_in,
        share(part.handed_in_share),
        part.verified,
        None if part.mean is None else round(part.mean, 2),
        *(part.levels.get(number, 0) for number in levels),
        share(part.top_share),
    ]


def by_commune(view):
    return of_places(_("Xã, phường"), view.by_commune, view)


def by_block(view):
    return of_places(_("Khối thi đua"), view.by_block, view)


def levels_drawn(view):
    """How many of each block reached which level."""
    if not (view.levels and view.by_block and view.sees_all):
        return None
    return Chart(
        code="levels",
        title=_("Bao nhiêu đơn vị đạt từng mức?"),
        sentence=view.get_words()["levels"],
        form="bars",
        categories=[place.label for place in view.by_block],
        series=[
            Series(
                str(name),
                [place.part.levels.get(number, 0) for place in view.by_block],
                LEVELS[min(number, len(LEVELS)) - 1],
            )
            for number, name in view.levels.items()
        ],
        column=Column(_("hồ sơ"), Kind.WHOLE),
    )


def late(view):
    header = [_("Đơn vị"), _("Xã, phường"), _("Trạng thái"), _("Hạn nộp")]
    rows = [
        [
            one.name,
            one.commune.name if one.commune else _("Sở quản lý"),
            one.get_state_display(),
            one.day,
        ]
        for one in view.late
    ]
    return header, rows


def states(view):
    header = [_("Trạng thái"), _("Toàn tỉnh"), _("Tỷ lệ (%)")]
    if view.is_department:
        rows = [[label, all_, share(part)] for label, _own, all_, part in view.states]
        return header, rows
    header.insert(1, _("Đơn vị bạn"))
    rows = [[label, own, all_, share(part)] for label, own, all_, part in view.states]
    return header, rows


def own(view):
    header = [
        _("Đơn vị"),
        _("Trạng thái"),
        _("Đã trả lời"),
        _("Phải trả lời"),
        _("Điểm"),
        _("Khoảng điểm"),
        _("Mức"),
        _("Hạng"),
    ]
    rows = [
        [
            one.entry.name,
            one.entry.get_state_display(),
            one.answered,
            one.expected,
            one.score,
            ranking.score_range(one),
            view.levels.get(one.level, one.level),
            ranking.rank_in_words(one),
        ]
        for one in view.standings
    ]
    return header, rows


def on_map(view):
    """What the list beside the map shows, nothing where there is no map."""
    found = view.map
    if found is None:
        return [_("Xã, phường")], []
    indicator = found.indicator
    unit = pictures.unit_of(indicator)
    header = [_("Xã, phường"), _("Hạng"), f"{indicator.text('name')} ({unit})"]
    in_words = share if indicator.is_percent else rounded
    rows = [[one.label, one.rank, in_words(one.row.value)] for one in found.ranking]
    return header, rows


def rounded(value):
    return None if value is None else round(value, 2)


def map_drawn(view):
    return pictures.of_map("map", view.map_title, view.map) if view.map else None


TABLES = {
    "communes": Table(
        "thi-dua-theo-xa", gettext_lazy("Kết quả thi đua theo xã, phường"), by_commune
    ),
    "blocks": Table(
        "thi-dua-theo-khoi",
        gettext_lazy("Kết quả thi đua theo khối"),
        by_block,
        levels_drawn,
    ),
    "late": Table("ho-so-qua-han", gettext_lazy("Hồ sơ thi đua quá hạn"), late),
    "states": Table(
        "ho-so-theo-buoc", gettext_lazy("Hồ sơ thi đua đang ở bước nào"), states
    ),
    "own": Table("ho-so-don-vi", gettext_lazy("Hồ sơ thi đua của đơn vị bạn"), own),
    "map": Table("ban-do-thi-dua", gettext_lazy("Sơ đồ thi đua"), on_map, map_drawn),
}


def sheet(key, view):
    """One table for what the reader of `view` may see."""
    table = TABLES[key]
    return Sheet(key, str(table.title), *table.write(view), table.draw(view))
