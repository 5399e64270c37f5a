"""Work that a killed worker left behind, found again so that it is not lost."""

from datetime import timedelta

from celery import current_app
from django.db.models import Q
from django.utils import timezone

from communes import jobs
from communes.models import ComputationRun, Job

# A province takes seconds; a run still open after this has no worker any more.
ABANDONED = timedelta(minutes=15)
# Taken up again without anybody's doing: province runs here, checks and applications
# of workbooks when the broker delivers them once more.
RESUMED = Q(kind="recompute_year") | Q(kind__startswith="import_")
# Work that began just now is not yet among what workers say they do.
JUST_BEGUN = timedelta(seconds=30)
# Asked what they do, workers answer within these seconds; one that is silent this long
# after the work began is taken for dead.
ANSWER_SECONDS, SILENCE = 2, timedelta(minutes=5)


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


def close_lost(host=""):
    """Fail the jobs that nobody works on any more, so that people can begin them again.

    With `host`, all that a worker of that name left; else workers are asked.
    """
    running = Job.objects.filter(~RESUMED, state=Job.State.RUNNING)
    if host:
        left = running.filter(host=host)
    else:
        left = running.filter(started_at__lt=timezone.now() - JUST_BEGUN)
    left = list(left)
    if left and not host:
        left = _nobody_does(left)
    for job in left:
        jobs.end_lost(job.pk)


def _nobody_does(left):
    """Those of the jobs that no worker has in hand."""
    inspect = current_app.control.inspect(timeout=ANSWER_SECONDS)
    answers = inspect.active() or {}
    in_hand = {
        value for tasks in answers.values() for one in tasks for value in _of(one)
    }
    silent = timezone.now() - SILENCE
    return [
        job
        for job in left
        if job.pk not in in_hand and (job.host in answers or job.started_at < silent)
    ]


def _of(task):
    """The numbers a task was called with; one of them is its job."""
    values = [*task["args"], *task["kwargs"].values()]
    return [value for value in values if isinstance(value, int)]
