"""The ranking as people read it: who sees which standing, ranks and reasons in words."""

import django_filters
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.filters import ListFilter, SearchFilter
from communes.models import Commune
from communes.numbers import shown
from communes.search import folded
from emulation.models import Entry, Standing
from emulation.models.criteria import Participant


def standings_for(user, campaign):
    """Standings of the campaign that `user` may see, with what a line of them needs."""
    own = Entry.objects.visible_to(user).filter(pk=OuterRef("entry"))
    return (
        Standing.objects.visible_to(user)
        .filter(campaign=campaign)
        .select_related("entry__commune", "block")
        .defer("entry__commune__outline")
        .annotate(search_name=folded("entry__name"), may_open=Exists(own))
        .order_by(
            F("block__order").asc(nulls_last=True),
            "block",
            F("rank").asc(nulls_last=True),
            "-score",
            "search_name",
            "pk",
        )
    )


def rank_in_words(standing):
    """ "hạng 3, có thể từ 2 đến 5", or why there is no rank."""
    if standing.rank is None:
        return why_unranked(standing)
    if standing.rank_best == standing.rank_worst:
        return _("hạng %(rank)s") % {"rank": standing.rank}
    return _("hạng %(rank)s, có thể từ %(best)s đến %(worst)s") % {
        "rank": standing.rank,
        "best": standing.rank_best,
        "worst": standing.rank_worst,
    }


def why_unranked(standing):
    """Why an entry has no rank, as one says it to the school."""
    if standing.entry.state == Entry.State.RETURNED:
        return _("không xếp hạng: hồ sơ bị trả lại, chưa nộp lại")
    if standing.entry.is_open:
        return _("không xếp hạng: hồ sơ chưa nộp")
    if standing.answered < standing.expected:
        return _("không xếp hạng: mới trả lời %(answered)s/%(expected)s mục") % {
            "answered": standing.answered,
            "expected": standing.expected,
        }
    return _("không xếp hạng: điểm chưa được tính lại")


def score_range(standing):
    """ "62,1–70,3", or one number without any doubt."""
    if standing.low == standing.high:
        return shown(standing.low)
    return f"{shown(standing.low)}–{shown(standing.high)}"


def communes():
    return Commune.objects.defer("outline")


class RankingFilter(ListFilter):
    """Block, commune, level and words of the name; the campaign gives the choices."""

    q = SearchFilter(label=gettext_lazy("Tên đơn vị"), field_name="search_name")
    block = django_filters.ChoiceFilter(
        label=gettext_lazy("Khối thi đua"),
        field_name="block",
        empty_label=gettext_lazy("Mọi khối"),
    )
    commune = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Xã, phường"),
        field_name="entry__commune",
        queryset=lambda request: communes(),
    )
    reached = django_filters.ChoiceFilter(
        label=gettext_lazy("Mức"),
        field_name="level",
        empty_label=gettext_lazy("Mọi mức"),
    )
    participant = django_filters.ChoiceFilter(
        label=gettext_lazy("Đối tượng"),
        field_name="entry__participant",
        choices=Participant.choices,
    )
    ranked = django_filters.ChoiceFilter(
        label=gettext_lazy("Xếp hạng"),
        method="by_rank",
        choices=[
            ("yes", gettext_lazy("Có hạng")),
            ("no", gettext_lazy("Không xếp hạng")),
        ],
    )

    def __init__(self, *args, blocks=(), levels=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["block"].extra["choices"] = list(blocks)
        self.filters["reached"].extra["choices"] = list(levels)

    def by_rank(self, queryset, _name, value):
        return queryset.filter(rank__isnull=value == "no")
