"""Who gets which entry: everybody equally, pairs by a drawn sample, again only the rest."""

import pytest

from communes.models import Notice
from emulation.models import Review
from emulation.reviews import assigning
from emulation.reviews.marking import ReviewError
from tests import factories as make
from tests.emulation.review_world import ReviewWorld

pytestmark = pytest.mark.django_db


def world_with(number, **fields):
    world = ReviewWorld(**fields)
    world.entries = [world.entry, *(world.handed_in() for _n in range(number - 1))]
    world.campaign.entries.update(state="confirmed")
    return world


def dealt(world):
    rows = Review.objects.filter(stage="department").order_by("entry", "slot")
    return list(rows.values_list("entry", "slot", "reviewer"))


def test_every_entry_gets_one_and_a_share_two_different_people():
    world = world_with(20, double_share=30)
    plan = world.assign()
    assert (plan.firsts, plan.seconds, plan.thirds, plan.lacking) == (20, 6, 0, 0)
    rows = dealt(world)
    assert sorted(entry for entry, slot, _who in rows if slot == 1) == sorted(
        entry.pk for entry in world.entries
    )
    pairs = {entry for entry, slot, _who in rows if slot == 2}
    assert pairs == assigning.sampled(world.campaign)
    assert len({(entry, who) for entry, _slot, who in rows}) == len(rows) == 26
    loads = sorted(plan.loads.values())
    assert loads[-1] - loads[0] <= 1


def test_the_sample_is_drawn_again_alike_and_otherwise_with_another_seed():
    world = world_with(30, double_share=20)
    drawn = assigning.sampled(world.campaign)
    assert (len(drawn), assigning.sampled(world.campaign)) == (6, drawn)
    # Who has handed in changes nothing: nobody learns by waiting who is marked twice.
    world.campaign.entries.filter(pk__in=list(drawn)[:3]).update(state="submitted")
    assert assigning.sampled(world.campaign) == drawn
    world.campaign.seed += 1
    assert assigning.sampled(world.campaign) != drawn


def test_the_order_of_the_reviewers_changes_nothing():
    world = world_with(12, double_share=50)
    plans = [
        [
            (one.entry_id, one.slot, one.reviewer_id)
            for one in assigning.plan(world.campaign, people).reviews
        ]
        for people in (world.officials, world.officials[::-1])
    ]
    assert plans[0] == plans[1] != []


def test_again_it_adds_only_what_is_missing():
    world = world_with(4, double_share=100)
    world.assign(*world.officials[:2])
    before = dealt(world)
    late = world.handed_in(state="confirmed")
    Notice.objects.all().delete()
    plan = world.assign(*world.officials)
    assert [one.entry_id for one in plan.reviews] == [late.pk, late.pk]
    assert [row for row in dealt(world) if row[0] != late.pk] == before
    # Whoever has had least so far is given the new one.
    assert world.officials[2].pk in {one.reviewer_id for one in plan.reviews}
    assert set(Notice.objects.values_list("text", flat=True)) == {
        f"Bạn được giao thẩm định 1 hồ sơ của {world.campaign.name}."
    }
    assert world.assign(*world.officials).reviews == ()


def test_only_what_waits_for_the_department_is_given_out():
    world = world_with(3)
    states = ("draft", "submitted", "confirmed")
    for entry, state in zip(world.entries, states, strict=True):
        type(entry).objects.filter(pk=entry.pk).update(state=state)
    plan = world.assign()
    assert [one.entry_id for one in plan.reviews] == [world.entries[2].pk]


def test_nobody_reviews_what_she_handed_in():
    world = world_with(6, double_share=0)
    mine = world.officials[0]
    world.campaign.entries.update(submitted_by=mine)
    world.assign(*world.officials[:2])
    assert {who for _entry, _slot, who in dealt(world)} == {world.officials[1].pk}


def test_a_pair_needs_two_people():
    world = world_with(2, double_share=100)
    with pytest.raises(ReviewError, match="Có 2 lượt không giao được"):
        world.assign(world.officials[0])
    assert dealt(world) == []


@pytest.mark.parametrize("who", ["head", "clerk", "reader", "gone", "expired"])
def test_reviewers_are_the_departments_people_in_use(who):
    world = world_with(1)
    world.gone = make.official(is_active=False)
    world.expired = make.official(expires_on="2020-12-31")
    with pytest.raises(ReviewError, match="tài khoản của Sở đang sử dụng"):
        world.assign(getattr(world, who))
    assert dealt(world) == []


def test_only_an_administrator_assigns_and_names_somebody():
    world = world_with(1)
    for person in (world.officials[0], world.head, world.clerk):
        with pytest.raises(ReviewError, match="Chỉ quản trị"):
            assigning.assign(world.campaign, reviewers=world.officials, by=person)
    with pytest.raises(ReviewError, match="ít nhất một người"):
        assigning.assign(world.campaign, reviewers=[], by=world.admin)
    assert dealt(world) == []


@pytest.mark.parametrize("number", [1, 3])
def test_assigning_costs_the_same_for_one_and_for_three(
    number, django_assert_num_queries
):
    world = world_with(number, double_share=100)
    with django_assert_num_queries(4):
        assigning.plan(world.campaign, world.officials)
