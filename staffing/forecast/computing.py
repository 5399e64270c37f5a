"""One forecast computed and written whole: pupils, people, norm, range, trial."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.queries import latest_run
from staffing.forecast import backtest, behind, people, pupils
from staffing.forecast.lines import Assumed, Start, lines
from staffing.models import Forecast, ForecastLine, SubjectGap, SubjectPart

AHEAD = 5
# Years behind that are read: for the shares, and to try them on.
READ = 6


class NothingToForecast(Exception):
    """There is nothing to start from, with a sentence that says why."""


def compute(forecast_id, *, on_progress=lambda done, total: None):
    """Compute a forecast and replace its lines, all or none; returns plain JSON.

    Raises NothingToForecast where the base year has no gaps by subject.
    """
    forecast = Forecast.objects.get(pk=forecast_id)
    base = forecast.base_year_id
    starts = _starts(base)
    if not starts:
        words = _(
            "Năm học %(year)s chưa có thừa, thiếu theo môn nên chưa dự báo được. "
            "Hãy tính lại năm học đó hoặc chọn năm gốc khác."
        )
        raise NothingToForecast(words % {"year": forecast.base_year})
    on_progress(1, 4)
    past = _past(base)
    tried = backtest.trials(past, base, window=forecast.window, furthest=AHEAD)
    on_progress(2, 4)
    assumed = _assumed(forecast, tried)
    coming = pupils.ahead(
        past,
        base,
        AHEAD,
        window=forecast.window,
        births_change=float(forecast.births_change),
    )
    found = lines(
        starts, people.leavers(base, _wholes()), coming, _days(base), base, assumed
    )
    on_progress(3, 4)
    _keep(forecast, found, coming, tried, assumed)
    return {"forecast": forecast.pk, "lines": len(found)}


def _starts(base):
    rows = SubjectGap.objects.filter(school_year=base).values_list(
        "institution_id",
        "institution__commune_id",
        "level",
        "subject_id",
        "required",
        "present",
    )
    return [
        Start(*keys, float(required), float(present))
        for *keys, required, present in rows
    ]


def _past(base):
    known = [year for year in behind.days() if base - READ < year <= base]
    return behind.pupils_behind(sorted(known))


def _wholes():
    """{(level, part): whole} of the curriculum in force; older ones hold the same."""
    rows = SubjectPart.objects.values_list("level", "part_id", "whole_id")
    return {(level, part): whole for level, part, whole in rows}


def _days(base):
    """The day figures are taken, year by year; ahead it stays the 30th of September."""
    first = behind.days()[base]
    return {
        base + step: date(
            first.year + step,
            first.month,
            min(first.day, 28) if first.month == 2 else first.day,
        )
        for step in range(AHEAD + 1)
    }


def _assumed(forecast, tried):
    leaving = behind.leaving_shares(forecast.base_year_id, forecast.window)
    if forecast.leaving is not None:
        share = float(forecast.leaving) / 100
        leaving = dict.fromkeys(
            ["preschool", "primary", "lower_secondary", "upper_secondary"],
            (share, share, share),
        )
    return Assumed(
        replaced=float(forecast.replaced) / 100,
        class_size_change=float(forecast.class_size_change) / 100,
        leaving=leaving,
        error=backtest.error_by_year(tried, AHEAD),
    )


@transaction.atomic
def _keep(forecast, found, coming, tried, assumed):
    Forecast.objects.select_for_update().get(pk=forecast.pk)
    ForecastLine.objects.filter(forecast=forecast).delete()
    ForecastLine.objects.bulk_create(
        _line(forecast, key, sums, coming, assumed) for key, sums in found.items()
    )
    Forecast.objects.filter(pk=forecast.pk).update(
        computed_at=timezone.now(),
        run=latest_run(forecast.base_year_id),
        backtest=backtest.as_rows(tried),
        rates={
            "leaving": {level: list(three) for level, three in assumed.leaving.items()}
        },
    )


def _line(forecast, key, sums, coming, assumed):
    commune, level, subject, year = key
    number = coming.get((commune, level, year), 0)
    error = assumed.error.get((level, year - forecast.base_year_id), 0)
    return ForecastLine(
        forecast=forecast,
        commune_id=commune,
        level=level,
        subject_id=subject,
        year=year,
        pupils=_plain(number),
        pupils_low=_plain(number * max(0, 1 - error)),
        pupils_high=_plain(number * (1 + error)),
        **{name: _plain(value) for name, value in sums.as_dict().items()},
    )


def _plain(number):
    return number if isinstance(number, int) else Decimal(f"{number:.2f}")
