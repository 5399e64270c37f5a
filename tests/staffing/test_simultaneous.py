"""Two people at once about one person: the second waits and is told what happened."""

from datetime import date

import pytest

from communes import approval
from schools.models import SchoolReturn
from staffing import actions
from staffing.effects import Refused
from staffing.models import Person
from tests import factories as make
from tests import together

from .world import LATER, World, career, teacher

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    return World()


def meanwhile(first, second):
    """What the second of two people gets, while the first has not committed."""
    refusals = (Refused, approval.TransitionError)
    return together.meanwhile(first, second, *refusals)[1]


def test_one_number_is_registered_once(world):
    def hire(by, school):
        personal = {
            "full_name": "Hoàng Văn Thụ",
            "personal_id": "020085001234",
            "birth_date": date(1985, 5, 15),
            "birth_year_only": False,
            "sex": "M",
            "ethnicity_id": "02",
        }
        return actions.hire(
            by=by, personal=personal, institution=school, day=LATER, work=teacher()
        )

    second = meanwhile(
        lambda: hire(world.head, world.here), lambda: hire(world.far_head, world.far)
    )
    assert (list(second.message_dict), Person.objects.count()) == (["personal_id"], 2)


def test_one_person_moves_once(world):
    def move(by, school):
        return actions.move(
            by=by,
            person=world.person,
            day=LATER,
            institution=school,
            work=teacher(),
        )

    second = meanwhile(
        lambda: move(world.head, world.beside), lambda: move(world.admin, world.far)
    )
    assert list(second.message_dict) == ["day"]
    assert [row[0] for row in career(world.person)] == [
        "Trường TH Khánh Khê",
        "Trường THCS Khánh Khê",
    ]


def test_an_approval_waits_for_a_change_of_what_it_approves(world):
    make.school_return(world.here, state="submitted", by=world.clerk)
    returns = SchoolReturn.objects.all()
    approved = meanwhile(
        lambda: actions.resign(
            by=world.clerk, person=world.person, day=date(2025, 9, 1)
        ),
        lambda: approval.approve(returns, by=world.official),
    )
    assert (approved, returns.get().state) == (1, "approved")
    with pytest.raises(Refused):
        actions.rehire(
            by=world.clerk,
            person=world.person,
            institution=world.here,
            day=date(2025, 9, 1),
            work=teacher(),
        )
