"""Papers that order themselves: when each schedule is due, and the order, once a date."""

from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from communes.models import Job, Paper, PaperSchedule, ReportingPeriod
from communes.papers import kinds, ordering, reach

Rhythm = PaperSchedule.Rhythm
WEEK = 7


def order_due(today):
    """Order what has become due and has not been ordered; returns how many."""
    active = PaperSchedule.objects.filter(is_active=True).select_related(
        "created_by", "commune"
    )
    periods = list(ReportingPeriod.objects.select_related("school_year"))
    return sum(_order_one(schedule, periods, today) for schedule in active)


def try_again():
    """A scheduled paper that failed, its worker killed perhaps, is made once more.

    Nobody watches it: its subscriber need not press the button.
    """
    failed = Paper.objects.filter(
        schedule__isnull=False, made_at=None, job__state=Job.State.FAILED
    )
    for paper in failed.select_related("requested_by", "job"):
        tries = Job.objects.filter(kind="paper", params__paper=paper.pk).count()
        kind = kinds.get(paper.kind)
        if kind and tries < settings.PAPER_TRIES:
            ordering.send(paper, kind, by=paper.requested_by)


def _order_one(schedule, periods, today):
    due_on, period = due(schedule, periods, today)
    kind = kinds.get(schedule.kind)
    if due_on is None or kind is None or not still_may(schedule, kind):
        return 0
    if Paper.objects.filter(schedule=schedule, due_on=due_on).exists():
        return 0
    options = dict(schedule.options)
    if "period" in kind.fields:
        options["period"] = period.kind
    try:
        with transaction.atomic():
            ordering.order(
                kind,
                year=period.school_year,
                by=schedule.created_by,
                place=schedule.commune,
                formats=schedule.formats,
                options=options,
                schedule=schedule,
                due_on=due_on,
            )
    except IntegrityError:
        # Another beat ordered it at this very moment.
        return 0
    return 1


def still_may(schedule, kind):
    """Whether the subscriber could order it by hand today."""
    if schedule.commune_id is None:
        return reach.may_order(schedule.created_by, kind) and reach.reaches_province(
            schedule.created_by, kind
        )
    theirs = reach.communes_for(schedule.created_by, kind)
    return theirs.filter(pk=schedule.commune_id).exists()


def due(schedule, periods, today):
    """(day, period) of the last time it was due by `today`, or (None, None).

    Never a day before the subscription: nobody asked for what is past.
    """
    if schedule.rhythm == Rhythm.AFTER_LOCK:
        day, period = _after_lock(periods, today)
    else:
        day = last_day(schedule.rhythm, schedule.day, today)
        period = _period_on(periods, day, schedule.rhythm == Rhythm.WEEKLY_OPEN)
    if period is None or day < schedule.created_at.date():
        return None, None
    return day, period


def last_day(rhythm, number, today):
    """The newest day up to `today` that is the `number`th of its week or month."""
    if rhythm == Rhythm.MONTHLY:
        if today.day >= number:
            return today.replace(day=number)
        before = today.replace(day=1) - timedelta(days=1)
        return date(before.year, before.month, number)
    return today - timedelta(days=(today.isoweekday() - number) % WEEK)


def _period_on(periods, day, must_be_open):
    """The period the figures of that day belong to: the last that has opened."""
    begun = [one for one in periods if one.opens_on <= day]
    if must_be_open:
        begun = [one for one in begun if day < one.locks_on]
    return max(begun, key=lambda one: one.opens_on, default=None)


def _after_lock(periods, today):
    locked = [one for one in periods if one.locks_on < today]
    last = max(locked, key=lambda one: one.locks_on, default=None)
    return (last.locks_on + timedelta(days=1), last) if last else (None, None)
