"""What workers do for reports: build one, as a job with its progress."""

from celery import shared_task
from django.db import transaction

from communes import jobs
from communes.models import Report
from communes.reporting import life


@shared_task(bind=True)
def build_report_task(self, report_id, job_id):
    """Compose a report and make its files; safe to repeat after a killed worker."""
    return jobs.run(
        job_id,
        host=self.request.hostname,
        work=lambda params, on_progress: life.build(report_id, on_progress=on_progress),
    )


def request_build(report, *, by):
    """A job that builds the report once this commits."""
    with transaction.atomic():
        job = jobs.create(
            "report_build", by=by, commune=report.commune, report=report.pk
        )
        Report.objects.filter(pk=report.pk).exclude(state=Report.State.ISSUED).update(
            job=job
        )
        build_report_task.delay_on_commit(report.pk, job.pk)
    return job
