"""Pages and decisions cost as many queries for three schools as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.models import Notice, RecomputeRequest
from tests import factories as make

from .world import PERIOD, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    return World(client, 1)


def grow(world):
    for number in (2, 3):
        school = make.complete_school(commune=world.commune, name=f"TH số {number}")
        world.schools.append(school)


def cost(world, name, *args, mark):
    # Once to fill caches, then counted.
    world.get(name, *args)
    with CaptureQueriesContext(connection) as captured:
        response = world.get(name, *args)
    assert mark in response.content.decode()
    return len(captured)


def test_the_checklist(world):
    world.as_(world.head)
    with_one = cost(world, "entry_submit", *PERIOD, mark="TH số 1")
    grow(world)
    assert cost(world, "entry_submit", *PERIOD, mark="TH số 3") == with_one


def test_the_page_of_a_commune(world):
    world.set_state("submitted")
    world.as_(world.official)
    address = ("approval_commune", *PERIOD, world.commune.code)
    with_one = cost(world, *address, mark="TH số 1")
    grow(world)
    world.set_state("submitted")
    assert cost(world, *address, mark="TH số 3") == with_one


def test_the_list_of_communes(world):
    world.set_state("submitted")
    world.as_(world.official)
    with_one = cost(world, "approval_home", mark="Khánh Khê")
    for name in ("Bình Gia", "Hoa Thám"):
        school = make.complete_school(commune=make.commune(name=name), state="draft")
        world.schools.append(school)
    world.set_state("submitted")
    assert cost(world, "approval_home", mark="Hoa Thám") == with_one


def test_the_page_of_a_return_however_often_it_was_judged(world):
    world.hand_in(world.head)
    world.as_(world.official)
    key = world.keys(0)
    with_one = cost(world, "approval_return", *key, mark="TH số 1")
    for _ in range(2):
        world.about("reject", 0, reason="Sai lớp 2")
        world.hand_in(world.head)
    world.as_(world.official)
    assert cost(world, "approval_return", *key, mark="Sai lớp 2") == with_one


def test_approving(world):
    world.set_state("submitted")
    make.clerk(world.schools[0])

    def decide():
        RecomputeRequest.objects.all().delete()
        world.as_(world.official)
        with CaptureQueriesContext(connection) as captured:
            world.judge("approve")
        assert set(world.states) == {"approved"}
        return len(captured)

    with_one = decide()
    grow(world)
    for school in world.schools[1:]:
        make.clerk(school)
    world.set_state("submitted")
    assert decide() == with_one
    assert Notice.objects.exists()
