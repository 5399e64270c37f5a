"""Classes of every school and year: how many, how large, mixed or at a site of their own."""

import math
from dataclasses import dataclass, field

from .base import LATEST, SHAPE, YEARS
from .cohorts import GRADES

PURE = {0: "N1", 1: "N2", 2: "N3", 3: "M3", 4: "M4", 5: "M5"}
# Children of a full preschool group by age, and of one of mixed ages.
GROUP_SIZE = {0: 15, 1: 20, 2: 25, 3: 26, 4: 31, 5: 34, "NX": 25, "MX": 32}
PUBLISHED_CLASSES = {"06565": 90}


@dataclass
class Group:
    """Pupils of one grade row: classes and how many of which age."""

    level: str
    grade: str
    classes: int = 0
    mixed: int = 0
    ages: dict = field(default_factory=dict)

    @property
    def pupils(self):
        return sum(self.ages.values())


@dataclass
class Intake:
    """One school in one year: its groups, and its preschool sites with one class."""

    school: object
    year: int
    streams: list
    groups: dict = field(default_factory=dict)
    one_class: list = field(default_factory=list)

    def levels(self):
        return list(dict.fromkeys(group.level for group in self.groups.values()))

    def classes(self, level):
        return sum(g.classes for g in self.groups.values() if g.level == level)

    def pupils(self, level):
        return sum(g.pupils for g in self.groups.values() if g.level == level)


class ClassMaker:
    def __init__(self, world):
        self.world = world
        chance = world.chance("classes")
        self.jitter = {stream: chance.uniform(0.92, 1.08) for stream in world.streams}
        self.chance = chance
        self.factor = {}

    def run(self):
        """All intakes by year and school, in the order of the schools."""
        for code in PUBLISHED_CLASSES:
            self.factor[code] = self.fitting_factor(code)
        return {
            (year, school): self.intake(school, year, streams)
            for year in YEARS
            for school, streams in sorted(
                self.world.streams_of(year).items(), key=lambda item: item[0].pk
            )
        }

    def fitting_factor(self, code):
        """The class size of a commune at which it has the published number of classes."""
        hosts = [
            (school, streams)
            for school, streams in self.world.streams_of(LATEST).items()
            if school.place.code == code
        ]
        if not hosts:
            return 1.0
        best = (10**6, 1.0)
        for thousandths in range(700, 1500, 3):
            self.factor[code] = thousandths / 1000
            count = sum(
                group.classes
                for school, streams in hosts
                for group in self.intake(school, LATEST, streams).groups.values()
            )
            miss = abs(count - PUBLISHED_CLASSES[code])
            best = min(best, (miss, thousandths / 1000), key=lambda pair: pair[0])
        return best[1]

    def size(self, stream):
        size = SHAPE["class_size"][stream.level][stream.place.terrain]
        return size * self.jitter[stream] * self.factor.get(stream.place.code, 1.0)

    def intake(self, school, year, streams):
        intake = Intake(school, year, streams)
        for stream in streams:
            if stream.level != "preschool":
                self.add_grades(intake, stream, year)
        preschool = [s for s in streams if s.level == "preschool"]
        if preschool:
            self.add_preschool(intake, preschool, year)
        return intake

    def add_grades(self, intake, stream, year):
        size, cap = self.size(stream), SHAPE["class_cap"][stream.level]
        for grade, count in stream.pupils[year].items():
            prefix = "T" if stream.level == "continuing" else ""
            code = f"{prefix}{grade:02d}"
            group = intake.groups.setdefault(code, Group(stream.level, code))
            if not count:
                continue
            classes = max(1, round(count / size))
            while count / classes > cap:
                classes += 1
            group.classes += classes
            over = stream.flows.get(year - 1, {}).get(grade, {}).get("held_back", 0)
            over = min(count, over + round(count * 0.012))
            age = grade + 5
            group.ages[age] = group.ages.get(age, 0) + count - over
            group.ages[age + 1] = group.ages.get(age + 1, 0) + over
            if classes == 1 and count < 9 and stream.level == "primary" and grade < 3:
                group.mixed += 1

    def add_preschool(self, intake, streams, year):
        ages = {
            age: sum(s.pupils[year][age] for s in streams)
            for age in GRADES["preschool"]
        }
        fullness = self.fullness(streams[0])
        self.fill_sites(intake, ages, year)
        for pool, mixed_code in (((0, 1, 2), "NX"), ((3, 4, 5), "MX")):
            left = {}
            for age in pool:
                size = GROUP_SIZE[age] * fullness
                classes, spare = full_classes(ages[age], size)
                if spare:
                    left[age] = spare
                self.add_group(intake, PURE[age], classes, {age: ages[age] - spare})
            self.add_left(intake, mixed_code, left, fullness)

    def fullness(self, stream):
        """How near to the usual size the groups of a school come."""
        usual = SHAPE["group_fullness"][stream.place.terrain]
        return usual * self.jitter[stream] * self.factor.get(stream.place.code, 1.0)

    def add_left(self, intake, code, left, fullness):
        """Children beyond full groups learn together, unless they are all of one age."""
        if len(left) == 1:
            (code,) = (PURE[age] for age in left)
        size = GROUP_SIZE[code] if code in GROUP_SIZE else GROUP_SIZE[min(left)]
        count = sum(left.values())
        if count:
            classes = max(1, math.ceil(count / (size * fullness) - 0.2))
            self.add_group(intake, code, classes, left)

    def fill_sites(self, intake, ages, year):
        """Mixed classes at the preschool's điểm trường, one class at each."""
        sites = [
            site
            for site in self.world.sites
            if site.school is intake.school and not site.is_main and site.open_in(year)
        ]
        kindergarten = sum(ages[age] for age in (3, 4, 5))
        room = int(kindergarten * 0.7)
        for site in sites:
            wanted = 14 + site.pk * 7 % 13
            if room < wanted:
                break
            room -= wanted
            taken = self.take(ages, wanted)
            self.add_group(intake, "MX", 1, taken)
            if wanted < 22:
                intake.one_class.append((site, "MX", wanted))

    def take(self, ages, wanted):
        """`wanted` children out of the three kindergarten ages, evenly."""
        pool = {age: ages[age] for age in (3, 4, 5)}
        whole = sum(pool.values())
        taken = {age: wanted * count // whole for age, count in pool.items()}
        short = wanted - sum(taken.values())
        for age in sorted(pool, key=lambda age: taken[age] - pool[age])[:short]:
            taken[age] += 1
        for age, count in taken.items():
            ages[age] -= count
        return taken

    def add_group(self, intake, code, classes, children):
        if not classes:
            return
        group = intake.groups.setdefault(code, Group("preschool", code))
        group.classes += classes
        if code in ("NX", "MX"):
            group.mixed += classes
        for age, number in children.items():
            group.ages[age] = group.ages.get(age, 0) + number


def full_classes(count, size):
    """Classes of one age, and the children left over for a mixed one."""
    full = int(count / size)
    left = round(count - full * size)
    if full and left <= 0.13 * size * full:
        return full, 0
    if left >= 0.68 * size:
        return full + 1, 0
    return full, min(left, count)
