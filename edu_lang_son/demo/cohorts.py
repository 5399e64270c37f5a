"""Pupils by stream, year and grade: cohorts that move up, with small losses.

Written so that the totals of the two published years come out exactly: first the
flows, then single pupils are added to or taken from whole cohorts.
"""

from .base import EARLIER, FIRST_YEAR, LATEST, SHAPE, YEARS, apportion
from .network import PUBLISHED

GRADES = {
    "preschool": range(0, 6),
    "primary": range(1, 6),
    "lower_secondary": range(6, 10),
    "upper_secondary": range(10, 13),
    "continuing": range(10, 13),
}
# Learners of the two communes whose totals are published, in the latest year.
PUBLISHED_LEARNERS = {
    "06286": {"preschool": 770, "primary": 1040, "lower_secondary": 740},
    "06565": {"preschool": 560, "primary": 740, "lower_secondary": 530},
}


class Cohorts:
    def __init__(self, world):
        self.world = world
        self.chance = world.chance("cohorts")
        self.by_level = {level: [] for level in GRADES}
        for stream in world.streams:
            self.by_level[stream.level].append(stream)
        self.children = {}

    def run(self):
        self.spread_children()
        self.preschool()
        self.fit("preschool")
        for level in ("primary", "lower_secondary", "upper_secondary", "continuing"):
            self.move_up(level)
            self.fit(level)

    def spread_children(self):
        """Children of each commune by the year in which they enter grade 1."""
        weights = []
        for place in self.world.places:
            known = PUBLISHED_LEARNERS.get(place.code)
            weights.append(known["primary"] if known else place.residents * 0.0985)
        # The scale's share of the province's children.
        share = self.world.scale["learners"][str(LATEST)]["primary"] / 76000
        for year, total in SHAPE["first_grade_intake"].items():
            uneven = [weight * self.chance.uniform(0.94, 1.06) for weight in weights]
            counts = apportion(round(total * share), uneven)
            for place, count in zip(self.world.places, counts, strict=True):
                self.children[place, int(year)] = count

    def in_place(self, level, place, year):
        return [s for s in self.by_level[level] if s.place is place and s.host(year)]

    def preschool(self):
        attendance = SHAPE["preschool_attendance"]
        for place in self.world.places:
            for year in YEARS:
                streams = self.in_place("preschool", place, year)
                for age in GRADES["preschool"]:
                    children = self.children[place, year + 6 - age]
                    count = round(children * attendance[str(age)])
                    if age == 0:
                        # Babies are taken in where parents work in offices.
                        near = place.terrain in ("ward", "lowland")
                        count = round(count * 2.4) if near else 0
                    shares = apportion(count, [s.weight for s in streams])
                    for stream, share in zip(streams, shares, strict=True):
                        stream.pupils.setdefault(year, {})[age] = share

    def move_up(self, level):
        for year in YEARS:
            intake = self.intakes(level, year)
            for stream in self.by_level[level]:
                if stream.host(year):
                    self.fill(stream, year, intake[stream])

    def intakes(self, level, year):
        """New pupils of the first grade for every stream of the level."""
        return {
            "primary": self.primary_intake,
            "lower_secondary": self.lower_intake,
            "upper_secondary": self.tenth_grade,
            "continuing": self.tenth_grade,
        }[level](level, year)

    def primary_intake(self, level, year):
        intake = {}
        for place in self.world.places:
            streams = self.in_place(level, place, year)
            shares = apportion(
                self.children[place, year],
                [s.weight * self.chance.uniform(0.9, 1.1) for s in streams],
            )
            intake.update(zip(streams, shares, strict=True))
        return intake

    def lower_intake(self, level, year):
        """Those who finished primary school in the commune, less those who board."""
        intake = {}
        for place in self.world.places:
            streams = self.in_place(level, place, year)
            local = [s for s in streams if not s.fixed_intake]
            finished = sum(
                s.flows[year - 1][5]["promoted"]
                for s in self.by_level["primary"]
                if s.place is place and year - 1 in s.flows
            )
            if year == FIRST_YEAR:
                finished = round(self.children[place, year - 5] * 0.98)
            shares = apportion(round(finished * 0.955), [s.weight for s in local])
            intake.update(zip(local, shares, strict=True))
            intake.update({s: s.fixed_intake for s in streams if s.fixed_intake})
        return intake

    def tenth_grade(self, level, year):
        table = (
            "tenth_grade_intake" if level == "upper_secondary" else "continuing_intake"
        )
        whole = {"upper_secondary": 22600, "continuing": 2543}[level]
        wanted = self.world.scale["learners"][str(LATEST)][level] / whole
        streams = self.by_level[level]
        local = [s for s in streams if not s.fixed_intake]
        fixed = {s: s.fixed_intake for s in streams if s.fixed_intake}
        total = round(SHAPE[table][str(year)] * wanted) - sum(fixed.values())
        # Larger communes have larger upper secondary schools.
        weights = [s.weight * s.place.residents**0.4 for s in local]
        return dict(zip(local, apportion(max(total, 0), weights), strict=True)) | fixed

    def first_fill(self, stream, grade, intake):
        """Cohorts that are already in the upper grades when the first year begins."""
        entered = FIRST_YEAR - (grade - GRADES[stream.level].start)
        if stream.level in ("upper_secondary", "continuing") or stream.fixed_intake:
            return round(intake * 0.97 ** (FIRST_YEAR - entered))
        start = entered - (5 if stream.level == "lower_secondary" else 0)
        now = FIRST_YEAR - (5 if stream.level == "lower_secondary" else 0)
        curve = SHAPE["first_grade_intake"]
        return round(intake * curve[str(start)] / curve[str(now)])

    def fill(self, stream, year, intake):
        grades = GRADES[stream.level]
        before = stream.flows.get(year - 1)
        pupils = {}
        for grade in grades:
            if grade == grades.start:
                pupils[grade] = intake
            elif before:
                pupils[grade] = before[grade - 1]["promoted"]
            else:
                pupils[grade] = self.first_fill(stream, grade, intake)
            if before:
                pupils[grade] += before[grade]["held_back"]
        stream.pupils[year] = pupils
        stream.flows[year] = {
            grade: self.flow(stream.level, grade, count)
            for grade, count in pupils.items()
        }

    def flow(self, level, grade, count):
        """What becomes of `count` pupils of a grade until the end of the year."""
        dropped = self.some(count, SHAPE["yearly_drop"][level])
        moved_out = self.some(count - dropped, 0.004)
        moved_in = self.some(count, 0.004)
        rate = SHAPE["yearly_held_back"][level]
        if grade == 1:
            rate = SHAPE["first_grade_held_back"]
        assessed = count - dropped - moved_out + moved_in
        held_back = min(self.some(assessed, rate), assessed)
        return {
            "dropped": dropped,
            "moved_out": moved_out,
            "moved_in": moved_in,
            "held_back": held_back,
            "promoted": assessed - held_back,
        }

    def some(self, count, rate):
        """`count` × `rate` with its fraction settled by chance."""
        expected = count * rate * self.chance.uniform(0.4, 1.6)
        return int(expected) + (self.chance.random() < expected % 1)

    def fit(self, level):
        """Bring the two published years to their exact totals."""
        for year in (EARLIER, LATEST):
            groups = self.groups(level, year)
            for streams, total in groups:
                self.adjust(level, streams, year, total)

    def groups(self, level, year):
        """Sets of streams with the total that each must have."""
        streams = [s for s in self.by_level[level] if year in s.pupils]
        rest = self.world.scale["learners"][str(year)][level]
        groups = []
        for code in PUBLISHED:
            own = [s for s in streams if s.place.code == code]
            if not own:
                continue
            streams = [s for s in streams if s.place.code != code]
            total = (
                PUBLISHED_LEARNERS[code][level]
                if year == LATEST
                else total_of(own, year)
            )
            groups.append((own, total))
            rest -= total
        return [*groups, (streams, rest)]

    def adjust(self, level, streams, year, total):
        missing = total - total_of(streams, year)
        if not missing:
            return
        grades = self.grades_to_adjust(level, year)
        cells = [
            (s, g)
            for s in streams
            if not s.fixed_intake
            for g in grades
            if s.pupils[year][g] > 1
        ]
        shares = apportion(abs(missing), [s.pupils[year][g] for s, g in cells])
        for (stream, grade), share in zip(cells, shares, strict=True):
            if share:
                shift(stream, level, grade, year, share if missing > 0 else -share)

    def grades_to_adjust(self, level, year):
        """Grades whose cohort is not yet, or no longer, there in the other year."""
        grades = list(GRADES[level])
        if level == "preschool":
            return [4, 5] if year == EARLIER else [2, 3]
        return grades[-2:] if year == EARLIER else grades[:2]


def total_of(streams, year):
    return sum(sum(s.pupils[year].values()) for s in streams if year in s.pupils)


def shift(stream, level, grade, year, change):
    """Add `change` pupils to a cohort in all the years it can be followed."""
    grades = GRADES[level]
    back = 0 if level == "preschool" else min(year - FIRST_YEAR, grade - grades.start)
    for step in range(-back, grades.stop - grade):
        pupils = stream.pupils.get(year + step)
        if pupils is None or (level == "preschool" and year + step != year):
            continue
        pupils[grade + step] += change
        if level != "preschool":
            stream.flows[year + step][grade + step]["promoted"] += change
