"""Which norm sets apply on a day, and what to say when none was in force yet."""

from dataclasses import dataclass
from datetime import date

from communes.models import ReportingPeriod
from staffing.models import NormSet

FAMILIES = (
    NormSet.Family.GENERAL,
    NormSet.Family.PRESCHOOL,
    NormSet.Family.MANAGERS,
    NormSet.Family.QUALIFICATION,
    NormSet.Family.CURRICULUM,
    NormSet.Family.LOAD,
)


@dataclass(frozen=True)
class Applied:
    """A norm set used for a day, and whether it was in force on that day."""

    norm_set: NormSet
    retroactive: bool


def applied_on(family, day):
    """The set of `family` in force on `day`, or the one nearest in time, or None.

    Texts older than the ones loaded are not at hand. Years before them are counted
    by the nearest set, which keeps years comparable, and are marked as such.
    """
    in_force = NormSet.objects.filter(family=family, status=NormSet.Status.IN_FORCE)
    nearest = min(in_force, key=lambda one: _days_apart(one, day), default=None)
    return nearest and Applied(nearest, _days_apart(nearest, day) > 0)


def _days_apart(norm_set, day):
    """Days between `day` and the time the set is in force; 0 within it."""
    if day < norm_set.valid_from:
        return (norm_set.valid_from - day).days
    last_day = norm_set.valid_to or date.max
    return max(0, (day - last_day).days)


def applied_in(year):
    """The sets that apply to the start-of-year figures of `year`, by family."""
    start = ReportingPeriod.objects.get(
        school_year=year, kind=ReportingPeriod.Kind.START
    )
    found = {family.value: applied_on(family, start.as_of) for family in FAMILIES}
    return {family: applied for family, applied in found.items() if applied}


def named(year):
    """The same as plain JSON, kept with every run."""
    return {
        family: {
            "code": applied.norm_set.code,
            "document": applied.norm_set.document,
            "retroactive": applied.retroactive,
        }
        for family, applied in applied_in(year).items()
    }
