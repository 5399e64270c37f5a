"""What workers do for long files: write one, as a job, and clear away the old."""

from celery import shared_task

from communes import jobs
from communes.exporting import writing


@shared_task(bind=True)
def export_task(self, job_id):
    return jobs.run(
        job_id,
        host=self.request.hostname,
        work=lambda params, on_progress: writing.write_file(
            job_id, params, on_progress
        ),
    )


@shared_task
def sweep_exports():
    """Each night: files that have expired are gone."""
    return writing.sweep()
