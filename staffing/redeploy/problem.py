"""The question of redeployment in plain values: who may leave, where people are missing.

Amounts are whole hundredths of a person and distances whole units of 100 metres, so
that nothing is lost to rounding and equal input has one answer.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

PERSON = 100  # hundredths
UNITS_PER_KM = 10
EARTH_RADIUS = 6371 * UNITS_PER_KM


class Kind(StrEnum):
    TRANSFER = "transfer"
    PART_LOAD = "part_load"


@dataclass(frozen=True, order=True)
class Line:
    """What one person can stand in for another in: post, level and subject."""

    post: str
    level: str = ""
    subject: str = ""

    @property
    def group(self):
        """The total that binds all its subjects together."""
        return (self.post, self.level)


@dataclass(frozen=True)
class Place:
    """A school: where it lies, and whose people sign for it (empty: the department)."""

    code: str
    manager: str
    latitude: float
    longitude: float
    # False where only the middle of the commune is known.
    is_exact: bool = True


@dataclass(frozen=True)
class Candidate:
    """Somebody serving in a line with surplus; the lowest `order` is proposed first."""

    person: int
    order: tuple
    # Why this person is not to be moved; empty for whoever may be.
    protected: str = ""


@dataclass(frozen=True)
class Supply:
    school: str
    line: Line
    surplus: int
    people: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Demand:
    school: str
    line: Line
    shortage: int


@dataclass(frozen=True)
class Limits:
    """What the department may set; distances in units of 100 m, 0: no limit."""

    transfer_distance: int = 0
    part_distance: int = 150
    most_out: int = 0
    most_in: int = 0
    # The smallest part of a place that a whole person may be given for.
    whole_from: int = PERSON
    least_part: int = 20
    largest_part: int = 80
    # A school at its total takes nobody, even if one subject is short.
    within_total: bool = False
    commune_first: bool = True


@dataclass(frozen=True, order=True)
class Fixed:
    """A move that people have decided on; the plan is made around it."""

    person: int
    target: str
    kind: Kind = Kind.TRANSFER
    share: int = PERSON


@dataclass(frozen=True)
class Problem:
    places: dict[str, Place]
    supplies: tuple[Supply, ...]
    demands: tuple[Demand, ...]
    # (school, post, level) -> hundredths; what a whole level has too many or too few.
    total_surplus: dict[tuple, int]
    total_shortage: dict[tuple, int] = field(default_factory=dict)
    limits: Limits = Limits()
    fixed: tuple[Fixed, ...] = ()
    # (person, school); an empty school forbids the person any move.
    forbidden: frozenset = frozenset()

    def in_order(self):
        """The same question with everything sorted: order of input decides nothing."""
        return Problem(
            dict(sorted(self.places.items())),
            tuple(
                Supply(one.school, one.line, one.surplus, _sorted(one.people))
                for one in sorted(self.supplies, key=_place_and_line)
            ),
            tuple(sorted(self.demands, key=_place_and_line)),
            dict(sorted(self.total_surplus.items())),
            dict(sorted(self.total_shortage.items())),
            self.limits,
            tuple(sorted(self.fixed)),
            self.forbidden,
        )


def _place_and_line(one):
    return (one.line, one.school)


def _sorted(people):
    return tuple(sorted(people, key=lambda one: (one.order, one.person)))


@dataclass(frozen=True)
class Move:
    person: int
    source: str
    target: str
    line: Line
    distance: int
    kind: Kind = Kind.TRANSFER
    # What leaves the source, and what of it fills a shortage at the target.
    share: int = PERSON
    filled: int = PERSON
    is_fixed: bool = False
    # 1 for the first whom the order proposes, among how many.
    rank: int = 1
    among: int = 1


def distance(one, other):
    """Great-circle distance in units of 100 m, rounded."""
    here, there = radians(one.latitude), radians(other.latitude)
    across = radians(other.longitude - one.longitude)
    half = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(across / 2) ** 2
    return round(2 * EARTH_RADIUS * asin(min(1.0, sqrt(half))))


def crosses(one, other):
    """Whether the department signs: two managers, or the department is one of them."""
    return not one.manager or one.manager != other.manager


def is_near(units, limit):
    return not limit or units <= limit
