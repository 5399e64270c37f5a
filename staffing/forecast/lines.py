"""The norm applied to pupils and teachers of the years ahead, school by school.

A school's required teachers of a subject grow and shrink with the pupils of its
level in its commune; people leave by the month rule and as they left before. Nobody
is hired unless the assumptions say so. Shortage and surplus are taken per school and
subject and then added up, so neither cancels the other.
"""

from collections import defaultdict
from dataclasses import dataclass, fields

MIDDLE, LOW, HIGH = 1, 0, 2


@dataclass(frozen=True)
class Start:
    """One school, level and subject in the base year."""

    institution: int
    commune: str
    level: str
    subject: str
    required: float
    present: float


@dataclass(frozen=True)
class Assumed:
    """The assumptions as plain numbers: shares between 0 and 1.

    leaving: {level: (low, mean, high)} teachers a year; error: {(level, ahead):
    share} by which pupils of a commune were missed on the years behind.
    """

    replaced: float
    class_size_change: float
    leaving: dict
    error: dict


@dataclass
class Sums:
    """A line of the forecast while it is added up."""

    required: float = 0
    present: float = 0
    retired: int = 0
    may_leave_early: int = 0
    shortage: float = 0
    shortage_low: float = 0
    shortage_high: float = 0
    surplus: float = 0
    surplus_low: float = 0
    surplus_high: float = 0

    def add(self, **numbers):
        for name, number in numbers.items():
            setattr(self, name, getattr(self, name) + number)

    def as_dict(self):
        return {field.name: getattr(self, field.name) for field in fields(self)}


def lines(starts, leavers, pupils, days, base, assumed):
    """{(commune, level, subject, year): Sums} for every year of `days` but the base.

    starts: Start rows; leavers: see people.leavers; pupils: {(commune, level, year):
    number}; days: {year: the day its figures are taken}.
    """
    found = defaultdict(Sums)
    for start in starts:
        gone = leavers.get((start.institution, start.level, start.subject), [])
        for year, day in days.items():
            if year == base:
                continue
            key = (start.commune, start.level, start.subject, year)
            required = needed(start, pupils, base, year, assumed)
            present = left(start, gone, day, year - base, assumed)
            found[key].add(
                required=required[MIDDLE],
                present=present[MIDDLE],
                retired=sum(one.retired_by(day) for one in gone),
                may_leave_early=sum(one.may_leave_early_by(day) for one in gone),
                **gap(required, present),
            )
    return dict(found)


def needed(start, pupils, base, year, assumed):
    """(low, middle, high) required: with the pupils, at the class size assumed."""
    now = pupils.get((start.commune, start.level, base))
    then = pupils.get((start.commune, start.level, year))
    growth = then / now if now and then is not None else 1
    growth /= (1 + assumed.class_size_change) ** (year - base)
    error = assumed.error.get((start.level, year - base), 0)
    middle = start.required * growth
    return middle * max(0, 1 - error), middle, middle * (1 + error)


def left(start, gone, day, years, assumed):
    """(low, middle, high) still at work: after retirement, resigning and hiring."""
    retired = sum(one.retired_by(day) for one in gone)
    staying = max(start.present - retired, 0)
    kept = 1 - assumed.replaced

    def after(rate):
        leaving = start.present - staying * (1 - rate) ** years
        return max(start.present - kept * leaving, 0)

    least, mean, most = assumed.leaving.get(start.level, (0, 0, 0))
    return after(most), after(mean), after(least)


def gap(required, present):
    """Gross shortage and surplus of one school and subject, each with its range."""
    # The worst case: most required, fewest left.
    shortage = [
        max(0, required[LOW] - present[HIGH]),
        max(0, required[MIDDLE] - present[MIDDLE]),
        max(0, required[HIGH] - present[LOW]),
    ]
    surplus = [
        max(0, present[LOW] - required[HIGH]),
        max(0, present[MIDDLE] - required[MIDDLE]),
        max(0, present[HIGH] - required[LOW]),
    ]
    names = ("_low", "", "_high")
    return {
        f"{side}{name}": number
        for side, numbers in (("shortage", shortage), ("surplus", surplus))
        for name, number in zip(names, numbers, strict=True)
    }
