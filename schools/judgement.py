"""What the department sees before it judges: who waits, and figures beside last year's."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Min, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.approvable import APPROVED_STATES, State
from communes.entry.forms import DEPARTMENT
from communes.models import Commune, ReportingPeriod

from .models import Institution, SchoolReturn
from .readiness import warning_counts

# What a return is recognised by at a glance.
KEY_FIGURES = {
    ReportingPeriod.Kind.START: {
        "classes": Sum("grades__classes"),
        "pupils": Sum("grades__pupils"),
        "girls": Sum("grades__girls"),
        "ethnic": Sum("grades__ethnic"),
        "classrooms": F("facilities__classrooms"),
    },
    ReportingPeriod.Kind.END: {
        "assessed": Sum("results__assessed"),
        "promoted": Sum("results__promoted"),
        "held_back": Sum("results__held_back"),
        "graduated": Sum("results__graduated"),
        "dropped_out": Sum("results__dropped_out"),
    },
}


@dataclass(frozen=True)
class Waiting:
    """How the returns of one commune, or of the department's own schools, stand."""

    commune: Commune | None
    expected: int
    submitted: int = 0
    approved: int = 0
    locked: int = 0
    rejected: int = 0
    asking: int = 0
    oldest: datetime | None = None
    # In returns that wait to be judged.
    warnings: int = 0
    unexplained: int = 0

    @property
    def key(self):
        return self.commune.code if self.commune else DEPARTMENT

    @property
    def not_in(self):
        return self.expected - self.submitted - self.approved - self.rejected

    @property
    def days(self):
        return (timezone.now() - self.oldest).days if self.oldest else 0


def managed_by(unit):
    """A filter for institutions: those of a commune's code, or the department's own."""
    return Q(managing_commune=None if unit == DEPARTMENT else unit)


def waiting_list(user, period):
    """Every commune with schools: oldest waiting first, then requests, then the rest."""
    communes = {row.code: row for row in Commune.objects.defer("outline")}
    counted, doubtful = _counts(user, period), _warnings(user, period)
    found = [
        Waiting(communes.get(code), expected, **counted.get(code, {}), **doubtful[code])
        for code, expected in _owing(user, period)
    ]
    return sorted(found, key=_urgency)


def summed(rows):
    """Numbers over all communes and the department's own schools."""
    names = ("expected", "submitted", "approved", "locked", "rejected", "asking")
    names += ("not_in", "warnings")
    return {name: sum(getattr(one, name) for one in rows) for name in names}


def _urgency(one):
    far = timezone.now()
    name = one.commune.search_name if one.commune else ""
    return (not one.submitted, one.oldest or far, not one.asking, not one.commune, name)


def _owing(user, period):
    rows = Institution.objects.visible_to(user).open_on(period.as_of)
    return (
        rows.order_by("managing_commune")
        .values_list("managing_commune")
        .annotate(Count("pk"))
    )


def _counts(user, period):
    submitted = Q(state=State.SUBMITTED)
    rows = (
        SchoolReturn.objects.visible_to(user)
        .filter(period=period)
        .order_by()
        .values(code=F("institution__managing_commune"))
        .annotate(
            submitted=Count("pk", submitted),
            approved=Count("pk", Q(state__in=APPROVED_STATES)),
            locked=Count("pk", Q(state=State.LOCKED)),
            rejected=Count("pk", Q(state=State.REJECTED)),
            asking=Count("pk", Q(unlock_requested_at__isnull=False)),
            oldest=Min("submitted_at", filter=submitted),
        )
    )
    return {row.pop("code"): row for row in rows}


def _warnings(user, period):
    """Numbers of warnings in waiting returns, by managing commune."""
    waiting = SchoolReturn.objects.visible_to(user).filter(
        period=period, state=State.SUBMITTED
    )
    schools = list(Institution.objects.filter(returns__in=waiting))
    found = warning_counts(period, schools)
    counted = defaultdict(lambda: {"warnings": 0, "unexplained": 0})
    for school in schools:
        every, unexplained = found.get(school.code, (0, 0))
        counted[school.managing_commune_id]["warnings"] += every
        counted[school.managing_commune_id]["unexplained"] += unexplained
    return counted


