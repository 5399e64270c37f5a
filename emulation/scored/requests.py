"""Requests to compute a campaign's scores: many changes make one, none is ever lost."""

from communes import pending
from emulation.models import ScoreRequest
from emulation.scored import scores

LOCK_NAMESPACE = 7304


def renew(campaign):
    """Note that a campaign's scores are out of date; True if that was not known yet."""
    return pending.renew(ScoreRequest, campaign_id=campaign)


def serve(campaign, *, host):
    """Compute while there is a request; returns how many times that was.

    The scores of an announced campaign stand: what is still asked for goes unserved.
    """

    def work():
        try:
            scores.recompute(campaign, host=host)
        except scores.Announced:
            return False
        return True

    requests = ScoreRequest.objects.filter(campaign=campaign)
    return pending.serve(requests, work, lock=(LOCK_NAMESPACE, campaign))
