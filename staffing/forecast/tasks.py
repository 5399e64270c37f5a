"""What workers do for forecasts: compute one, as a job with its progress."""

from celery import shared_task
from django.db import transaction

from communes import jobs
from communes.queries import latest_complete_year
from staffing.forecast import computing
from staffing.models import Forecast, SubjectGap

MAIN = "Phương án chính"


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


@shared_task
def refresh_main():
    """Each night: the main forecast from the newest complete year, made if need be."""
    forecast = main_of_today()
    return forecast and computing.compute(forecast.pk)


def main_of_today():
    """The main forecast of the newest complete year, or None where it has no gaps."""
    year = latest_complete_year()
    if year is None or not SubjectGap.objects.filter(school_year=year).exists():
        return None
    found, _made = Forecast.objects.get_or_create(
        base_year_id=year, is_main=True, defaults={"name": MAIN}
    )
    return found
