"""Rows of the communes: regions, residents by age, offices; and the calendar."""

from datetime import date, timedelta

from communes.models import (
    CommuneRegion,
    CultureSocietyOffice,
    Population,
    ReportingPeriod,
    SchoolYear,
)

from .base import LAST_YEAR, SHAPE, YEARS, apportion
from .copying import Table
from .figures import parts
from .names import NameMaker

BANDS = ((18, 25, 0.09), (26, 35, 0.15), (36, 60, 0.33), (61, 120, 0.125))
# Staff and education specialists of the offices; one is published.
PUBLISHED_OFFICES = {"06286": (10, 1)}
DECISIONS = (
    (date(2021, 1, 1), date(2026, 1, 28), date(2021, 6, 4)),
    (date(2026, 1, 29), None, date(2026, 1, 29)),
)


def calendar_tables(world):
    years = Table(SchoolYear, "start", "starts_on", "ends_on")
    periods = Table(
        ReportingPeriod,
        "school_year_id",
        "kind",
        "as_of",
        "opens_on",
        "due_on",
        "locks_on",
    )
    for year in YEARS:
        years.add(year, date(year, 9, 1), date(year + 1, 5, 31))
        periods.add(year, "start", *start_dates(world, year))
        periods.add(
            year,
            "end",
            date(year + 1, 5, 31),
            date(year + 1, 5, 20),
            date(year + 1, 6, 30),
            date(year + 1, 7, 15),
        )
    return [years, periods]


def start_dates(world, year):
    """As of, opening, deadline, lock; the last year is still open on the day of loading."""
    if year < LAST_YEAR:
        return (
            date(year, 9, 30),
            date(year, 9, 15),
            date(year, 10, 31),
            date(year, 11, 15),
        )
    opens = min(date(year, 9, 15), world.today - timedelta(days=30))
    due = world.today + timedelta(days=4)
    return date(year, 9, 30), opens, due, due + timedelta(days=15)


def region_table(world):
    regions = Table(
        CommuneRegion,
        "commune_id",
        "ethnic_area",
        "staffing_region",
        "decision",
        "decided_on",
        "valid_from",
        "valid_to",
        "confirmed",
    )
    text = "Dữ liệu minh họa, cần quyết định của UBND tỉnh"
    for place in world.places:
        for valid_from, valid_to, decided in DECISIONS:
            regions.add(
                place.code,
                place.ethnic_area,
                place.region,
                text,
                decided,
                valid_from,
                valid_to,
                False,
            )
    return regions


def office_table(world):
    offices = Table(
        CultureSocietyOffice,
        "commune_id",
        "school_year_id",
        "staff",
        "education_specialists",
        "head_name",
        "phone",
    )
    chance = world.chance("offices")
    names = NameMaker(chance, SHAPE["minority_mix"])
    for place in world.places:
        sex = chance.choice("FM")
        head = names.full_name(names.ethnicity(place.kinh_share), sex)
        staff = chance.randint(7, 12) + 2 * place.is_ward
        experts = chance.choice([0, 1, 1, 1, 2, 2, 3])
        staff, experts = PUBLISHED_OFFICES.get(place.code, (staff, experts))
        for year in YEARS:
            # The offices came with the two-level government of July 2025.
            if year >= 2025:
                offices.add(place.code, year, staff, experts, head, "")
    return offices


class PopulationMaker:
    """Residents such that the published shares of attendance come out."""

    def __init__(self, world, figures, ethnic_of):
        self.world, self.figures, self.ethnic_of = world, figures, ethnic_of

    def table(self):
        table = Table(
            Population,
            "commune_id",
            "school_year_id",
            "age_from",
            "age_to",
            "total",
            "female",
            "ethnic",
            "ethnic_female",
            "exempt",
        )
        for year in YEARS:
            self.add_year(table, year)
        return table

    def learners(self, year, age):
        """Learners of an age by commune, over all schools that stand there."""
        counts = dict.fromkeys((place.code for place in self.world.places), 0)
        for (when, school), (_grades, ages) in self.figures.items():
            if when == year:
                for (_level, own), cells in ages.items():
                    if own == age:
                        counts[school.place.code] += cells[0]
        return counts

    def add_year(self, table, year):
        learners = [self.learners(year, age) for age in range(18)]
        residents = self.residents(learners)
        for index, place in enumerate(self.world.places):
            ethnic = self.ethnic_of(place)
            rows = [(age, age, residents[age][index]) for age in range(18)]
            grown = place.residents * (1 + 0.004 * (year - 2021))
            rows += [(low, high, round(grown * share)) for low, high, share in BANDS]
            for low, high, total in rows:
                girls, minority, both = parts(
                    total, 0.487 if low < 18 else 0.497, ethnic
                )
                exempt = total // 900 if 5 < low < 18 else 0
                table.add(
                    place.code, year, low, high, total, girls, minority, both, exempt
                )

    def residents(self, learners):
        targets = SHAPE["attendance_targets"]
        nursery = sum(sum(learners[age].values()) for age in range(3))
        kindergarten = sum(sum(learners[age].values()) for age in (3, 4, 5))
        fives = round(sum(learners[5].values()) / targets["five"])
        babies = apportion(round(nursery / targets["nursery"]), (0.32, 0.333, 0.347))
        younger = apportion(
            round(kindergarten / targets["kindergarten"]) - fives,
            [sum(learners[age].values()) for age in (3, 4)],
        )
        totals = [*babies, *younger, fives]
        found = [self.spread(totals[age], learners[age], age) for age in range(6)]
        for age in range(6, 18):
            share = 0.997 if age < 11 else 0.985 if age < 15 else 0.8
            total = round(sum(learners[age].values()) / share)
            found.append(self.spread(total, learners[age], age))
        return found

    def spread(self, total, learners, age):
        """Among communes: those who learn there, and the rest by residents."""
        counts = list(learners.values())
        if 3 <= age < 15:
            more = apportion(
                total - sum(counts), [place.residents for place in self.world.places]
            )
            return [count + extra for count, extra in zip(counts, more, strict=True)]
        # Babies at home and young people at schools elsewhere live in their commune.
        return apportion(total, [place.residents for place in self.world.places])
