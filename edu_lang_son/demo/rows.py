"""Rows of institutions, sites, changes and recognitions, and of the people."""

from datetime import date

from schools.models import (
    Institution,
    NationalStandard,
    NetworkChange,
    NetworkChangePart,
    Site,
)
from staffing.models import Absence, AssignedPlaces, Assignment, Person, Qualification

from .base import LATEST, SHAPE, YEARS
from .copying import Table


def network_tables(world):
    institutions = Table(
        Institution,
        "id",
        "code",
        "name",
        "kind_id",
        "special_type",
        "ownership",
        "commune_id",
        "managing_commune_id",
        "teaches_two_sessions",
        "opened_on",
        "closed_on",
    )
    for school in world.schools:
        institutions.add(
            school.pk,
            school.code,
            school.name,
            school.kind,
            school.special,
            "private" if school.private else "public",
            school.place.code,
            school.place.code if school.managed else None,
            school.two_sessions,
            school.opened_on,
            school.closed_on,
        )
    return [
        institutions,
        site_table(world),
        *change_tables(world),
        standard_table(world),
    ]


def site_table(world):
    table = Table(
        Site,
        "id",
        "institution_id",
        "name",
        "is_main",
        "latitude",
        "longitude",
        "opened_on",
        "closed_on",
    )
    for site in world.sites:
        table.add(
            site.pk,
            site.school.pk,
            site.name,
            site.is_main,
            site.latitude,
            site.longitude,
            site.opened_on,
            site.closed_on,
        )
    return table


def change_tables(world):
    changes = Table(NetworkChange, "id", "kind", "effective_on", "decision", "note")
    parts = Table(NetworkChangePart, "change_id", "institution_id", "side", "name")
    for number, change in enumerate(world.changes, start=1):
        changes.add(number, change.kind, change.day, change.decision, change.note)
        for side, schools in (("before", change.before), ("after", change.after)):
            for school, name in schools:
                parts.add(number, school.pk, side, name)
    return [changes, parts]


def standard_table(world):
    """Recognitions, renewed every five years; the latest share is the published one."""
    table = Table(
        NationalStandard,
        "institution_id",
        "level",
        "decision",
        "issued_on",
        "expires_on",
    )
    chance = world.chance("standards")
    schools = [
        s
        for s in world.open_schools(LATEST)
        if can_be_recognised(s) and s.open_in(2021)
    ]
    prior = {"ward": 3.0, "lowland": 1.8, "upland": 1.0, "remote": 0.6}
    schools.sort(
        key=lambda s: chance.random() ** (1 / prior[s.place.terrain]), reverse=True
    )
    recognisable = {
        y: sum(map(can_be_recognised, world.open_schools(y))) for y in YEARS
    }
    wanted = {
        y: round(recognisable[y] * SHAPE["recognised_share"][str(y)]) for y in YEARS
    }
    for index, school in enumerate(schools[: wanted[YEARS.stop - 1]]):
        first = next(year for year in YEARS if index < wanted[year])
        if first == YEARS.start:
            first -= chance.randint(0, 4)
        level = 2 if chance.random() < 0.12 else 1
        recognise(table, chance, world, school, first, level)
    for school in schools[wanted[YEARS.stop - 1] :][: recognisable[LATEST] // 30]:
        lapse(table, chance, school)
    return table


def can_be_recognised(school):
    """The base of the published share: public schools, not centres."""
    return school.kind != "GDTX" and not school.private


def recognise(table, chance, world, school, first, level):
    """From the first recognition on, renewed before it runs out."""
    month, day = chance.randint(1, 8), chance.randint(1, 28)
    year = first
    while year < YEARS.stop:
        issued = date(year, month, day)
        if issued > world.today:
            return
        number = f"Quyết định số {chance.randint(200, 2400)}/QĐ-UBND (minh họa)"
        table.add(school.pk, level, number, issued, date(year + 5, month, day))
        year += 5


def lapse(table, chance, school):
    """Recognised once and not renewed: it must not count any more."""
    issued = date(
        chance.randint(2017, 2019), chance.randint(1, 12), chance.randint(1, 28)
    )
    number = f"Quyết định số {chance.randint(200, 2400)}/QĐ-UBND (minh họa)"
    table.add(school.pk, 1, number, issued, issued.replace(year=issued.year + 5))


def people_tables(people, services):
    persons = Table(
        Person,
        "id",
        "personal_id",
        "full_name",
        "sex",
        "birth_date",
        "birth_year_only",
        "ethnicity_id",
    )
    degrees = Table(
        Qualification,
        "person_id",
        "degree_id",
        "major",
        "subject_id",
        "is_teacher_training",
        "has_certificate",
        "obtained_on",
    )
    for person in people:
        persons.add(
            person.pk,
            person.personal_id,
            person.full_name,
            person.sex,
            person.born,
            person.year_only,
            person.ethnicity,
        )
        for degree, major, subject, training, day in person.degrees:
            certificate = not training and subject is not None
            degrees.add(person.pk, degree, major, subject, training, certificate, day)
    return [persons, degrees, assignment_table(services)]


def assignment_table(services):
    table = Table(
        Assignment,
        "person_id",
        "institution_id",
        "post_id",
        "level",
        "subject_id",
        "contract",
        "is_main",
        "share",
        "started_on",
        "ended_on",
        "end_reason",
    )
    for service in services:
        table.add(
            service.person.pk,
            service.school.pk,
            service.post,
            service.level,
            service.subject or None,
            service.contract,
            service.is_main,
            service.share,
            service.started,
            service.ended,
            service.reason,
        )
    return table


def absence_table(absences):
    table = Table(Absence, "person_id", "kind", "started_on", "ended_on", "destination")
    for item in absences:
        table.add(item.person.pk, item.kind, item.started, item.ended, item.destination)
    return table


def places_table(rows):
    table = Table(
        AssignedPlaces,
        "institution_id",
        "school_year_id",
        "post_group",
        "places",
        "decision",
    )
    for school, year, group, places in rows:
        decision = f"Quyết định giao biên chế năm học {year}-{year + 1} (minh họa)"
        table.add(school.pk, year, group, places, decision)
    return table
