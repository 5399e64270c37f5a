"""Pupils of the years ahead: cohorts that move up, and children who are already born.

A cohort-survival method: last years' share of a grade found one grade higher a year
later carries today's pupils upwards; first grades and preschool come from residents
by single year of age. Moves, repeaters and leavers are inside the shares.
"""

from collections import defaultdict
from dataclasses import dataclass, field

# A commune's own share counts as much as so many pupils of the whole province, so
# that thirty children in one hamlet do not make a trend. A choice of method.
PROVINCE_WEIGHT = 50
FIRST, NINTH, TENTH = "01", "09", "10"
FIRST_AGE = 6
PRESCHOOL_AGES = range(0, 6)
PRESCHOOL = "preschool"
# Each general grade with the one below it.
BELOW = {f"{grade:02}": f"{grade - 1:02}" for grade in range(2, 13)}


@dataclass(frozen=True)
class Behind:
    """What is known of the years behind: numbers by place and year."""

    # (place, grade, year) -> pupils; general grades "01" to "12".
    grades: dict = field(default_factory=dict)
    # (place, age, year) -> children of that age in preschool.
    children: dict = field(default_factory=dict)
    # (place, age, year) -> residents of that age.
    residents: dict = field(default_factory=dict)
    # grade -> level.
    levels: dict = field(default_factory=dict)

    def until(self, year):
        """The same as it was known in `year`, to try the method on the past."""
        cut = [
            {key: number for key, number in table.items() if key[2] <= year}
            for table in (self.grades, self.children, self.residents)
        ]
        return Behind(*cut, self.levels)

    @property
    def places(self):
        return sorted({key[0] for key in (*self.grades, *self.children)})


def ahead(behind, base, years, *, window=3, births_change=0.0):
    """{(place, level, year): pupils} for `base` and each of the `years` after it.

    `births_change`: per cent a year of children not yet born in the base year.
    """
    found = defaultdict(float)
    residents = _residents(behind, base, years, births_change)
    for level, number in _preschool(behind, base, years, window, residents):
        found[level] += number
    for (place, grade, year), number in _grades(
        behind, base, years, window, residents
    ).items():
        found[place, behind.levels[grade], year] += number
    return dict(found)


def _residents(behind, base, years, births_change):
    """{(place, age, year)}: today's residents grow a year older each year.

    Nobody is assumed to move; children not yet born are the base year's youngest,
    changed by `births_change` per cent a year.
    """
    found = {}
    for place in behind.places:
        for year in range(base, base + years + 1):
            for age in range(FIRST_AGE + 1):
                born_since = (year - base) - age
                known = behind.residents.get((place, max(-born_since, 0), base))
                if known is not None:
                    growth = (1 + births_change / 100) ** max(born_since, 0)
                    found[place, age, year] = known * growth
    return found


def _preschool(behind, base, years, window, residents):
    for age in PRESCHOOL_AGES:
        rates = shares(
            behind.children, behind.residents, age, age, _window(base, window)
        )
        for place in behind.places:
            today = behind.children.get((place, age, base), 0)
            for year in range(base, base + years + 1):
                number = today
                if year > base and (place, age, year) in residents:
                    number = rates.get(place, 0) * residents[place, age, year]
                yield (place, PRESCHOOL, year), number


def _grades(behind, base, years, window, residents):
    """{(place, grade, year)} of general grades."""
    found = {key: n for key, n in behind.grades.items() if key[2] == base}
    entering = shares(
        behind.grades, behind.residents, FIRST, FIRST_AGE, _window(base, window)
    )
    moving = {
        grade: shares(
            behind.grades, behind.grades, grade, below, _window(base, window), step=1
        )
        for grade, below in BELOW.items()
        if grade != TENTH
    }
    tenth = _tenth_share(behind, base, window)
    for year in range(base + 1, base + years + 1):
        for place in behind.places:
            found[place, FIRST, year] = _first(
                found, residents, entering, place, year, base
            )
            for grade, below in BELOW.items():
                if grade != TENTH:
                    before = found.get((place, below, year - 1), 0)
                    found[place, grade, year] = before * moving[grade].get(place, 0)
        ninth = sum(found.get((p, NINTH, year - 1), 0) for p in behind.places)
        for place, share in tenth.items():
            found[place, TENTH, year] = ninth * share
    return found


def _first(found, residents, entering, place, year, base):
    """First graders: of the residents of six; as this year where nobody counted them."""
    if not found.get((place, FIRST, base)):
        return 0
    if (place, FIRST_AGE, year) not in residents:
        return found[place, FIRST, base]
    return entering.get(place, 0) * residents[place, FIRST_AGE, year]


def _tenth_share(behind, base, window):
    """Tenth graders of each place over ninth graders of the whole province.

    Upper secondary schools draw from many communes, so no commune has a share of its
    own ninth grade.
    """
    tenth, ninth = defaultdict(float), 0.0
    for year in _window(base, window):
        known = {p: behind.grades.get((p, TENTH, year), 0) for p in behind.places}
        before = sum(behind.grades.get((p, NINTH, year - 1), 0) for p in behind.places)
        if before and any(known.values()):
            ninth += before
            for place, number in known.items():
                tenth[place] += number
    running = {p for p in behind.places if behind.grades.get((p, TENTH, base))}
    return {p: n / ninth for p, n in tenth.items() if p in running} if ninth else {}


def _window(base, window):
    return range(base - window + 1, base + 1)


def shares(above, below, upper, lower, years, *, step=0):
    """{place: share of `lower` that is found in `upper` `step` years later}.

    Summed over `years`; both sides must be known. Drawn towards the province's share
    the more, the fewer pupils stand behind it. A place without any has no share.
    """
    tops, bottoms = defaultdict(float), defaultdict(float)
    for (place, what, year), number in above.items():
        under = below.get((place, lower, year - step))
        if what == upper and year in years and under:
            tops[place] += number
            bottoms[place] += under
    whole = sum(bottoms.values())
    if not whole:
        return {}
    province = sum(tops.values()) / whole
    return {
        place: (tops[place] + PROVINCE_WEIGHT * province) / (bottom + PROVINCE_WEIGHT)
        for place, bottom in bottoms.items()
        if tops[place]
    }
