"""What workers do for forecasts: compute one, as a job with its progress."""

from celery import shared_task
from django.db import transaction

from communes import jobs
from staffing.forecast import computing
from staffing.models import Forecast


@shared_task(bind=True)
def compute_forecast_task(self, forecast_id, job_id):
    """Compute one forecast; safe to repeat after a killed worker."""
    return jobs.run(
        job_id,
        host=self.request.hostname,
        work=lambda params, on_progress: computing.compute(
            forecast_id, on_progress=on_progress
        ),
    )


def request(forecast, *, by):
    """A job that computes the forecast once this commits."""
    with transaction.atomic():
        job = jobs.create("forecast", by=by, forecast=forecast.pk)
        Forecast.objects.filter(pk=forecast.pk).update(job=job)
        compute_forecast_task.delay_on_commit(forecast.pk, job.pk)
    return job
