"""Beside the main posts: part loads at a second school, absences, assigned places."""

from dataclasses import dataclass
from datetime import date, timedelta

from .base import LAST_YEAR, YEARS, as_of
from .people import Person, Service

SHARED = {"NN1", "TIN", "AN", "MT"}
PLACES_TO_GO = [
    "Phòng Văn hóa - Xã hội xã {}",
    "Sở Giáo dục và Đào tạo",
    "Ủy ban Mặt trận Tổ quốc xã {}",
]
GROUPS = {
    "principal": "manager",
    "vice_principal": "manager",
    "teacher": "teacher",
    "youth_leader": "youth_leader",
}


@dataclass
class Away:
    person: Person
    kind: str
    started: date
    ended: date | None
    destination: str = ""


def shared_teachers(world, services):
    """Teachers of scarce subjects who also teach at another school of their commune."""
    chance = world.chance("shared teachers")
    hosts = {}
    for school in world.open_schools(LAST_YEAR):
        if school.kind in ("TH", "TH-THCS", "THCS") and school.managed:
            hosts.setdefault(school.place, []).append(school)
    found = []
    for service in services:
        if service.subject not in SHARED or service.ended or service.post != "teacher":
            continue
        others = [
            school
            for school in hosts.get(service.school.place, [])
            if school is not service.school
        ]
        if others and chance.random() < 0.17:
            found.append(part_load(chance, service, chance.choice(others)))
    return found


def part_load(chance, service, school):
    year = chance.choice([2023, 2024, 2024, 2025, 2025])
    started = max(date(year, 9, 1), service.started, school.opened_on)
    ended = (
        date(2026, 8, 31) if chance.random() < 0.15 and started.year < 2026 else None
    )
    return Service(
        service.person,
        school,
        "teacher",
        service.level if school.kind == "TH-THCS" else level_of(school),
        service.subject,
        service.contract,
        started,
        ended,
        "other" if ended else "",
        is_main=False,
        share=chance.choice([0.2, 0.3, 0.4, 0.5]),
    )


def level_of(school):
    return {"TH": "primary", "THCS": "lower_secondary"}[school.kind]


def absences(world, services):
    """Maternity, long study, secondment and sickness around the day of the figures."""
    chance = world.chance("absences")
    found = []
    for year in YEARS:
        day = as_of(year)
        away = {
            item.person for item in found if item.ended is None or item.ended >= day
        }
        for service in services:
            person = service.person
            if person in away or not serving(service, day):
                continue
            item = one_absence(chance, service, year)
            if item:
                found.append(item)
    return found


def serving(service, day):
    return service.started <= day and (service.ended is None or service.ended >= day)


def one_absence(chance, service, year):
    person, luck = service.person, chance.random()
    age = year - person.born.year
    if person.sex == "F" and 23 <= age <= 40 and luck < 0.019:
        started = date(year, chance.choice([5, 6, 7, 8, 9]), chance.randint(1, 27))
        started = max(started, service.started)
        return Away(person, "maternity", started, started + timedelta(days=183))
    if service.contract == "labour" or service.post in ("principal", "vice_principal"):
        return None
    if 0.1 < luck < 0.1018:
        return Away(
            person,
            "study",
            max(date(year, 9, 5), service.started),
            date(year + 1, 8, 31),
        )
    if 0.2 < luck < 0.2012:
        where = chance.choice(PLACES_TO_GO).format(service.school.place.name)
        started = max(date(year, 8, 15), service.started)
        return Away(person, "seconded", started, date(year + 1, 8, 14), where)
    if 0.3 < luck < 0.3008:
        return Away(
            person, "sick", max(date(year, 8, 20), service.started), date(year, 12, 31)
        )
    return None


def assigned_places(world, services):
    """Biên chế giao: civil-service people of the year, and some places left vacant."""
    chance = world.chance("assigned places")
    rows = []
    for year in YEARS:
        day, counts = as_of(year), {}
        for service in services:
            if service.contract in ("permanent", "fixed_term") and serving(
                service, day
            ):
                key = service.school, GROUPS.get(service.post, "support")
                counts[key] = counts.get(key, 0) + 1
        for (school, group), count in sorted(
            counts.items(), key=lambda item: (item[0][0].pk, item[0][1])
        ):
            vacant = {"teacher": 3, "support": 1}.get(group, 0)
            more = chance.randint(0, vacant) if not school.private else 0
            rows.append((school, year, group, count + more))
    return rows
