"""Work that a killed worker left behind, found again so that it is not lost."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from communes.models import ComputationRun, Job

# A province takes seconds; a run still open after this has no worker any more.
ABANDONED = timedelta(minutes=15)


def open_work(host=""):
    """(year, job or None) of province runs that nobody works on any more.

    With `host`, the name of a worker that has just started: whatever was open under
    that name died with its predecessor. Runs found are closed as failed.
    """
    dead = Q(started_at__lt=timezone.now() - ABANDONED)
    if host:
        dead |= Q(host=host)
    jobs = Job.objects.filter(
        dead, kind="recompute_year", state=Job.State.RUNNING
    ).values_list("params__year", "pk")
    runs = ComputationRun.objects.filter(
        dead, state=ComputationRun.State.RUNNING, commune=None
    )
    work = dict.fromkeys(runs.values_list("school_year", flat=True))
    work.update(jobs)
    ComputationRun.objects.filter(dead, state=ComputationRun.State.RUNNING).update(
        state=ComputationRun.State.FAILED, finished_at=timezone.now()
    )
    return list(work.items())
