"""The table of the ranking: a rank with its range, a score drawn with its doubt."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from communes.numbers import shown, signed
from communes.tables import ListTable, NumberColumn
from communes.templatetags.shell import address
from emulation.boards import ranking

WRAPPED = {"td": {"class": "range"}}
DRAWN = {"td": {"class": "doubt-cell"}}


class ChangeColumn(NumberColumn):
    """A difference in points, with its sign."""

    write = staticmethod(signed)


class PointsColumn(NumberColumn):
    @staticmethod
    def write(value):
        return shown(value, 2)


def doubt_bar(standing):
    """Low to high as a bar on a scale of 0 to 100, the score as a mark on it."""
    low, high = float(standing.low), float(standing.high)
    return format_html(
        '<svg class="doubt" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="doubt-scale" y="4" width="100" height="2"/>'
        '<rect class="doubt-span" x="{}" y="2" width="{}" height="6"/>'
        '<rect class="doubt-at" x="{}" width="1.4" height="10"/></svg>',
        f"{low:g}",
        f"{max(high - low, 0.6):g}",
        f"{max(float(standing.score) - 0.7, 0):g}",
    )


class RankingTable(ListTable):
    name = tables.Column(
        _("Đơn vị"), accessor="entry__name", order_by=("search_name", "pk")
    )
    block = tables.Column(
        _("Khối thi đua"), accessor="block__name", order_by=("block__order", "block")
    )
    commune = tables.Column(
        _("Xã, phường"),
        accessor="entry__commune__name",
        order_by=("entry__commune__search_name", "pk"),
    )
    rank = NumberColumn(_("Hạng"), total=False, initial_sort_descending=False)
    range = tables.Column(
        _("Hạng có thể"), accessor="pk", orderable=False, attrs=WRAPPED
    )
    score = PointsColumn(_("Điểm"))
    doubt = tables.Column(
        _("Khoảng điểm"), accessor="score", orderable=False, attrs=DRAWN
    )
    low = PointsColumn(_("Thấp nhất"))
    high = PointsColumn(_("Cao nhất"))
    level = NumberColumn(_("Mức"), total=False)
    verified_share = NumberColumn(_("Đã thẩm định (%)"), total=False)
    improvement = ChangeColumn(_("Tiến bộ (điểm %)"), total=False)
    self_score = PointsColumn(_("Tự chấm"), total=False)

    always = ("name", "rank", "range")
    extra = ("low", "high", "commune", "self_score")

    class Meta(ListTable.Meta):
        attrs = {"class": "data sticky-first compact ranking"}
        row_attrs = {
            "class": lambda record: "is-unranked" if record.rank is None else None
        }

    def __init__(self, *args, level_names=(), **kwargs):
        self.level_names = dict(level_names)
        super().__init__(*args, **kwargs)

    def render_name(self, value, record):
        url = address("campaign_entry", record.entry_id) if record.may_open else ""
        return format_html('<a href="{}">{}</a>', url, value) if url else value

    def value_name(self, value):
        return value

    def render_range(self, record):
        return ranking.rank_in_words(record)

    def value_range(self, record):
        return ranking.rank_in_words(record)

    def render_doubt(self, record):
        return format_html("{} {}", doubt_bar(record), ranking.score_range(record))

    def value_doubt(self, record):
        return ranking.score_range(record)

    def render_level(self, value):
        return self.level_names.get(value, value)

    def value_level(self, value):
        return self.level_names.get(value, value)
