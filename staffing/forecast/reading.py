"""Lines of a forecast summed for pages, files, the report and the command."""

from django.db.models import Sum

from staffing.models import Forecast, ForecastLine

# Columns that may be added over subjects and communes; pupils may not (see `pupils`).
NUMBERS = (
    "required",
    "present",
    "retired",
    "may_leave_early",
    "shortage",
    "shortage_low",
    "shortage_high",
    "surplus",
    "surplus_low",
    "surplus_high",
)
PUPILS = ("pupils", "pupils_low", "pupils_high")


def main_forecast(year=None):
    """The main computed forecast of a base year, or of the newest; None without one."""
    found = Forecast.objects.filter(is_main=True, computed_at__isnull=False)
    if year is not None:
        found = found.filter(base_year=year)
    return found.order_by("-base_year_id").first()


def lines_of(forecast, user, *, level="", subject="", commune=""):
    """Lines that `user` may see, of one level, subject or commune if named."""
    wanted = {"level": level, "subject": subject, "commune": commune}
    rows = ForecastLine.objects.visible_to(user).filter(forecast=forecast)
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def sums(lines, *keys):
    """Dictionaries of `keys` and the gross sums of NUMBERS, in the order of `keys`."""
    totals = {f"{name}_sum": Sum(name) for name in NUMBERS}
    rows = lines.order_by().values(*keys).annotate(**totals).order_by(*keys)
    return [
        {key: row[key] for key in keys} | {name: row[f"{name}_sum"] for name in NUMBERS}
        for row in rows
    ]


def pupils(lines):
    """{year: (pupils, low, high)}: each commune and level once, whatever its subjects."""
    once = lines.order_by("commune_id", "level", "year", "subject_id").distinct(
        "commune_id", "level", "year"
    )
    found = {}
    for year, *three in once.values_list("year", *PUPILS):
        known = found.get(year, (0, 0, 0))
        found[year] = tuple(a + b for a, b in zip(known, three, strict=True))
    return dict(sorted(found.items()))
