"""The list of a campaign's entries: rows, filters and the table of page and file."""

import django_filters
import django_tables2 as tables
from django.db.models import Exists, F, OuterRef, Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from communes.filters import ListFilter, SearchFilter, YesNoFilter
from communes.models import Commune
from communes.numbers import shown
from communes.search import folded
from communes.tables import ListTable, NumberColumn, link_to
from emulation.models import Entry, Participant, Standing
from schools.models import InstitutionKind


def rows(user, campaign):
    """Entries that `user` may see, with the figures of their standings."""
    seen = Standing.objects.visible_to(user).filter(entry=OuterRef("pk"))
    return (
        Entry.objects.visible_to(user)
        .filter(campaign=campaign)
        .select_related("commune", "block")
        .defer("commune__outline")
        .annotate(
            search_name=folded("name"),
            has_standing=Exists(seen),
            answered=F("standing__answered"),
            expected=F("standing__expected"),
            missing=F("standing__expected") - F("standing__answered"),
            self_score=F("standing__self_score"),
            score=F("standing__score"),
            level=F("standing__level"),
        )
        .order_by("search_name", "pk")
    )


class MissingFilter(YesNoFilter):
    """Entries with items that nobody has answered, or without any."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        unanswered = Q(missing__gt=0) | Q(missing__isnull=True)
        return queryset.filter(unanswered if value == "yes" else ~unanswered)


class EntryFilter(ListFilter):
    """Blocks and levels are the campaign's: the page gives them."""

    q = SearchFilter(label=_("Tên đơn vị"), field_name="search_name")
    state = django_filters.ChoiceFilter(
        label=_("Trạng thái"), choices=Entry.State, empty_label=_("Mọi trạng thái")
    )
    block = django_filters.ChoiceFilter(
        label=_("Khối thi đua"), field_name="block", empty_label=_("Mọi khối")
    )
    commune = django_filters.ModelChoiceFilter(
        label=_("Xã, phường"), queryset=Commune.objects.defer("outline")
    )
    participant = django_filters.ChoiceFilter(label=_("Đối tượng"), choices=Participant)
    kind = django_filters.ModelChoiceFilter(
        label=_("Loại trường"),
        queryset=InstitutionKind.objects.all(),
        method="by_kind",
    )
    reached = django_filters.ChoiceFilter(
        label=_("Mức"), field_name="level", empty_label=_("Mọi mức")
    )
    incomplete = MissingFilter(label=_("Còn mục chưa trả lời"))

    def __init__(self, *args, blocks=(), levels=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["block"].extra["choices"] = list(blocks)
        self.filters["reached"].extra["choices"] = list(levels)

    def by_kind(self, queryset, _name, value):
        return queryset.filter(kind=value.pk)


class EntryTable(ListTable):
    name = tables.Column(
        _("Đơn vị"),
        linkify=link_to("campaign_entry", "pk"),
        order_by=("search_name", "pk"),
    )
    kind = tables.Column(_("Loại trường"), order_by=("kind", "search_name"))
    participant = tables.Column(_("Đối tượng"), order_by=("participant", "search_name"))
    commune = tables.Column(
        _("Xã, phường"), order_by=("commune__search_name", "search_name")
    )
    block = tables.Column(_("Khối thi đua"), order_by=("block__order", "search_name"))
    state = tables.Column(_("Trạng thái"), order_by=("state", "search_name"))
    answered = NumberColumn(_("Đã trả lời"), total=False)
    missing = NumberColumn(_("Còn thiếu"), total=False)
    self_score = NumberColumn(_("Tự chấm"), total=False)
    score = NumberColumn(_("Điểm"), total=False)
    level = NumberColumn(_("Mức"), total=False)
    submitted_at = tables.DateTimeColumn(
        verbose_name=_("Nộp lúc"), format="H:i d/m/Y", order_by=("submitted_at", "pk")
    )

    always = ("name",)
    extra = ("participant", "missing", "submitted_at")

    class Meta(ListTable.Meta):
        model = Entry
        fields = ()

    def __init__(self, *args, level_names=(), **kwargs):
        self.level_names = dict(level_names)
        super().__init__(*args, **kwargs)

    def render_answered(self, record):
        return f"{shown(record.answered)}/{shown(record.expected)}"

    def value_answered(self, record):
        return record.answered

    def render_state(self, value, record):
        return format_html(
            '<span class="state entry-{}">{}</span>', record.state, value
        )

    def value_state(self, value):
        return value

    def render_level(self, value):
        return self.level_names.get(value, value)

    def value_level(self, value):
        return self.level_names.get(value, value)
