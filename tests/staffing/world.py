"""Two schools of one commune, one elsewhere, one of the department, and their people."""

from datetime import date

import pytest

from communes.models import RecomputeRequest
from staffing.effects import Refused
from staffing.models import Post
from tests import factories as make

START = date(2015, 9, 1)
# In the year that has begun, after its 30 September, which approved reports count.
LATER = date(2025, 10, 15)


class World:
    def __init__(self):
        make.reference()
        make.school_year(2024)
        make.school_year(2025)
        self.commune = make.commune(name="Khánh Khê")
        self.here = make.institution(
            "TH", commune=self.commune, name="Trường TH Khánh Khê"
        )
        self.beside = make.institution(
            "THCS", commune=self.commune, name="Trường THCS Khánh Khê"
        )
        self.far = make.institution("TH", name="Trường TH Bình Gia")
        self.upper = make.institution(
            "THPT", commune=self.commune, name="Trường THPT Cao Lộc"
        )
        self.upper_too = make.institution("THPT", name="Trường THPT Bình Gia")
        self.post = make.employee(self.here)
        self.person = self.post.person
        self.person.full_name = "Nông Thị Ân"
        self.person.save()
        self.head = make.owner(self.commune)
        self.clerk = make.clerk(self.here)
        self.far_head = make.owner(self.far.commune)
        self.official = make.official()
        self.admin = make.admin()

    def outsiders(self):
        """(account, status it meets) of everybody who may not write about the person."""
        return {
            "stranger": (self.far_head, 404),
            "reader": (make.reader(self.commune), 403),
            "clerk of another school": (make.clerk(self.beside), 404),
            "clerk far away": (make.clerk(self.far), 404),
            "official": (self.official, 403),
            "expired": (make.expired(self.commune), 302),
            "roleless": (make.roleless(), 403),
            "nobody": (None, 302),
        }


def teacher(**fields):
    """The work of a teacher, as actions take it."""
    return {
        "post": Post.objects.get(pk="teacher"),
        "level": "",
        "subject": None,
        "contract": "permanent",
        **fields,
    }


def typed(institution=None, **fields):
    """The work of a teacher, as a form sends it."""
    school = {"institution": institution.pk} if institution else {}
    return {"post": "teacher", "contract": "permanent", **school, **fields}


def career(person):
    """(school, from, to, reason) of every main post in order."""
    posts = person.assignments.filter(is_main=True).order_by("started_on")
    return [
        (row.institution.name, row.started_on, row.ended_on, row.end_reason)
        for row in posts.select_related("institution")
    ]


def requested():
    """Communes and years that wait for recomputation."""
    return set(RecomputeRequest.objects.values_list("commune", "school_year"))


def forget_requests():
    RecomputeRequest.objects.all().delete()


def refusal(action, **values):
    """Field and sentence of the refusal that `action` must meet."""
    with pytest.raises(Refused) as refused:
        action(**values)
    found = refused.value
    return found.message_dict if hasattr(found, "error_dict") else found.messages


def move_to(world, **values):
    return {
        "by": world.head,
        "person": world.person,
        "day": LATER,
        "institution": world.beside,
        "work": teacher(),
        **values,
    }
