"""How far every commune has come with a period, and by when it is due."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, Min, Q
from django.utils import timezone

from communes.approvable import APPROVED_STATES, REPORTED_STATES, State
from communes.models import Commune, ReportingPeriod
from communes.windows import extensions

from .models import Institution, SchoolReturn


@dataclass(frozen=True)
class Due:
    """A period with the deadline that holds for one commune."""

    period: ReportingPeriod
    on: date
    is_extended: bool
    today: date

    @property
    def days_left(self):
        return (self.on - self.today).days

    @property
    def days_late(self):
        return -self.days_left

    @property
    def has_passed(self):
        return self.days_left < 0


@dataclass(frozen=True)
class Progress:
    """How far one commune, or the department's own schools (None), has come."""

    commune: Commune | None
    due: Due
    expected: int
    reported: int = 0
    approved: int = 0
    waiting: int = 0
    rejected: int = 0
    oldest: datetime | None = None

    @property
    def missing(self):
        return self.expected - self.reported

    @property
    def waiting_days(self):
        return (timezone.now() - self.oldest).days if self.oldest else 0


def current_period(today=None):
    """The period that is or was last open for entry; None before the first."""
    today = today or timezone.localdate()
    opened = ReportingPeriod.objects.filter(opens_on__lte=today)
    return opened.select_related("school_year").first()


def due_of(period, commune=None):
    """The deadline of `period` for `commune`, extended where it was granted."""
    today = timezone.localdate()
    extended = commune and period.exceptions.filter(commune=commune).first()
    if extended:
        return Due(period, extended.due_on, True, today)
    return Due(period, period.due_on, False, today)


def managed_by(commune, period):
    """Institutions that owe a return of `period` to `commune`."""
    return Institution.objects.filter(managing_commune=commune).open_on(period.as_of)


def progress(period, today=None):
    """Progress of every commune with schools, and of the department's own (last)."""
    today = today or timezone.localdate()
    exceptions = extensions(period)
    communes = {c.code: c for c in Commune.objects.defer("outline")}
    counted = counts_of_returns(period)
    found = []
    for code, expected in counts_of_institutions(period):
        on = exceptions.get(code, period.due_on)
        due = Due(period, on, code in exceptions, today)
        one = Progress(communes.get(code), due, expected)
        found.append(replace(one, **counted.get(code, {})))
    return sorted(found, key=lambda one: one.commune is None)


def counts_of_institutions(period):
    rows = Institution.objects.open_on(period.as_of).order_by("managing_commune")
    return rows.values_list("managing_commune").annotate(Count("pk"))


def counts_of_returns(period):
    """Numbers of returns by state of every managing commune."""
    submitted = Q(state=State.SUBMITTED)
    rows = (
        SchoolReturn.objects.filter(period=period)
        .order_by()
        .values("institution__managing_commune")
        .annotate(
            reported=Count("pk", Q(state__in=REPORTED_STATES)),
            approved=Count("pk", Q(state__in=APPROVED_STATES)),
            waiting=Count("pk", submitted),
            rejected=Count("pk", Q(state=State.REJECTED)),
            oldest=Min("submitted_at", filter=submitted),
        )
    )
    return {row.pop("institution__managing_commune"): row for row in rows}


def late(found):
    """Those who still owe returns after their deadline, the most overdue first."""
    owing = [one for one in found if one.missing > 0 and one.due.has_passed]
    return sorted(owing, key=lambda one: (-one.due.days_late, -one.missing))


def not_yet(found):
    """Those who still owe returns before the deadline, the most missing first."""
    owing = [one for one in found if one.missing > 0 and not one.due.has_passed]
    return sorted(owing, key=lambda one: (one.due.on, -one.missing))


def owed_by_place(period):
    """{commune code or None: institutions (pk) that owe a return of `period`}."""
    places = {}
    rows = Institution.objects.open_on(period.as_of).order_by("managing_commune")
    for commune, school in rows.values_list("managing_commune", "pk"):
        places.setdefault(commune, []).append(school)
    return places


def owing(period):
    """Institutions that have not handed in for `period`, or were sent back."""
    handed_in = SchoolReturn.objects.filter(period=period).reported()
    return Institution.objects.open_on(period.as_of).exclude(
        pk__in=handed_in.values("institution")
    )


def unlock_requests(user):
    """Returns whose people ask to have them opened again, the oldest first."""
    rows = SchoolReturn.objects.visible_to(user).filter(
        unlock_requested_at__isnull=False
    )
    return rows.select_related("institution", "period__school_year").order_by(
        "unlock_requested_at"
    )
