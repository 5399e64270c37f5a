"""Forecasts in the world of the access tests, and what each account meets there."""

from tests.constraints import forecasts as rows

LOGIN, MOVED = "login", "moved"

# anonymous, roleless, expired, stranger, owner, reader, clerk, official, admin
EVERYBODY = (LOGIN, 403, LOGIN, 200, 200, 200, 200, 200, 200)
DEPARTMENT = (LOGIN, 403, LOGIN, 403, 403, 403, 403, 200, 200)
DEPARTMENT_POST = (LOGIN, 403, LOGIN, 403, 403, 403, 403, 405, 405)
DEPARTMENT_BUTTON = (LOGIN, 403, LOGIN, 403, 403, 403, 403, MOVED, MOVED)

READING = {
    "staffing_forecast": EVERYBODY,
    "simulate_norms": DEPARTMENT,
    "simulate_network": EVERYBODY,
}
EDITING = {
    "forecast_new": DEPARTMENT,
    "forecast_edit": DEPARTMENT,
    "forecast_compute": DEPARTMENT_POST,
}
# An empty form comes back.
WRITES = {
    "forecast_new": DEPARTMENT,
    "forecast_edit": DEPARTMENT,
    "forecast_compute": DEPARTMENT_BUTTON,
}
ROUTES = {
    "api-forecast-list": (401, 403, 401, 200, 200, 200, 200, 200, 200),
    # A line belongs to a commune; no school of it reads it.
    "api-forecast-detail": (401, 403, 401, 404, 200, 200, 404, 200, 200),
}


def forecast_arguments(world):
    forecast = rows.forecast()
    line = rows.line(forecast=forecast, commune=world.commune)
    names = ("forecast_edit", "forecast_compute")
    return dict.fromkeys(names, {"pk": forecast.pk}) | {
        "api-forecast-detail": {"pk": line.pk}
    }
