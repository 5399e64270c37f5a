"""One commune with two schools, its people, and everybody who might want in."""

from datetime import date
from types import SimpleNamespace

import pytest

from tests import factories as make


@pytest.fixture
def world(db):
    make.reference()
    make.school_year()
    commune = make.commune(name="Khánh Khê")
    here, there = (make.institution("TH", commune=commune) for _ in range(2))
    return SimpleNamespace(
        commune=commune,
        here=here,
        there=there,
        foreign=make.institution("TH"),
        upper=make.institution("THPT", commune=commune),
        head=make.owner(commune),
        officer=make.colleague(commune),
        reader=make.reader(commune),
        stranger=make.stranger(),
        clerk=make.clerk(here),
        official=make.official(),
        admin=make.admin(),
    )


@pytest.fixture
def teacher(world):
    """Somebody known at the first school since 2015, with one degree."""
    person = make.person(
        personal_id="020985000001",
        full_name="Nông Thị Hoa",
        birth_date=date(1985, 5, 15),
    )
    make.assignment(
        person, world.here, level="primary", subject_id="TOAN", contract="labour"
    )
    make.qualification(person, "DH", major="Sư phạm Toán")
    return person
