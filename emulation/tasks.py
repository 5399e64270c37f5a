"""What workers do for the campaign: scores soon after every change, reminders daily."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from emulation.campaigns import reminding
from emulation.models import ScoreRequest
from emulation.scored import requests as score_requests

# Changes within this many seconds are computed together.
DEBOUNCE_SECONDS = 3
# A request older than this has lost its message; the sweeper sends it again.
STALE = timedelta(minutes=2)


@shared_task(bind=True)
def recompute_scores_task(self, campaign):
    """Serve the pending request of one campaign, if there still is one."""
    return score_requests.serve(campaign, host=self.request.hostname)


@shared_task
def sweep_score_requests():
    """Send again what was lost with a broker or a worker."""
    stale = ScoreRequest.objects.filter(requested_at__lt=timezone.now() - STALE)
    for campaign in stale.values_list("campaign", flat=True):
        recompute_scores_task.delay(campaign)


@shared_task
def remind():
    """Safe to run more than once a day: nobody is told the same twice."""
    return reminding.remind()


def request_scores(campaign):
    """Have a campaign's scores computed soon after this commits; on every change."""
    if score_requests.renew(campaign):
        recompute_scores_task.apply_async_on_commit(
            args=[campaign], countdown=DEBOUNCE_SECONDS
        )
