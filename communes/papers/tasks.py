"""What workers do for papers: make one, make what is due, send again what was lost."""

from datetime import timedelta

from celery import shared_task
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
    """Order what the schedules ask for by today; send again what was lost."""
    send_lost()
    schedules.try_again()
    return schedules.order_due(timezone.localdate())


def send_lost():
    """Orders whose message went down with a broker; a killed worker's are closed."""
    waiting = Job.objects.filter(
        kind="paper",
        state=Job.State.WAITING,
        requested_at__lt=timezone.now() - LOST,
    )
    for job_id, paper_id in waiting.values_list("pk", "params__paper"):
        make_paper_task.delay(paper_id, job_id)
