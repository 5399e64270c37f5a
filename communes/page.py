"""What every page says about itself: year, period, scope, level, coverage and time.

The choices live in the address (year, level, basis, reading), so that a link
reproduces the view. Building the context costs the same few queries on any page.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from communes import queries, recomputing
from communes.levels import ALL_LEVELS, Level
from communes.models import (
    Commune,
    IndicatorValue,
    Province,
    ReportingPeriod,
    SchoolYear,
)
from communes.scoping import COMMUNE_ROLES, PROVINCE_ROLES, is_active_account
from communes.search import fold

Basis = IndicatorValue.Basis
ScopeKind = IndicatorValue.Scope

# Classes as the school runs them, or as the norm would form them (TT 20/2023).
READINGS = ("actual_classes", "norm_classes")

# The count whose coverage speaks for a scope: every institution is behind it.
COVERED_COUNT = "institutions"


@dataclass(frozen=True)
class Scope:
    """The part of the province that a page is about."""

    kind: str
    key: str
    label: str
    commune: Commune | None = None

    @classmethod
    def of_commune(cls, commune):
        return cls(ScopeKind.COMMUNE, commune.code, commune.full_name, commune)

    @classmethod
    def of_institution(cls, code, label, commune=None):
        return cls(ScopeKind.INSTITUTION, code, label, commune)

    @classmethod
    def of_cluster(cls, name):
        return cls(ScopeKind.CLUSTER, name, _("Cụm %(name)s") % {"name": name})

    @classmethod
    def of_province(cls, province):
        return cls(
            ScopeKind.PROVINCE, province.code if province else "", _("Toàn tỉnh")
        )


@dataclass(frozen=True)
class Coverage:
    """How many of those who owe figures have handed them in and had them approved."""

    expected: int = 0
    reported: int = 0
    approved: int = 0
    counts_communes: bool = True

    @property
    def is_complete(self):
        return self.approved == self.expected > 0


@dataclass(frozen=True)
class Calendar:
    """School years with their periods, newest first, and the one shown by default."""

    years: tuple = ()
    starts: dict = field(default_factory=dict)
    default: SchoolYear | None = None

    @classmethod
    def load(cls, today):
        periods = ReportingPeriod.objects.select_related("school_year").order_by(
            "-school_year__start"
        )
        years, starts, default = {}, {}, None
        for period in periods:
            year = years.setdefault(period.school_year_id, period.school_year)
            if period.kind == ReportingPeriod.Kind.START:
                starts[year.start] = period
            elif default is None and period.due_on < today:
                default = year
        newest = next(iter(years.values()), SchoolYear(start=today.year))
        return cls(tuple(years.values()), starts, default or newest)

    def find(self, start):
        return next((y for y in self.years if str(y.start) == start), self.default)


class PageContext:
    """The choices of one request and what is known about the figures behind them."""

    def __init__(self, request, get_scope):
        self.user = request.user
        self.params = request.GET
        self._get_scope = get_scope

    def _one_of(self, name, allowed, fallback):
        value = self.params.get(name, fallback)
        return value if value in allowed else fallback

    @cached_property
    def calendar(self):
        return Calendar.load(timezone.localdate())

    @cached_property
    def province(self):
        return current_province()

    @property
    def years(self):
        return self.calendar.years

    @cached_property
    def year(self):
        return self.calendar.find(self.params.get("year", ""))

    @property
    def period(self):
        """The start-of-year period that the figures come from."""
        return self.calendar.starts.get(self.year.start)

    @property
    def level(self):
        return self._one_of("level", Level.values, ALL_LEVELS)

    @property
    def level_label(self):
        return Level(self.level).label if self.level else _("Tất cả")

    @property
    def level_choices(self):
        return Level.choices

    @property
    def basis(self):
        return self._one_of("basis", Basis.values, Basis.LOCATION.value)

    @property
    def basis_label(self):
        return Basis(self.basis).label

    @property
    def reading(self):
        return self._one_of("reading", READINGS, READINGS[0])

    @cached_property
    def scope(self):
        return self._get_scope()

    @cached_property
    def communes(self):
        """Communes that the reader may open, by cluster."""
        return list(reachable_communes(self.user))

    @property
    def clusters(self):
        names = {}
        for commune in self.communes:
            names.setdefault(commune.cluster, []).append(commune)
        return sorted(names.items(), key=lambda item: fold(item[0]))

    @property
    def query(self):
        """The choices as the tail of a link to another page."""
        chosen = {
            "year": self.year.start if self.year != self.calendar.default else "",
            "level": self.level,
            "basis": self.basis if self.basis != Basis.LOCATION else "",
            "reading": self.reading if self.reading != READINGS[0] else "",
        }
        kept = {name: value for name, value in chosen.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    @cached_property
    def coverage(self):
        return coverage_of(self.scope, self.year.start)

    @cached_property
    def run(self):
        """The newest finished computation of the year."""
        return queries.latest_run(self.year.start)

    @property
    def computed_at(self):
        return self.run.finished_at if self.run else None

    @cached_property
    def recomputing(self):
        """What the page says while values of its scope are computed again, or None."""
        place = self.scope.commune
        return recomputing.of(self.user, self.year.start, place.code if place else "")


def coverage_of(scope, year):
    """Coverage of `scope`: communes of a province or cluster, schools of a commune.

    A commune has handed in when all the institutions it manages have.
    """
    covered = IndicatorValue.objects.filter(
        school_year=year, indicator=COVERED_COUNT, level=ALL_LEVELS
    )
    if scope.kind == ScopeKind.INSTITUTION:
        return _own_coverage(covered.filter(basis=Basis.LOCATION), scope)
    covered = covered.filter(basis=Basis.MANAGED)
    if scope.kind == ScopeKind.COMMUNE:
        return _own_coverage(covered, scope)
    covered = covered.filter(scope=ScopeKind.COMMUNE, expected__gt=0)
    if scope.kind == ScopeKind.CLUSTER:
        covered = covered.filter(commune__cluster=scope.key)
    counts = covered.aggregate(
        owing=Count("pk"),
        handed_in=Count("pk", filter=Q(reported=F("expected"))),
        accepted=Count("pk", filter=Q(approved=F("expected"))),
    )
    return Coverage(*counts.values())


def _own_coverage(covered, scope):
    row = covered.filter(scope=scope.kind, scope_key=scope.key).first()
    counts = (row.expected, row.reported, row.approved) if row else (0, 0, 0)
    return Coverage(*counts, counts_communes=False)


def current_province():
    return Province.objects.order_by("code").first()


def reachable_communes(user):
    """Communes whose pages `user` may open."""
    communes = Commune.objects.visible_to(user).defer("outline")
    if user.role in PROVINCE_ROLES:
        return communes
    if user.role in COMMUNE_ROLES:
        return communes.filter(code=user.commune_id)
    return communes.none()


def shell(request):
    """Context processor: the province, asked for only when the page names it."""
    return {"province": SimpleLazyObject(current_province)}


class PageMixin(LoginRequiredMixin):
    """A page for people with an account; gives the template `page` and `section`.

    `section` is the entry of the navigation that the page belongs to.
    """

    section = ""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not is_active_account(request.user):
            raise PermissionDenied(
                _("Tài khoản của bạn chưa được giao vai trò hoặc đã hết hạn.")
            )
        return super().dispatch(request, *args, **kwargs)

    def get_scope(self):
        """What the page is about; the whole province unless a page says otherwise."""
        return Scope.of_province(self.page.province)

    @cached_property
    def page(self):
        return PageContext(self.request, self.get_scope)

    def get_breadcrumbs(self):
        """Pairs of label and address, from the province down; the last is this page."""
        return []

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "section": self.section,
            "breadcrumbs": self.get_breadcrumbs(),
        }
