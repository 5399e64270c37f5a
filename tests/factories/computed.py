"""Computed rows and background jobs, for tests that need no computation."""

from django.utils import timezone

from communes.models import ComputationRun, IndicatorValue, Job

from .places import YEAR, school_year


def computation_run(*, year=YEAR, **fields):
    now = timezone.now()
    return ComputationRun.objects.create(
        school_year=school_year(year),
        **{
            "host": "shell@test",
            "state": ComputationRun.State.DONE,
            "started_at": now,
            "finished_at": now,
            **fields,
        },
    )


def indicator_value(indicator, scope, scope_key, numerator, denominator=None, **fields):
    year = fields.pop("year", YEAR)
    return IndicatorValue.objects.create(
        indicator=indicator,
        scope=scope,
        scope_key=scope_key,
        numerator=numerator,
        denominator=denominator,
        school_year=school_year(year),
        run=fields.pop("run", None) or computation_run(year=year),
        **{"expected": 1, "reported": 1, "approved": 1, **fields},
    )


def job(kind="recompute", **fields):
    return Job.objects.create(kind=kind, **fields)