def periods_with_work(user):
    """Periods that have begun, newest first, each with how many returns wait in it."""
    mine = Q(returns__in=SchoolReturn.objects.visible_to(user))
    asking = Q(returns__unlock_requested_at__isnull=False)
    return (
        ReportingPeriod.objects.filter(opens_on__lte=timezone.localdate())
        .select_related("school_year")
        .annotate(
            waiting=Count("returns", mine & (Q(returns__state=State.SUBMITTED))),
            asking=Count("returns", mine & asking),
        )
        .order_by("-as_of")
    )


def year_before(period):
    """The same kind of period a year earlier, or None."""
    return ReportingPeriod.objects.filter(
        kind=period.kind, school_year=period.school_year_id - 1
    ).first()


def labels(period):
    """Headings of the key figures, as the forms name them."""
    words = {
        "classes": _("số lớp"),
        "pupils": _("số học sinh"),
        "girls": _("nữ"),
        "ethnic": _("dân tộc thiểu số"),
        "classrooms": _("phòng học"),
        "assessed": _("được đánh giá"),
        "promoted": _("lên lớp, hoàn thành chương trình"),
        "held_back": _("ở lại lớp"),
        "graduated": _("tốt nghiệp"),
        "dropped_out": _("bỏ học trong năm"),
    }
    return [words[name] for name in KEY_FIGURES[period.kind]]


@dataclass(frozen=True)
class Compared:
    """A figure of this year and of the year before."""

    name: str
    value: int | None
    before: int | None

    @property
    def difference(self):
        if self.value is None or self.before is None:
            return None
        return self.value - self.before


def key_figures(period, institutions):
    """{institution pk: {name: value}} of what was handed in or typed for `period`."""
    if period is None:
        return {}
    rows = SchoolReturn.objects.filter(period=period, institution__in=institutions)
    # Sums over one to-many relation only, or its rows would be counted twice.
    found = rows.order_by().values("institution").annotate(**KEY_FIGURES[period.kind])
    return {row.pop("institution"): row for row in found}


@dataclass(frozen=True)
class Judged:
    """One school of the table: its return, key figures, and what is doubtful in it."""

    institution: Institution
    filed: SchoolReturn | None
    figures: list[Compared] = field(default_factory=list)
    doubts: object = None

    @property
    def state(self):
        return self.filed.state if self.filed else ""

    @property
    def is_clean(self):
        return self.state == State.SUBMITTED and self.doubts.is_clean

    @property
    def is_lockable(self):
        return self.state == State.APPROVED and not self.filed.unlock_requested_at


def schools_of(user, unit, period):
    """Schools that owe a return of `period` to `unit`, as far as `user` may see."""
    return (
        Institution.objects.visible_to(user)
        .filter(managed_by(unit))
        .open_on(period.as_of)
        .select_related("kind", "managing_commune")
        .order_by("kind__order", "search_name")
    )


def returns_of(user, period, institutions):
    """{institution pk: return} of `period`, with the names of whoever acted."""
    rows = SchoolReturn.objects.visible_to(user).filter(
        period=period, institution__in=institutions
    )
    people = ("submitted_by", "decided_by", "unlock_requested_by")
    return {row.institution_id: row for row in rows.select_related("period", *people)}


def compared(period, institutions):
    """{institution pk: [Compared]} in the order of the table."""
    now = key_figures(period, institutions)
    before = key_figures(year_before(period), institutions)
    return {
        school.pk: [
            Compared(
                name,
                now.get(school.pk, {}).get(name),
                before.get(school.pk, {}).get(name),
            )
            for name in KEY_FIGURES[period.kind]
        ]
        for school in institutions
    }


def totals(rows):
    """Key figures of all `rows` together; a figure that nobody entered stays empty."""
    columns = zip(*(row.figures for row in rows), strict=True)
    return [
        Compared(
            cells[0].name,
            _sum(cell.value for cell in cells),
            _sum(cell.before for cell in cells),
        )
        for cells in columns
    ]


def _sum(values):
    known = [value for value in values if value is not None]
    return sum(known) if known else None
