"""The forecast of teachers: compute the main one of a year, and print it."""

import json
from decimal import Decimal

from django.core.management.base import BaseCommand, CommandError

from communes.models import SchoolYear
from edu_lang_son.management.commands.recompute import school_year
from staffing.forecast import computing, reading
from staffing.forecast.tasks import MAIN
from staffing.models import Forecast, ForecastLine


class Command(BaseCommand):
    help = "Forecast teachers needed, leaving and missing over the next five years."

    def add_arguments(self, parser):
        parser.add_argument("--year", required=True, help="base year: 2025-2026")
        parser.add_argument("--json", action="store_true", help="print lines as JSON")

    def handle(self, *, year, json: bool, **options):
        start = school_year(year)
        if not SchoolYear.objects.filter(pk=start).exists():
            raise CommandError(f"There is no school year {year}.")
        forecast, _made = Forecast.objects.get_or_create(
            base_year_id=start, is_main=True, defaults={"name": MAIN}
        )
        try:
            computing.compute(forecast.pk)
        except computing.NothingToForecast as nothing:
            raise CommandError(str(nothing)) from nothing
        forecast.refresh_from_db()
        self.stdout.write(_as_json(forecast) if json else _as_text(forecast))


def _as_text(forecast):
    rows = reading.sums(ForecastLine.objects.filter(forecast=forecast), "year")
    return "\n".join(
        f"{row['year']}-{row['year'] + 1}: required {row['required']:.0f}, "
        f"present {row['present']:.0f}, retired {row['retired']}, shortage "
        f"{row['shortage']:.0f} ({row['shortage_low']:.0f}-{row['shortage_high']:.0f})"
        for row in rows
    )


def _as_json(forecast):
    lines = ForecastLine.objects.filter(forecast=forecast)
    rows = reading.sums(lines, "year", "commune", "level", "subject")
    described = {
        "base_year": forecast.base_year_id,
        "computed_at": forecast.computed_at.isoformat(),
        "run": forecast.run_id,
        "rates": forecast.rates,
        "backtest": forecast.backtest,
        "lines": rows,
    }
    return json.dumps(described, default=_number, ensure_ascii=False)


def _number(value):
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(value)
