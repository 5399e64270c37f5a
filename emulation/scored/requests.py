"""Requests to compute a campaign's scores: many changes make one, none is ever lost."""

from contextlib import contextmanager

from django.db import connection
from django.utils import timezone

from emulation.models import ScoreRequest
from emulation.scored import scores

LOCK_NAMESPACE = 7304


def renew(campaign):
    """Note that a campaign's scores are out of date; True if that was not known yet."""
    _row, created = ScoreRequest.objects.update_or_create(
        campaign_id=campaign, defaults={"requested_at": timezone.now()}
    )
    return created


def serve(campaign, *, host):
    """Compute while there is a request; returns how many times that was.

    The request goes only after its computation, and only if nobody renewed it
    meanwhile, so a killed worker leaves it for the sweeper. The scores of an announced
    campaign stand: what is still asked for it goes unserved.
    """
    served = 0
    pending = ScoreRequest.objects.filter(campaign=campaign)
    with _one_at_a_time(campaign):
        while (request := pending.first()) is not None:
            try:
                scores.recompute(campaign, host=host)
                served += 1
            except scores.Announced:
                pass
            pending.filter(requested_at=request.requested_at).delete()
    return served


@contextmanager
def _one_at_a_time(campaign):
    """Wait for the lock of one campaign; a dead session drops it by itself."""
    key = [LOCK_NAMESPACE, campaign]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
