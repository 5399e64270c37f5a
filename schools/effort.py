"""How long entering a return takes, learnt from those who have done it."""

from math import ceil
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from communes.approvable import REPORTED_STATES
from communes.entry import forms
from communes.history import LOADED, event_model

from .models.returns import ReturnPart

SQL = (Path(__file__).parent / "sql" / "effort.sql").read_text(encoding="utf-8")
HOUR = 60 * 60
# What a cache gives back when nobody has looked yet.
UNASKED = object()


def minutes_per_return(period):
    """The median over returns of this period and the like a year before; None if few.

    Kept for an hour: it reads the history of a whole province.
    """
    key = f"minutes-per-return:{period.pk}"
    known = cache.get(key, UNASKED)
    if known is UNASKED:
        known = _median(period)
        cache.set(key, known, HOUR)
    return known


def minutes_left(period, shares):
    """{institution pk: minutes} for what is empty by `shares`; {} if nothing is known."""
    usual = minutes_per_return(period) if shares else None
    if usual is None:
        return {}
    return {
        school: ceil(usual * float(1 - (share or 0)))
        for school, share in shares.items()
    }


def _median(period):
    events = " UNION ALL ".join(_events_of(form) for form in _forms_of(period))
    if not events:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            SQL.format(events=events),
            {
                "loaded": LOADED,
                "reported": [state.value for state in REPORTED_STATES],
                "kind": period.kind,
                "year": period.school_year_id,
                "pause": settings.ENTRY_PAUSE_SECONDS,
            },
        )
        seconds, returns = cursor.fetchone()
    return float(seconds) / 60 if returns >= settings.ENTRY_SAMPLE else None


def _forms_of(period):
    return [form for form in forms.due_in(period) if issubclass(form.model, ReturnPart)]


def _events_of(form):
    table = event_model(form.model)._meta.db_table
    return (
        f'SELECT school_return_id, pgh_created_at AS at FROM "{table}" '
        "WHERE pgh_label <> %(loaded)s"
    )
