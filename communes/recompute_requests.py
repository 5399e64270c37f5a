"""Requests to recompute a commune: many changes make one, and none is ever lost."""

from contextlib import contextmanager

from django.db import connection
from django.utils import timezone

from communes.models import RecomputeRequest
from communes.recompute import recompute_year

LOCK_NAMESPACE = 7302


def renew(commune, year):
    """Note that a commune's values are out of date; True if that was not known yet."""
    _row, created = RecomputeRequest.objects.update_or_create(
        commune_id=commune,
        school_year_id=year,
        defaults={"requested_at": timezone.now()},
    )
    return created


def serve(commune, year, *, host):
    """Recompute while there is a request; returns how many times that was.

    The request goes only after its recomputation, and only if nobody renewed it
    meanwhile, so a killed worker leaves it for the sweeper.
    """
    served = 0
    pending = RecomputeRequest.objects.filter(commune=commune, school_year=year)
    with _one_at_a_time(commune, year):
        while (request := pending.first()) is not None:
            recompute_year(year, commune=commune, host=host)
            pending.filter(requested_at=request.requested_at).delete()
            served += 1
    return served


@contextmanager
def _one_at_a_time(commune, year):
    """Wait for the lock of one commune and year; a dead session drops it by itself."""
    key = [LOCK_NAMESPACE, year * 100_000 + int(commune)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
