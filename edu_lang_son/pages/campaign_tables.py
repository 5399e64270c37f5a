"""The tables of the board as files: by commune, by block, late entries."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Table:
    name: str
    title: Promise
    write: Callable


def share(value):
    """A ratio in per cent, as a number; None stays empty."""
    return None if value is None else round(value * 100, 2)


def of_places(first, places, levels):
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
    rows = [
        [
            place.label,
            place.part.entries,
            place.part.handed_in,
            share(place.part.handed_in_share),
            place.part.verified,
            None if place.part.mean is None else round(place.part.mean, 2),
            *(place.part.levels.get(number, 0) for number in levels),
            share(place.part.top_share),
        ]
        for place in places
    ]
    return header, rows


def by_commune(view):
    return of_places(_("Xã, phường"), view.by_commune, view.levels)


def by_block(view):
    return of_places(_("Khối thi đua"), view.by_block, view.levels)


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


TABLES = {
    "communes": Table(
        "thi-dua-theo-xa", gettext_lazy("Kết quả thi đua theo xã, phường"), by_commune
    ),
    "blocks": Table(
        "thi-dua-theo-khoi", gettext_lazy("Kết quả thi đua theo khối"), by_block
    ),
    "late": Table("ho-so-qua-han", gettext_lazy("Hồ sơ thi đua quá hạn"), late),
}


def cells(table, view):
    """Heading and rows of one table for what the reader of `view` may see."""
    return table.write(view)
