"""What workers do for papers: make one, make what is due, take up what was lost."""

from datetime import timedelta

from celery import shared_task
from celery.signals import worker_ready
from django.db import connection
from django.utils import timezone

from communes import jobs
from communes.models import Job
from communes.papers import ordering, schedules

# A message that has not been taken up for so long is lost with its broker or worker.
LOST = timedelta(minutes=30)


@shared_task(bind=True)
def make_paper_task(self, paper_id, job_id):
    """Make one paper; safe to repeat after a killed worker."""
    return jobs.run(
        job_id,
        host=self.request.hostname,
        work=lambda params, on_progress: ordering.make(
            paper_id, on_progress=on_progress
        ),
    )


@shared_task
def make_due_papers():
    """Order what the schedules ask for by today, and send again what was lost."""
    resume(requested_at__lt=timezone.now() - LOST)
    return schedules.order_due(timezone.localdate())


def resume(**condition):
    """Send the open jobs of papers that meet `condition` to a worker again."""
    unfinished = Job.objects.filter(
        kind="paper", state__in=[Job.State.WAITING, Job.State.RUNNING], **condition
    )
    for job_id, paper_id in unfinished.values_list("pk", "params__paper"):
        make_paper_task.delay(paper_id, job_id)


@worker_ready.connect
def resume_own_papers(sender, **kwargs):
    """A worker that starts under the name of a dead one takes up its papers."""
    resume(host=sender.hostname)
    connection.close()
