"""Rows of forecasts, for the table of who reaches what."""

from staffing.models import Forecast, ForecastLine
from tests.constraints import forecasts as rows

OF_THE_DEPARTMENT = {Forecast: lambda w: rows.forecast()}
COMPUTED = {ForecastLine: lambda w: rows.line(commune=w.commune)}
