"""Two people at once about one entry: the second waits, and it is verified once."""

from decimal import Decimal

import pytest

from emulation.models import Entry, Review
from emulation.reviews import appeals, assigning, reviewing
from emulation.reviews.marking import ReviewError
from tests import factories as make
from tests import together
from tests.emulation.review_world import ReviewWorld

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair(transactional_db):
    world = ReviewWorld(double_share=100, tolerance=20)
    reviewing.confirm(world.entry, by=world.head)
    world.assign(*world.officials[:2])
    return world


def meanwhile(first, second):
    return together.meanwhile(first, second, ReviewError)


def finish(review):
    return reviewing.finish(review, by=review.reviewer)


def verified(world):
    return list(world.entry.steps.filter(step="verify").values_list("by", flat=True))


def test_two_reviewers_who_finish_at_once_verify_once(pair):
    first, second = pair.review(), pair.review(slot=2)
    pair.mark_all(first)
    pair.mark_all(second)
    done = meanwhile(lambda: finish(first), lambda: finish(second))
    assert done == ("confirmed", "verified")
    assert verified(pair) == [None]
    assert Entry.objects.get(pk=pair.entry.pk).state == "verified"


def test_two_who_disagree_at_once_call_one_third(pair):
    first, second = pair.review(), pair.review(slot=2)
    pair.mark_all(first)
    pair.mark_all(second, points=Decimal(0))
    done = meanwhile(lambda: finish(first), lambda: finish(second))
    assert done == ("confirmed", "confirmed")
    assert Review.objects.filter(entry=pair.entry, slot=3).count() == 1
    assert verified(pair) == []


def test_who_sends_back_first_takes_the_review_away(pair):
    first = pair.review()
    pair.mark_all(first)
    _done, second = meanwhile(
        lambda: reviewing.give_back(pair.entry, by=pair.officials[2], reason="Sai"),
        lambda: finish(first),
    )
    assert isinstance(second, ReviewError)
    assert Entry.objects.get(pk=pair.entry.pk).state == "returned"
    assert not Review.objects.exists()


def test_two_assignments_at_once_give_each_entry_out_once(pair):
    late = pair.handed_in(state="confirmed")

    def assign():
        people = pair.officials[:2]
        plan = assigning.assign(pair.campaign, reviewers=people, by=pair.admin)
        return len(plan.reviews)

    assert meanwhile(assign, assign) == (2, 0)
    assert late.reviews.count() == 2


def test_an_appeal_is_decided_once(pair):
    make.handed_in(pair.entry, by=pair.clerk, state="verified")
    appeal = appeals.raise_appeal(
        pair.entry, pair.item("A5"), reason="Có thêm tệp", by=pair.clerk
    )

    def decide(by):
        return appeals.decide(appeal, granted=False, answer="Giữ nguyên", by=by)

    _done, second = meanwhile(
        lambda: decide(pair.officials[0]), lambda: decide(pair.officials[1])
    )
    assert "đã có người giải quyết" in str(second)
    appeal.refresh_from_db()
    assert appeal.decided_by == pair.officials[0]
