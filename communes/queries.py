"""Reads of computed values for pages, reports and the API: chainable and scoped."""

from django.db.models import (
    Case,
    DecimalField,
    F,
    Max,
    When,
    Window,
)
from django.db.models.functions import Cast, NullIf, Rank
from django.utils import timezone

from communes.models import ComputationRun, IndicatorValue, ReportingPeriod, SchoolYear

Scope = IndicatorValue.Scope
Basis = IndicatorValue.Basis
NUMBER = DecimalField(max_digits=24, decimal_places=8)


def values_of(
    user, year, *, indicators=(), scope=None, keys=None, level="", basis=Basis.LOCATION
):
    """Values of a year that `user` may see, each with `.value` (see `with_value`).

    indicators: codes, empty for all. keys: scope keys (institution code, commune
    code, cluster name, province code), None for all. level None: every level.
    Institution rows exist with basis "location" only. Chain further as you like.
    """
    rows = IndicatorValue.objects.visible_to(user).filter(school_year=year, basis=basis)
    if indicators:
        rows = rows.filter(indicator__in=indicators)
    if scope:
        rows = rows.filter(scope=scope)
    if keys is not None:
        rows = rows.filter(scope_key__in=keys)
    if level is not None:
        rows = rows.filter(level=level)
    return with_value(rows)


def with_value(rows):
    """Annotate `value`: the ratio, or the numerator of a count; None where x/0."""
    ratio = Cast(F("numerator"), NUMBER) / NullIf(Cast(F("denominator"), NUMBER), 0)
    count = When(denominator__isnull=True, then=Cast(F("numerator"), NUMBER))
    return rows.annotate(value=Case(count, default=ratio, output_field=NUMBER))


def one_value(user, year, indicator, scope, key, *, level="", basis=Basis.LOCATION):
    """One value with its `.value`, or None."""
    found = values_of(
        user,
        year,
        indicators=[indicator],
        scope=scope,
        keys=[key],
        level=level,
        basis=basis,
    )
    return found.first()


def series(
    user, indicator, scope, key, *, until=None, years=5, level="", basis=Basis.LOCATION
):
    """The value of one scope over the last `years` years up to `until`, oldest first."""
    rows = IndicatorValue.objects.visible_to(user).filter(
        indicator=indicator, scope=scope, scope_key=key, level=level, basis=basis
    )
    if until is not None:
        rows = rows.filter(school_year__lte=until, school_year__gt=until - years)
    # By the key: ordering by the relation would use its own, newest first.
    return with_value(rows).order_by("school_year_id")


def ranked(rows, *, descending=True):
    """Annotate `rank` by `value`, ties sharing a rank (1, 2, 2, 4); no value, no rank.

    `rows` come from `values_of` for one indicator. Rows without a value stand last.
    """
    order = F("value").desc(nulls_last=True)
    if not descending:
        order = F("value").asc(nulls_last=True)
    place = Window(Rank(), order_by=order)
    rank = Case(When(value__isnull=False, then=place), default=None)
    return rows.annotate(rank=rank).order_by(order, "scope_key")


def latest_run(year):
    """The run that last finished for `year`, of a commune or of the province."""
    done = ComputationRun.objects.filter(
        school_year=year, state=ComputationRun.State.DONE
    )
    return done.order_by("-finished_at").first()


def latest_complete_year(today=None):
    """The latest year whose end-of-year deadline has passed; else the first year."""
    today = today or timezone.localdate()
    passed = ReportingPeriod.objects.filter(
        kind=ReportingPeriod.Kind.END, due_on__lt=today
    ).aggregate(year=Max("school_year"))["year"]
    if passed is not None:
        return passed
    first = SchoolYear.objects.order_by("start").first()
    return first.start if first else None


def computed_years():
    """Years that have values, newest first."""
    years = SchoolYear.objects.filter(indicatorvalue__isnull=False)
    return list(years.distinct().values_list("start", flat=True))
