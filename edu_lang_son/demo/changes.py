"""Merged, split, closed, renamed and opened schools: why the counts of the years differ."""

from dataclasses import dataclass
from datetime import date

from .base import FIRST_YEAR, LATEST, YEARS, School
from .network import LEVELS, PUBLISHED, TITLE, make_semi_boarding

# What a school of some kind can take in.
TAKES_IN = {"MN": "MN", "TH": "TH", "TH-THCS": "TH", "THCS": "THCS"}


@dataclass
class Change:
    kind: str
    day: date
    decision: str
    note: str
    before: list
    after: list


class Changer:
    """Takes the schools of the latest year back in time, and one year on."""

    def __init__(self, builder):
        self.builder = builder
        self.world = builder.world
        self.chance = builder.world.chance("changes")
        self.used = set()
        self.number = 100
        # Published one by one, or needed for the border schools of the year to come.
        border = builder.world.scale["changes"]["2026"]["border"]
        self.kept_apart = {*PUBLISHED, *border}

    def run(self):
        for year, wanted in self.world.scale["changes"].items():
            self.year = int(year)
            self.day = date(self.year, 7, 15)
            if self.year <= LATEST:
                semi = wanted.get("semi", 0)
                for number in range(wanted.get("merged", 0)):
                    self.merge_past(semi_boarding=number < semi)
            else:
                self.unite_for_border(wanted.get("border", []))
                for _number in range(wanted.get("merged", 0)):
                    self.merge_next()
            self.run_single(wanted)

    def run_single(self, wanted):
        for verb in ("closed", "opened", "split", "renamed"):
            for _number in range(wanted.get(verb, 0)):
                getattr(self, verb)()

    def record(self, kind, note, before, after, day=None):
        self.number += self.chance.randint(3, 60)
        decision = f"Quyết định số {self.number}/QĐ-UBND (minh họa)"
        self.world.changes.append(
            Change(
                kind,
                day or self.day,
                decision,
                note,
                [named(item) for item in before],
                [named(item) for item in after],
            )
        )
        self.used.update(s for s, _ in map(named, [*before, *after]))

    def untouched(self, kinds, *, private=False, special=("",)):
        """Schools that still stand and that no other change has touched."""
        return [
            school
            for school in self.world.schools
            if school.kind in kinds
            and school not in self.used
            and school.private == private
            and school.special in special
            and school.place.code not in self.kept_apart
            and school.closed_on is None
        ]

    def choose(self, kinds, *, terrains=None, **wanted):
        """One untouched school, where possible in one of `terrains`."""
        found = self.untouched(kinds, **wanted)
        fitting = [s for s in found if terrains is None or s.place.terrain in terrains]
        return self.chance.choice(fitting or found)

    def choose_pair(self, kind, other_kind, **wanted):
        """Two untouched schools of the same commune."""
        pairs = [
            (one, other)
            for one in self.untouched((kind,), **wanted)
            for other in self.untouched((other_kind,), **wanted)
            if one.place is other.place and one is not other
        ]
        return self.chance.choice(pairs)

    def hand_over(self, old, new, from_year):
        """From `from_year` on, the streams of `old` go on under `new`."""
        for stream in self.world.streams:
            for year in YEARS:
                if year >= from_year and stream.host(year) is old:
                    stream.hosts[year] = new

    def predecessor(self, place, kind, name, *, semi_boarding=False):
        school = self.builder.add(place, kind, name)
        school.closed_on = self.day
        school.opened_on = min(school.opened_on, date(2012, 8, 15))
        if semi_boarding:
            make_semi_boarding(school)
        self.builder.streams(school)
        for stream in self.world.streams[-len(LEVELS[kind]) :]:
            stream.weight *= 0.45
        return school

    def merge_past(self, *, semi_boarding):
        kinds = ("TH-THCS", "THCS", "TH") if semi_boarding else ("MN", "TH", "TH-THCS")
        terrains = ("remote", "upland")
        survivor = self.choose(kinds, terrains=terrains, special=("", "semi_boarding"))
        kind = TAKES_IN[survivor.kind]
        village = self.builder.village_names[survivor.place.code][
            -1 - len(self.used) % 3
        ]
        old = self.predecessor(
            survivor.place,
            kind,
            f"{TITLE[kind]} {village}",
            semi_boarding=semi_boarding,
        )
        self.hand_over(old, survivor, self.year)
        note = f"Sáp nhập {old.name} vào {survivor.name}"
        self.record("merged", note, [old, survivor], [survivor])

    def merge_next(self):
        old, survivor = self.choose_pair("MN", "MN")
        old.closed_on = self.day
        self.hand_over(old, survivor, self.year)
        note = f"Sáp nhập {old.name} vào {survivor.name}"
        self.record("merged", note, [old, survivor], [survivor])

    def unite_for_border(self, codes):
        """Border boarding schools for the year to come take over two schools each."""
        for place in self.world.places:
            if place.code not in codes:
                continue
            old = [self.first(place, ("TH", "TH-THCS"))]
            self.used.update(old)
            old.append(self.first(place, ("THCS", "TH-THCS")))
            name = f"Trường Phổ thông nội trú TH&THCS {place.name}"
            new = self.builder.add(place, "TH-THCS", name, special="border_boarding")
            new.opened_on = self.day
            for school in old:
                school.closed_on = self.day
                self.hand_over(school, new, self.year)
            note = f"Thành lập {name} trên cơ sở {old[0].name} và {old[1].name}"
            self.record("merged", note, old, [new])

    def first(self, place, kinds):
        return next(
            school
            for kind in kinds
            for school in self.world.schools
            if school.place is place
            and school.kind == kind
            and school.special in ("", "semi_boarding")
            and school.closed_on is None
            and school not in self.used
        )

    def private_preschool(self):
        place = max(self.world.places, key=lambda p: (p.residents, p.code))
        name = f"Trường Mầm non tư thục {self.builder.private_names.pop()}"
        school = self.builder.add(place, "MN", name, private=True)
        return school

    def closed(self):
        school = self.private_preschool()
        school.opened_on, school.closed_on = date(2013, 8, 15), self.day
        self.builder.streams(school, range(FIRST_YEAR, self.year))
        self.record("closed", "Trường tư thục thôi hoạt động", [school], [])

    def opened(self):
        if self.year > LATEST:
            school = self.private_preschool()
            self.builder.streams(school, range(self.year, YEARS.stop))
        else:
            school = self.choose(("MN",), private=True)
            for stream in self.world.streams:
                if school in stream.hosts.values():
                    stream.hosts = dict.fromkeys(range(self.year, YEARS.stop), school)
        school.opened_on = date(self.year, 8, 1)
        self.record(
            "opened", "Thành lập trường tư thục", [], [school], school.opened_on
        )

    def split(self):
        """One school for two levels becomes one for each."""
        primary, lower = self.choose_pair("TH", "THCS")
        village = self.builder.village_names[lower.place.code][-4]
        old = self.builder.add(lower.place, "TH-THCS", f"Trường TH&THCS {village}")
        old.opened_on, old.closed_on = date(1994, 8, 15), self.day
        for part in (primary, lower):
            part.opened_on = self.day
            self.lend(part, old)
        note = f"Tách {old.name} thành hai trường"
        self.record("split", note, [old], [primary, lower])

    def lend(self, part, old):
        for stream in self.world.streams:
            for year in range(FIRST_YEAR, self.year):
                if stream.host(year) is part:
                    stream.hosts[year] = old

    def renamed(self):
        school = self.choose(("MN", "TH", "THCS"))
        words = school.name.removesuffix(school.place.name).strip()
        village = self.builder.village_names[school.place.code][-5]
        old_name = f"{TITLE[school.kind]} {village}"
        if words != TITLE[school.kind]:
            old_name = f"{TITLE[school.kind]} {village} {self.chance.randint(1, 2)}"
        note = f"Đổi tên thành {school.name}"
        self.record(
            "renamed", note, [(school, old_name)], [school], date(self.year, 8, 1)
        )


def named(item):
    """A school with the name it bore in the change."""
    return (item, item.name) if isinstance(item, School) else item
