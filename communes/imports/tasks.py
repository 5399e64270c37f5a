"""What workers do for imports: check, apply and undo, each as a job with progress."""

from celery import shared_task

from communes import jobs
from communes.imports import applying, checking
from communes.imports.sending import Refused
from communes.models import User


@shared_task(bind=True)
def check_task(self, import_id, user_id, job_id):
    """Check a workbook; its counts are the job's result."""
    return jobs.run(
        job_id,
        host=self.request.hostname,
        work=lambda params, on_progress: checking.check(import_id, on_progress),
    )


@shared_task(bind=True)
def apply_task(self, import_id, user_id, job_id):
    return _written(self, applying.apply, import_id, user_id, job_id)


@shared_task(bind=True)
def undo_task(self, import_id, user_id, job_id):
    return _written(self, applying.undo, import_id, user_id, job_id)


def _written(task, verb, import_id, user_id, job_id):
    def work(params, on_progress):
        on_progress(0, 1)
        try:
            verb(import_id, User.objects.get(pk=user_id))
        except Refused as refused:
            # No failure of the machine: the page shows the sentence.
            return {"refused": refused.sentence}
        return {}

    return jobs.run(job_id, host=task.request.hostname, work=work)
