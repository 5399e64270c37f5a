"""Background jobs as rows: created by a page, moved on by the worker that runs them."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communes import failures, notices
from communes.models import Job, Notice
from communes.models.jobs import ENDED

# Work whose process is killed begins again so often, then it has failed.
REPEATS = 1


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
    found running was left by a killed worker: its work is safe to repeat, but not for
    ever, for it may be what kills them.
    """
    if _killed_too_often(job_id):
        end_lost(job_id)
        return None
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
        if _end(job_id, Job.State.FAILED, error=failures.sentence(error)):
            tell_requester(job_id)
        raise
    if _end(job_id, Job.State.DONE, result=result or {}, done=F("total")):
        tell_requester(job_id)
    return result


def _killed_too_often(job_id):
    """Count a process that died under the job; true once it had its last."""
    found = Job.objects.filter(pk=job_id, state=Job.State.RUNNING).first()
    if found is None:
        return False
    killed = found.params.get("killed", 0) + 1
    Job.objects.filter(pk=job_id).update(params=found.params | {"killed": killed})
    return killed > REPEATS


def end_lost(job_id):
    """Nobody works on it any more: it has failed, and whoever asked is told."""
    if _end(job_id, Job.State.FAILED, error=failures.lost()):
        tell_requester(job_id)


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


def tell_requester(job_id):
    """Tell whoever asked how it ended, unless it was over before they looked away."""
    job = Job.objects.select_related("requested_by").get(pk=job_id)
    if job.requested_by is None:
        return
    took = job.finished_at - job.requested_at
    # Nobody was watching what a schedule asked for.
    is_watched = not job.params.get("scheduled")
    if is_watched and took < timedelta(seconds=settings.JOB_NOTICE_SECONDS):
        return
    notices.tell(
        [job.requested_by],
        Notice.Kind.JOB,
        lambda: _outcome(job),
        address=result_url(job) or reverse("job_detail", args=[job.pk]),
        occasion=f"job:{job.pk}:{job.state}",
    )


# kind: (route, parameter that names the row); apps add their kinds when they load.
RESULT_PAGES = {}


def result_url(job):
    """Where the outcome can be looked at, if there is a page for it."""
    if job.kind == "export":
        # The page of the job says until when the file is kept, and then that it is gone.
        return ""
    if job.kind in RESULT_PAGES:
        route, name = RESULT_PAGES[job.kind]
        return reverse(route, args=[job.params[name]])
    if job.kind == "report_build":
        return reverse("report_detail", args=[job.params["report"]])
    if job.kind == "paper":
        return reverse("paper_detail", args=[job.params["paper"]])
    source = job.params.get("source") if job.kind.startswith("import_") else None
    return reverse("import_detail", args=[source]) if source else ""


def _outcome(job):
    facts = {"work": job.name, "error": job.error}
    if job.state == Job.State.FAILED:
        return _("Việc “%(work)s” không hoàn thành: %(error)s") % facts
    return _("Việc “%(work)s” đã xong.") % facts
