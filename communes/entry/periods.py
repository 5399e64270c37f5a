"""Which period is being entered now, and how long an account still may."""

from django.utils import timezone

from communes.models import ReportingPeriod
from communes.windows import Deadline, by_calendar, extensions


def all_periods():
    """Every period with its school year, newest first."""
    return ReportingPeriod.objects.select_related("school_year").order_by("-as_of")


def current(periods, today=None):
    """Of `periods`, newest first: the one open now, or else the last that was opened."""
    today = today or timezone.localdate()
    opened = [period for period in periods if period.opens_on <= today]
    is_open = [period for period in opened if today < period.locks_on]
    return next(iter([*is_open, *opened, *periods]), None)


def window_of(period, commune=None, today=None):
    """What the calendar alone says to one commune, or to schools of the department."""
    deadline = Deadline.of(period, extensions(period).get(commune))
    today = today or timezone.localdate()
    return by_calendar(deadline, today, has_commune=commune is not None)
