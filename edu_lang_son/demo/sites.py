"""Main sites and điểm trường, as many open in each year as published."""

from dataclasses import dataclass
from datetime import date

from .base import FIRST_YEAR, LAST_YEAR, LATEST, School, apportion

REMOTENESS = {"ward": 0.03, "lowland": 0.35, "upland": 1.0, "remote": 1.6}


@dataclass(eq=False)
class Site:
    """One site of a school."""

    school: School
    name: str
    is_main: bool
    latitude: float
    longitude: float
    opened_on: date
    closed_on: date | None = None
    pk: int = 0

    def open_in(self, year):
        day = date(year, 9, 30)
        return self.opened_on <= day and (
            self.closed_on is None or self.closed_on > day
        )


class SiteMaker:
    def __init__(self, world, builder):
        self.world, self.builder = world, builder
        self.chance = world.chance("sites")

    def run(self):
        for school in self.world.schools:
            self.add(school, "Điểm chính", is_main=True)
        self.hand_over_main_sites()
        self.add_latest()
        self.hand_over_other_sites()
        for year in range(FIRST_YEAR + 1, LAST_YEAR + 1):
            self.close_before(year)
        for number, site in enumerate(self.world.sites, start=1):
            site.pk = number

    def add(self, school, name, *, is_main=False, opened_on=None, closed_on=None):
        latitude, longitude = school.latitude, school.longitude
        if not is_main:
            latitude, longitude = self.builder.spot(school.place)
        site = Site(
            school,
            name,
            is_main,
            latitude,
            longitude,
            opened_on or school.opened_on,
            closed_on or school.closed_on,
        )
        self.world.sites.append(site)
        return site

    def others(self, year):
        return [s for s in self.world.sites if not s.is_main and s.open_in(year)]

    def hand_over_main_sites(self):
        """The house of a school that was merged lives on as a điểm trường."""
        for change in self.world.changes:
            if change.kind != "merged" or not change.after:
                continue
            heir = change.after[0][0]
            for school, _name in change.before:
                if school is not heir and len(change.before) == 2:
                    village = school.name.split(" ", 2)[-1]
                    self.add(heir, f"Điểm trường {village}", opened_on=change.day)

    def hand_over_other_sites(self):
        """Further sites of a school that closes later go to the school that takes it in."""
        for change in self.world.changes:
            if change.kind != "merged" or change.day.year <= LATEST:
                continue
            heir = change.after[0][0]
            closing = {school for school, _ in change.before if school is not heir}
            for site in [s for s in self.world.sites if s.school in closing]:
                if not site.is_main:
                    self.add(heir, site.name, opened_on=change.day)

    def add_latest(self):
        """As many as were published for the latest year, counting those handed over."""
        missing = self.world.scale["other_sites"][str(LATEST)] - len(
            self.others(LATEST)
        )
        by_kind = self.world.scale["sites_by_kind"]
        kinds = apportion(missing, by_kind.values())
        for kind, count in zip(by_kind, kinds, strict=True):
            schools = [
                school
                for school in self.world.open_schools(LATEST)
                if school.kind == kind
                and school.open_in(FIRST_YEAR)
                and not school.private
                and school.special not in ("boarding",)
            ]
            weights = [
                REMOTENESS[s.place.terrain] * self.chance.uniform(0.3, 1)
                for s in schools
            ]
            shares = apportion(count, weights)
            for school, share in zip(schools, shares, strict=True):
                for name in self.site_names(school, share):
                    self.add(school, f"Điểm trường {name}")

    def site_names(self, school, count):
        return self.chance.sample(self.builder.village_names[school.place.code], count)

    def close_before(self, year):
        """Close sites in the summer until the count of `year` is the published one."""
        wanted = self.world.scale["other_sites"]
        if year <= LATEST:
            self.add_closed(year, wanted)
            return
        for site in self.chance.sample(
            sorted(self.closable(year), key=lambda s: (s.school.pk, s.name)),
            len(self.others(year)) - wanted[str(year)],
        ):
            site.closed_on = date(year, 8, 1)

    def add_closed(self, year, wanted):
        """Sites that are gone by `year`: in the year before, there must have been enough.

        Counted backwards from the latest year, so sites that close later are there.
        """
        later = {str(y): wanted[str(y)] for y in range(year, LATEST + 1)}
        missing = (
            wanted[str(year - 1)]
            - later[str(year)]
            - self.vanishing(year)
            + self.arriving(year)
        )
        schools = [
            school
            for school in self.world.open_schools(LATEST)
            if school.kind in ("MN", "TH", "TH-THCS")
            and school.open_in(FIRST_YEAR)
            and school.place.terrain in ("remote", "upland")
        ]
        for school in self.chance.sample(schools, missing):
            (name,) = self.site_names(school, 1)
            self.add(school, f"Điểm trường {name}", closed_on=date(year, 8, 1))

    def vanishing(self, year):
        return sum(
            1
            for site in self.world.sites
            if not site.is_main and site.open_in(year - 1) and not site.open_in(year)
        )

    def arriving(self, year):
        return sum(
            1
            for site in self.world.sites
            if not site.is_main and site.open_in(year) and not site.open_in(year - 1)
        )

    def closable(self, year):
        return [
            s
            for s in self.others(year)
            if s.closed_on is None and s.school.open_in(year)
        ]
