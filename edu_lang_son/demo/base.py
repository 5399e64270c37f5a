"""What every part of the demo stands on: scale, curves, seeded chance and fair shares."""

import csv
import json
import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

DATA = Path(__file__).parent / "data"
FIRST_YEAR, LAST_YEAR = 2021, 2026
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
# The years whose totals are published; the others follow from the flows.
EARLIER, LATEST = 2023, 2025


def read_json(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def read_rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


SHAPE = read_json("shape.json")


def as_of(year):
    """The day of the start-of-year figures."""
    return date(year, 9, 30)


def apportion(total, weights):
    """Whole numbers in proportion to `weights` that sum to `total` exactly.

    Largest remainder; among equal remainders the earlier one wins, so the result
    depends on nothing but the arguments.
    """
    weights = list(weights)
    mass = sum(weights)
    if not mass:
        return [0] * len(weights)
    exact = [total * weight / mass for weight in weights]
    shares = [int(value // 1) for value in exact]
    order = sorted(range(len(shares)), key=lambda i: (shares[i] - exact[i], i))
    for index in order[: total - sum(shares)]:
        shares[index] += 1
    return shares


def apportion_from(total, weights, floor):
    """Like `apportion`, but everybody gets `floor` first."""
    rest = apportion(total - floor * len(weights), weights)
    return [floor + share for share in rest]


@dataclass(eq=False)
class Place:
    """A commune as the demo sees it."""

    code: str
    name: str
    cluster: str
    residents: int
    terrain: str
    kinh_share: float
    latitude: float
    longitude: float
    area: float
    is_border: bool
    ethnic_area: str
    region: int

    @property
    def is_ward(self):
        return self.terrain == "ward"


@dataclass(eq=False)
class School:
    """An institution; `codes` of kind are those of the code list."""

    name: str
    kind: str
    place: Place
    special: str = ""
    managed: bool = True
    private: bool = False
    two_sessions: bool = True
    opened_on: date = date(1995, 8, 1)
    closed_on: date | None = None
    code: str = ""
    pk: int = 0
    latitude: float = 0.0
    longitude: float = 0.0
    former_name: str = ""

    def open_in(self, year):
        """Whether it stood on 30 September of `year`."""
        day = as_of(year)
        return self.opened_on <= day and (
            self.closed_on is None or self.closed_on > day
        )


@dataclass(eq=False)
class Stream:
    """The pupils of one level at one place of learning.

    When schools merge or split, the stream goes on under another school, so that
    its cohorts move up undisturbed.
    """

    level: str
    place: Place
    weight: float
    hosts: dict[int, School] = field(default_factory=dict)
    # pupils[year][grade], and what happened to them until the end of that year.
    pupils: dict = field(default_factory=dict)
    flows: dict = field(default_factory=dict)
    fixed_intake: int = 0
    girls: float = 0.485
    ethnic: float = 0.9

    def host(self, year):
        return self.hosts.get(year)

    def last_host(self):
        return self.hosts[max(self.hosts)]


@dataclass
class World:
    """Everything that one load makes, before it becomes rows."""

    scale: dict
    name: str
    seed: int
    today: date
    places: list = field(default_factory=list)
    schools: list = field(default_factory=list)
    streams: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    sites: list = field(default_factory=list)

    def chance(self, topic):
        """A random generator of its own for each topic: parts stay independent."""
        return random.Random(f"{self.seed}/{self.name}/{topic}")

    def open_schools(self, year):
        return [school for school in self.schools if school.open_in(year)]

    def streams_of(self, year):
        """Streams by the school that hosts them in `year`."""
        found = {}
        for stream in self.streams:
            if host := stream.host(year):
                found.setdefault(host, []).append(stream)
        return found


def new_world(scale, seed, today):
    return World(
        scale=read_json("scales.json")[scale], name=scale, seed=seed, today=today
    )
