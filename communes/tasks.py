"""What workers do for this app: recompute a year, a commune, and everything at night."""

from datetime import timedelta

from celery import shared_task
from celery.signals import worker_ready
from django.db import connection, transaction
from django.utils import timezone

from communes import jobs, recompute_requests, recovery
from communes.mailing import mail_notices  # noqa: F401 - workers look for tasks here
from communes.models import Job, RecomputeRequest, SchoolYear
from communes.queries import computed_years
from communes.recompute import prune_runs, recompute_year

# Changes within this many seconds are recomputed together.
DEBOUNCE_SECONDS = 2
# A request older than this has lost its message; the sweeper sends it again.
STALE = timedelta(minutes=2)


@shared_task(bind=True)
def recompute_year_task(self, year, job_id=None):
    """Recompute the province for `year`; with a job, its progress is shown."""
    host = self.request.hostname
    if job_id is None:
        return recompute_year(year, host=host).summary
    return jobs.run(
        job_id,
        host=host,
        work=lambda params, on_progress: (
            recompute_year(year, host=host, on_progress=on_progress).summary
        ),
    )


@shared_task(bind=True)
def recompute_commune_task(self, commune, year):
    """Serve the pending request of one commune and year, if there still is one."""
    return recompute_requests.serve(commune, year, host=self.request.hostname)


@shared_task
def sweep_recompute_requests():
    """Send again what was lost with a broker or a worker: requests, province runs."""
    resume()
    before = timezone.now() - STALE
    stale = RecomputeRequest.objects.filter(requested_at__lt=before)
    for commune, year in stale.values_list("commune", "school_year"):
        recompute_commune_task.delay(commune, year)


@shared_task
def recompute_every_year():
    """Each night: every year that has begun, newest first, then old runs away."""
    today = timezone.localdate()
    for year in SchoolYear.objects.filter(starts_on__lte=today):
        recompute_year_task.delay(year.start)
    prune_runs()


def resume(host=""):
    """Start again the province runs that were left open, under `host` or for long."""
    for year, job_id in recovery.open_work(host):
        recompute_year_task.delay(year, job_id)
    recovery.close_lost(host)


@worker_ready.connect
def resume_own_work(sender, **kwargs):
    """A worker that starts under the name of a dead one takes up its work."""
    resume(sender.hostname)
    # This is the parent of the processes that do the work: they open their own.
    connection.close()


def request_commune(commune, year):
    """Have a commune recomputed soon after this commits; call it on every change."""
    if recompute_requests.renew(commune, year):
        recompute_commune_task.apply_async_on_commit(
            args=[commune, year], countdown=DEBOUNCE_SECONDS
        )


def request_province(year, *, by=None):
    """A job that recomputes the province for `year`, sent once this commits."""
    with transaction.atomic():
        job = jobs.create("recompute_year", by=by, year=year)
        recompute_year_task.delay_on_commit(year, job.pk)
    return job


def request_every_year(*, by=None):
    """Jobs for all computed years after a change of norms or regions.

    A year whose job is still waiting needs no second one.
    """
    waiting = Job.objects.filter(kind="recompute_year", state=Job.State.WAITING)
    asked = set(waiting.values_list("params__year", flat=True))
    return [
        request_province(year, by=by) for year in computed_years() if year not in asked
    ]
