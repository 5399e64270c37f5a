"""Background jobs as rows: created by a page, moved on by the worker that runs them."""

from django.db.models import F
from django.utils import timezone

from communes.models import Job

ENDED = (Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED)


class Cancelled(Exception):
    """Somebody cancelled the job; its work stops at the next step."""


def create(kind, *, by=None, commune=None, **params):
    """A waiting job; enqueue its task with `delay_on_commit(job.pk)`."""
    return Job.objects.create(
        kind=kind, requested_by=by, commune=commune, params=params
    )


def run(job_id, *, host, work):
    """Run `work(params, on_progress)` for a job and record how it ended.

    Returns the result, or None for a job that is gone or has ended already. A job
    found running was left by a killed worker: its work is safe to repeat.
    """
    started = (
        Job.objects.filter(pk=job_id)
        .exclude(state__in=ENDED)
        .update(state=Job.State.RUNNING, host=host, started_at=timezone.now(), error="")
    )
    if not started:
        return None
    job = Job.objects.get(pk=job_id)
    try:
        result = work(job.params, lambda done, total: _progress(job_id, done, total))
    except Cancelled:
        return None
    except Exception as error:
        _end(job_id, Job.State.FAILED, error=str(error))
        raise
    _end(job_id, Job.State.DONE, result=result or {}, done=F("total"))
    return result


def cancel(job_id):
    """Ask a waiting or running job to stop; True if it had not ended."""
    return _end(job_id, Job.State.CANCELLED)


def _progress(job_id, done, total):
    running = Job.objects.filter(pk=job_id).exclude(state=Job.State.CANCELLED)
    if not running.update(done=done, total=total):
        raise Cancelled


def _end(job_id, state, **changes):
    open_jobs = Job.objects.filter(pk=job_id).exclude(state__in=ENDED)
    return bool(open_jobs.update(state=state, finished_at=timezone.now(), **changes))
