"""Ways to break what must be true of forecasts and their lines."""

from staffing.models import Forecast, ForecastLine
from tests import factories as make

from .registry import again, breaks, set_on


def forecast(**fields):
    return Forecast.objects.create(
        **{
            "name": f"Phương án {make.number()}",
            "base_year": make.school_year(),
            **fields,
        }
    )


def line(**fields):
    return ForecastLine.objects.create(
        **{
            "forecast": fields.pop("forecast", None) or forecast(),
            "commune": fields.pop("commune", None) or make.commune(),
            "level": "primary",
            "subject_id": "TH",
            "year": make.YEAR + 1,
            "shortage": 2,
            "shortage_low": 1,
            "shortage_high": 3,
            **fields,
        }
    )


@breaks("forecast_name_once")
def two_of_one_name():
    again(forecast(name="Phương án"))


@breaks("forecast_one_main_a_year")
def two_main_ones():
    forecast(is_main=True)
    forecast(is_main=True)


@breaks("forecast_window_of_years")
def no_years_behind():
    forecast(window=0)


@breaks("forecast_shares_in_bounds")
def more_replaced_than_left():
    set_on(forecast(), replaced=101)


@breaks("forecast_line_once")
def line_twice():
    again(line())


@breaks("forecast_line_within_its_range")
def above_its_range():
    line(shortage=4)
