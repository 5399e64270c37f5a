"""The same way of counting tried on the years behind, beside "same as last year"."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from math import ceil, sqrt

from staffing.forecast import pupils

# Communes with fewer pupils of a level say nothing about a share.
FEWEST = 30
# Of a hundred communes so many were hit within the range.
RANGE = 0.8


@dataclass(frozen=True)
class Trial:
    """How far off pupils of one level were, `ahead` years later, over all communes.

    method, same: the sum of absolute errors over the sum of pupils; spread: the
    relative error that four of five communes stayed within.
    """

    level: str
    ahead: int
    communes: int
    method: float
    same: float
    spread: float


def trials(behind, last, *, window, furthest=5):
    """Trials of every level and number of years that the years up to `last` allow."""
    errors = defaultdict(list)
    years = sorted({key[2] for key in behind.grades})
    actual = _levels(behind)
    for base in years[1:]:
        reach = min(furthest, last - base)
        if reach < 1:
            continue
        known = behind.until(base)
        found = pupils.ahead(known, base, reach, window=min(window, base - years[0]))
        for (place, level, year), number in found.items():
            now, then = (
                actual.get((place, level, base)),
                actual.get((place, level, year)),
            )
            if year > base and now and then and then >= FEWEST:
                errors[level, year - base].append((number, now, then))
    return [_trial(key, rows) for key, rows in sorted(errors.items())]


def _levels(behind):
    found = defaultdict(float)
    for (place, grade, year), number in behind.grades.items():
        found[place, behind.levels[grade], year] += number
    for (place, _age, year), number in behind.children.items():
        found[place, pupils.PRESCHOOL, year] += number
    return found


def _trial(key, rows):
    whole = sum(then for _found, _now, then in rows)
    relative = sorted(abs(found - then) / then for found, _now, then in rows)
    return Trial(
        *key,
        communes=len(rows),
        method=sum(abs(found - then) for found, _now, then in rows) / whole,
        same=sum(abs(now - then) for _found, now, then in rows) / whole,
        spread=relative[ceil(RANGE * len(relative)) - 1],
    )


def error_by_year(found, years):
    """{(level, ahead): share}: where no trial reached so far, the last one grows on.

    With the square root of time, as errors that know nothing of each other do.
    """
    by_level = defaultdict(dict)
    for trial in found:
        by_level[trial.level][trial.ahead] = trial.spread
    errors = {}
    for level, spreads in by_level.items():
        furthest = max(spreads)
        for ahead in range(1, years + 1):
            grown = spreads[furthest] * sqrt(ahead / furthest)
            errors[level, ahead] = spreads.get(ahead, grown)
    return errors


def as_rows(found):
    """Trials as plain JSON, kept with the forecast."""
    return [asdict(trial) for trial in found]
