"""Who keeps and who loses sight of people who move, retire or serve two schools."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories as make

from .world import HOUSE, PROVINCE, SCHOOL, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return World()


def moved(world, *, retired_from_new=False):
    """The person leaves our school for another commune's, perhaps to retire there."""
    today = timezone.localdate()
    there = make.institution("TH")
    world.people["new_head"] = make.owner(there.managing_commune)
    world.people["new_clerk"] = make.clerk(there)
    world.assignment.ended_on = today - timedelta(days=400)
    world.assignment.end_reason = "moved"
    world.assignment.save()
    ending = {}
    if retired_from_new:
        ending = {"ended_on": today - timedelta(days=30), "end_reason": "retired"}
    make.assignment(
        world.person, there, started_on=today - timedelta(days=399), **ending
    )
    return world.person


NEW_HOUSE = {"new_head", "new_clerk"}


@pytest.mark.parametrize("retired", [False, True], ids=["serving", "retired"])
def test_former_commune_loses_sight_of_a_person(world, retired):
    person = moved(world, retired_from_new=retired)
    reached = world.who("visible_to", person), world.who("editable_by", person)
    assert reached == (PROVINCE | NEW_HOUSE, {"admin"} | NEW_HOUSE)


def test_former_commune_loses_sight_of_the_persons_facts(world):
    facts = [make.qualification(world.person), make.absence(world.person)]
    moved(world)
    reached = [
        (world.who("visible_to", fact), world.who("editable_by", fact))
        for fact in facts
    ]
    assert reached == [(PROVINCE | NEW_HOUSE, {"admin"} | NEW_HOUSE)] * 2


def test_last_commune_keeps_sight_of_a_retired_person(world):
    world.assignment.ended_on = timezone.localdate() - timedelta(days=30)
    world.assignment.end_reason = "retired"
    world.assignment.save()
    assert world.who("visible_to", world.person) == PROVINCE | HOUSE | SCHOOL


def test_person_of_two_schools_is_seen_by_both(world):
    there = make.institution("TH")
    world.people["second_head"] = make.owner(there.managing_commune)
    make.assignment(world.person, there, is_main=False)
    seen_by = world.who("visible_to", world.person)
    assert seen_by == PROVINCE | HOUSE | SCHOOL | {"second_head"}
