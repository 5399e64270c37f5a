"""People with posts, degrees, absences and the places assigned to a school."""

from datetime import date

from staffing.models import (
    Absence,
    AssignedPlaces,
    Assignment,
    ClassAverage,
    Person,
    Qualification,
)

from .places import YEAR, number, school_year


def person(**fields):
    own = number()
    return Person.objects.create(
        **{
            "personal_id": f"020{own:09d}",
            "full_name": f"Nông Thị Số {own}",
            "sex": Person.Sex.FEMALE,
            "birth_date": date(1985, 5, 15),
            "ethnicity_id": "02",
            **fields,
        }
    )


def assignment(person, institution, post="teacher", **fields):
    if post == "teacher":
        fields.setdefault("level", institution.kind.highest_level)
    return Assignment.objects.create(
        person=person,
        institution=institution,
        post_id=post,
        **{
            "contract": Assignment.Contract.PERMANENT,
            "started_on": date(2015, 9, 1),
            **fields,
        },
    )


def employee(institution, post="teacher", *, degree="DH", **fields):
    """A person serving at `institution`, with one degree of teacher training."""
    someone = person()
    if degree:
        qualification(someone, degree)
    return assignment(someone, institution, post, **fields)


def qualification(person, degree="DH", **fields):
    return Qualification.objects.create(
        person=person,
        degree_id=degree,
        **{"major": "Sư phạm", "obtained_on": date(2008, 6, 30), **fields},
    )


def absence(person, kind="maternity", **fields):
    return Absence.objects.create(
        person=person,
        kind=kind,
        **{"started_on": date(2025, 8, 1), **fields},
    )


def assigned_places(institution, places, *, group="teacher", year=YEAR):
    return AssignedPlaces.objects.create(
        institution=institution,
        school_year=school_year(year),
        post_group=group,
        places=places,
        decision="QĐ giao biên chế",
    )


def class_average(**fields):
    """An average that the province decided, for a commune or for a school."""
    return ClassAverage.objects.create(
        **{
            "level": "primary",
            "pupils_per_class": 20,
            "decision": "01/QĐ-UBND",
            "decided_on": date(2024, 6, 1),
            "valid_from": date(2024, 8, 1),
            **fields,
        }
    )
