"""Requests to recompute a commune: many changes make one, and none is ever lost."""

from communes import pending
from communes.models import RecomputeRequest
from communes.recompute import recompute_year

LOCK_NAMESPACE = 7302


def renew(commune, year):
    """Note that a commune's values are out of date; True if that was not known yet."""
    return pending.renew(RecomputeRequest, commune_id=commune, school_year_id=year)


def serve(commune, year, *, host):
    """Recompute while there is a request; returns how many times that was."""
    return pending.serve(
        RecomputeRequest.objects.filter(commune=commune, school_year=year),
        lambda: recompute_year(year, commune=commune, host=host),
        lock=(LOCK_NAMESPACE, year * 100_000 + int(commune)),
    )
