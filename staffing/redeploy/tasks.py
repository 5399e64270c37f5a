"""What workers do for plans of redeployment: make one, as a job with its progress."""

from celery import shared_task
from django.db import transaction

from communes import jobs
from staffing.models import RedeployPlan

from . import planning


@shared_task(bind=True)
def redeploy_task(self, plan_id, job_id):
    """Make a plan; safe to repeat after a killed worker."""
    return jobs.run(
        job_id,
        host=self.request.hostname,
        work=lambda params, on_progress: planning.make(
            plan_id, on_progress=on_progress
        ),
    )


def request_plan(plan, *, by):
    """A job that makes the plan once this commits."""
    planning.check_draft(plan)
    with transaction.atomic():
        job = jobs.create("redeploy", by=by, plan=plan.pk)
        RedeployPlan.objects.filter(pk=plan.pk).update(job=job)
        redeploy_task.delay_on_commit(plan.pk, job.pk)
    return job
