"""How strict a reviewer is, against figures counted here by hand."""

from decimal import Decimal

import pytest

from emulation.models import ItemScore
from emulation.reviews import severity
from tests import factories as make
from tests.emulation.review_world import ReviewWorld

pytestmark = pytest.mark.django_db
ITEMS = ("A2a", "A2b", "A3", "A4", "A5")


@pytest.fixture
def world(db):
    world = ReviewWorld()
    make.handed_in(world.entry, by=world.clerk, state="confirmed")
    return world


def marked(world, reviewer, entry=None, *, slot=1, **points):
    marks = {world.item(code): value for code, value in points.items()}
    entry = entry or world.entry
    return make.review(entry, reviewer, marks=marks, slot=slot)


def claimed(world, entry, **points):
    for code, value in points.items():
        ItemScore.objects.create(
            entry=entry, item=world.item(code), self_points=value, source="self"
        )


def by_person(world):
    return {one.reviewer: one for one in severity.of(world.campaign)}


def test_a_pair_is_compared_in_per_cent_of_each_item(world):
    strict, mild, third = world.officials
    # Out of 20, 10, 30, 20 and 20: apart by 10, 50, 0, 25 and 40 per cent.
    marked(world, strict, A2a=18, A2b=5, A3=30, A4=10, A5=4)
    marked(world, mild, slot=2, A2a=20, A2b=10, A3=30, A4=15, A5=12)
    marked(world, third, slot=3, A5=20)
    found = by_person(world)
    assert set(found) == {strict, mild}
    assert [found[one].difference for one in (strict, mild)] == [-25, 25]
    assert [found[one].pairs for one in (strict, mild)] == [5, 5]
    assert found[strict].words == "Chấm thấp hơn người cùng chấm 25,0% điểm của mục."
    assert found[mild].words == "Chấm cao hơn người cùng chấm 25,0% điểm của mục."


def test_few_pairs_say_nothing(world):
    first, second, _third = world.officials
    four = dict.fromkeys(ITEMS[:4], 1)
    marked(world, first, A5=1, **four)
    marked(world, second, slot=2, **four)
    found = by_person(world)
    assert [one.pairs for one in found.values()] == [4, 4]
    assert {one.difference for one in found.values()} == {None}
    assert found[first].words == "Chưa đủ mục chấm đôi để nói về độ nghiêm."


def test_alike_is_said_so(world):
    first, second, _third = world.officials
    marked(world, first, **dict.fromkeys(ITEMS, 10))
    marked(world, second, slot=2, **dict.fromkeys(ITEMS, 10))
    words = by_person(world)[first].words
    assert words == "Chấm gần như người cùng chấm (lệch 0,0% điểm của mục)."


def test_the_share_is_sum_over_sum_of_what_was_claimed(world):
    first, second, _third = world.officials
    other = world.handed_in(state="confirmed")
    claimed(world, world.entry, A2a=20, A5=5, A4=0)
    claimed(world, other, A3=30)
    # Nothing was claimed for A4 and nothing is known of A2b: neither counts.
    marked(world, first, A1=1, A2a=10, A5=5, A4=7, A2b=3)
    marked(world, second, other, A3=30)
    found = by_person(world)
    assert found[first].share == Decimal(60)
    assert found[second].share == 100
    assert {one.share_of_all for one in found.values()} == {Decimal(45) * 100 / 55}
    assert [one.entries for one in found.values()] == [1, 1]


def test_open_reviews_and_other_campaigns_do_not_count(world):
    first, second, _third = world.officials
    make.review(world.entry, first, marks={world.item("A5"): 3}, finished=False)
    elsewhere = make.campaign(world.set, due_in=0)
    entry = make.handed_in(make.campaign_entry(elsewhere))
    make.review(entry, second, marks={world.item("A5"): 3})
    assert severity.of(world.campaign) == []
    assert [one.reviewer for one in severity.of(elsewhere)] == [second]
