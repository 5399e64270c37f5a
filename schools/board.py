"""The board of completeness and timeliness: every commune's standing, period by period."""

from dataclasses import dataclass, field

import django_filters
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.approvable import APPROVED_STATES, State
from communes.filters import ListFilter, SearchFilter
from communes.listing import ListPage
from communes.models import Commune
from communes.page import reachable_communes
from communes.scoping import PROVINCE_ROLES
from communes.windows import Deadline, by_calendar

from . import timeliness
from .board_table import BoardTable
from .completeness import Completeness, completeness
from .filters import clusters
from .models import SchoolReturn

YEARS_BACK = 5
DEPARTMENT = gettext_lazy("Trường thuộc Sở")
# In addresses, where a commune's code stands.
DEPARTMENT_CODE = "so"
SUMMED = (
    "expected",
    "complete",
    "handed_in",
    "approved",
    "waiting",
    "rejected",
    "on_time",
)
OF_STANDING = {"expected", "handed_in", "on_time"}


@dataclass(frozen=True)
class Row:
    """One line of the board; a commune of None stands for the department's own schools."""

    commune: Commune | None
    standing: timeliness.Standing
    completeness: Completeness
    # "p" and the period's key -> Standing
    history: dict = field(default_factory=dict)
    approved: int = 0
    waiting: int = 0
    rejected: int = 0

    @property
    def name(self):
        return str(self.commune or DEPARTMENT)

    @property
    def code(self):
        return self.commune.code if self.commune else DEPARTMENT_CODE

    @property
    def cluster(self):
        return self.commune.cluster if self.commune else ""

    @property
    def search_name(self):
        # Behind every name, as the department's schools stand below the communes.
        return self.commune.search_name if self.commune else "~"

    @property
    def complete(self):
        return self.completeness.complete

    @property
    def share(self):
        return self.completeness.share


def all_rows(period, periods, today=None):
    """A Row for every commune with schools and the department's own, in the same few queries."""
    standings = timeliness.standings({*periods, period}, today)
    full, states = completeness(period), counts_by_state(period)
    communes = {row.code: row for row in Commune.objects.defer("outline")}
    found = [
        Row(
            communes.get(code),
            by_period[period.pk],
            full[code],
            {f"p{pk}": one for pk, one in by_period.items()},
            **states.get(code, {}),
        )
        for code, by_period in standings.items()
        if period.pk in by_period and code in full
    ]
    return sorted(found, key=lambda row: row.search_name)


def counts_by_state(period):
    """{commune code or None: returns approved, waiting, rejected} of `period`."""
    rows = (
        SchoolReturn.objects.filter(period=period)
        .order_by()
        .values("institution__managing_commune")
        .annotate(
            approved=Count("pk", Q(state__in=APPROVED_STATES)),
            waiting=Count("pk", Q(state=State.SUBMITTED)),
            rejected=Count("pk", Q(state=State.REJECTED)),
        )
    )
    return {row.pop("institution__managing_commune"): row for row in rows}


def summed(rows):
    """Totals of `rows` by column; the share is that of all their schools together."""
    totals = {
        name: sum(getattr(r.standing if name in OF_STANDING else r, name) for r in rows)
        for name in SUMMED
    }
    schools = totals["expected"]
    if schools:
        full = sum(row.share * row.standing.expected for row in rows)
        totals["share"] = full / schools
    return totals


def key_of(period):
    """The period as it stands in the address."""
    return f"{period.school_year_id}-{period.kind}"


def period_choices():
    periods = timeliness.recent_periods(YEARS_BACK)
    return [(key_of(period), period.name) for period in reversed(periods)]


class BoardFilter(ListFilter):
    """Filters communes in the database; how they stand is known only afterwards."""

    STANDINGS = [
        ("behind", gettext_lazy("Quá hạn hoặc nộp sau hạn")),
        ("missing", gettext_lazy("Chưa nộp đủ")),
        ("waiting", gettext_lazy("Có báo cáo chờ duyệt")),
        ("in_time", gettext_lazy("Nộp đủ, đúng hạn")),
    ]
    TESTS = {
        "behind": lambda row: row.standing.days_behind > 0,
        "missing": lambda row: row.standing.missing > 0,
        "waiting": lambda row: row.waiting > 0,
        "in_time": lambda row: row.standing.kind == timeliness.IN_TIME,
    }

    q = SearchFilter(label=gettext_lazy("Tên xã, phường"), field_name="search_name")
    period = django_filters.ChoiceFilter(
        label=gettext_lazy("Kỳ"),
        method="all_of",
        choices=period_choices,
        empty_label=gettext_lazy("Kỳ gần nhất"),
    )
    cluster = django_filters.ChoiceFilter(
        label=gettext_lazy("Cụm"), field_name="cluster", choices=clusters
    )
    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("Tình trạng"), method="all_of", choices=STANDINGS
    )

    def all_of(self, queryset, _name, _value):
        return queryset

    def keeps(self, row):
        chosen = self.form.cleaned_data.get("standing") if self.form.is_valid() else ""
        return not chosen or self.TESTS[chosen](row)


class CompletenessBoard(ListPage):
    """Whoever judges sees every commune; a commune sees itself and the province's sum."""

    section = "board"
    title = gettext_lazy("Tiến độ báo cáo")
    export_name = "tien-do-bao-cao"
    template_name = "schools/board.html"
    filterset_class = BoardFilter
    table_class = BoardTable
    table_pagination = {"per_page": 100}
    main_filters = ("q", "period", "cluster", "standing")
    bar_filters = ()

    @cached_property
    def page(self):
        page = super().page
        if self.period:
            # A file says of which year it is.
            page.year = self.period.school_year
        return page

    @cached_property
    def periods(self):
        return timeliness.recent_periods(YEARS_BACK)

    @cached_property
    def period(self):
        """The period asked for; without one, the latest."""
        chosen = self.request.GET.get("period")
        found = [one for one in self.periods if key_of(one) == chosen]
        return next(iter(found or self.periods[-1:]), None)

    @property
    def sees_all(self):
        return self.request.user.role in PROVINCE_ROLES

    @cached_property
    def rows(self):
        return all_rows(self.period, self.periods) if self.period else []

    def get_queryset(self):
        return reachable_communes(self.request.user)

    def get_table_data(self):
        if self.filterset.errors:
            return []
        codes = {commune.code for commune in self.object_list}
        data = self.filterset.form.cleaned_data
        if self.sees_all and not (data["q"] or data["cluster"]):
            codes.add(DEPARTMENT_CODE)
        return [r for r in self.rows if r.code in codes and self.filterset.keeps(r)]

    def get_table_kwargs(self):
        return super().get_table_kwargs() | {
            "periods": self.periods,
            "may_extend": self.sees_all,
        }

    def get_totals(self):
        return summed(self.get_table_data() if self.sees_all else self.rows)

    def get_totals_label(self):
        if not self.sees_all:
            return _("Toàn tỉnh: %(number)s đơn vị") % {"number": len(self.rows)}
        number = len(self.get_table_data())
        return _("Cộng %(number)s đơn vị theo bộ lọc") % {"number": number}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return (
            context
            | {"period": self.period, "may_extend": self.sees_all}
            | (self.about_period() if self.period else {})
        )

    def about_period(self):
        """How the province stands, and a legend of the marks."""
        deadline = Deadline.of(self.period)
        done = [row for row in self.rows if not row.standing.missing]
        return {
            "window": by_calendar(deadline, timezone.localdate(), has_commune=False),
            "done": len(done),
            "all": len(self.rows),
            "in_time": sum(row.standing.kind == timeliness.IN_TIME for row in done),
        }
