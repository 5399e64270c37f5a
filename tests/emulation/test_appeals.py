"""Appeals: raised while there is time, decided once, by somebody else, told to the school."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from communes.models import Notice, User
from emulation.models import Appeal, ItemScore, ScoreRequest
from emulation.reviews import appeals
from emulation.reviews.marking import ReviewError
from tests import factories as make
from tests.emulation.review_world import ReviewWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    world = ReviewWorld()
    make.handed_in(world.entry, by=world.clerk, state="verified")
    ItemScore.objects.create(
        entry=world.entry,
        item=world.item("A5"),
        self_points=20,
        points=12,
        low=12,
        high=12,
        source="department",
    )
    return world


def raised(world, by=None, item="A5", reason="Đã nộp bổ sung"):
    return appeals.raise_appeal(
        world.entry, world.item(item), reason=reason, by=by or world.clerk
    )


def decided(appeal, by, **fields):
    return appeals.decide(
        appeal, **{"granted": False, "answer": "Giữ nguyên", "by": by, **fields}
    )


@pytest.mark.parametrize("who", ["clerk", "head", "officer"])
def test_whoever_fills_in_may_appeal(world, who):
    by = getattr(world, who)
    appeal = raised(world, by=by, reason=" Đã nộp bổ sung ")
    assert (appeal.reason, appeal.raised_by) == ("Đã nộp bổ sung", by)
    assert list(world.entry.steps.values_list("step", "by", "reason")) == [
        ("appeal", by.pk, "A5: Đã nộp bổ sung")
    ]
    told = set(Notice.objects.values_list("recipient", flat=True))
    department = User.objects.filter(role__in=("admin", "official"))
    assert told == set(department.values_list("pk", flat=True)) > {world.admin.pk}


@pytest.mark.parametrize("who", ["reader", "stranger", "official"])
def test_nobody_else_appeals(world, who):
    world.official = world.officials[0]
    with pytest.raises(ReviewError, match="không kiến nghị thay"):
        raised(world, by=getattr(world, who))
    assert not Appeal.objects.exists()


def test_the_last_day_counts_and_the_next_does_not(world):
    today = timezone.localdate()
    world.campaign.self_due_on = today - timedelta(days=2)
    world.campaign.appeal_due_on = today
    world.campaign.save()
    raised(world)
    world.campaign.appeal_due_on = today - timedelta(days=1)
    world.campaign.save()
    with pytest.raises(ReviewError, match="Đã hết hạn kiến nghị"):
        raised(world, item="A4")
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize("state", ["draft", "submitted", "confirmed", "returned"])
def test_only_verified_points_are_appealed_against(world, state):
    fields = {"returned_by": world.admin, "returned_at": timezone.now(), "reason": "x"}
    make.handed_in(world.entry, by=world.clerk, state=state, verified_at=None, **fields)
    with pytest.raises(ReviewError, match="sau khi Sở thẩm định xong"):
        raised(world)


def test_one_item_is_appealed_once_and_needs_a_reason(world):
    raised(world)
    with pytest.raises(ReviewError, match="Mục A5 đã được kiến nghị"):
        raised(world, by=world.head)
    with pytest.raises(ReviewError, match="Hãy ghi lý do"):
        raised(world, item="A4", reason=" ")
    with pytest.raises(ReviewError, match="không thuộc hồ sơ"):
        appeals.raise_appeal(
            world.entry,
            make.item(make.criteria_set(), "A5"),
            reason="Khác",
            by=world.clerk,
        )
    assert Appeal.objects.count() == 1


def test_a_granted_appeal_raises_the_points_and_tells_the_school(world):
    appeal = raised(world)
    ScoreRequest.objects.all().delete()
    Notice.objects.all().delete()
    appeal = decided(
        appeal,
        world.officials[0],
        granted=True,
        points=Decimal(18),
        answer="Đủ minh chứng",
    )
    assert (appeal.is_granted, appeal.points) == (True, 18)
    assert world.entry.steps.last().reason == "A5: Đủ minh chứng"
    assert ScoreRequest.objects.get().campaign == world.campaign
    people = {world.clerk.pk, world.head.pk, world.officer.pk}
    assert set(Notice.objects.values_list("recipient", flat=True)) == people
    assert "Sở chấp nhận kiến nghị" in Notice.objects.first().text


def test_a_refused_appeal_leaves_the_points(world):
    appeal = decided(raised(world), world.admin, points=Decimal(18))
    assert (appeal.is_granted, appeal.points) == (False, None)
    assert "Sở giữ nguyên điểm mục A5" in Notice.objects.first().text


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (None, "Hãy ghi điểm"),
        (Decimal(12), "cao hơn 12"),
        (Decimal("11.5"), "cao hơn 12"),
        (Decimal("20.01"), "từ 0 đến 20"),
        (Decimal("-1"), "từ 0 đến 20"),
    ],
)
def test_granted_points_are_higher_and_within_the_item(world, points, words):
    appeal = raised(world)
    with pytest.raises(ReviewError, match=words):
        decided(appeal, world.admin, granted=True, points=points)
    assert Appeal.objects.get().decided_at is None


def test_every_decision_has_an_answer(world):
    with pytest.raises(ReviewError, match="Hãy ghi trả lời"):
        decided(raised(world), world.admin, answer=" ")


def test_nobody_decides_twice_nor_her_own(world):
    appeal = raised(world, by=world.admin)
    with pytest.raises(ReviewError, match="Bạn là người kiến nghị"):
        decided(appeal, world.admin)
    for person in (world.head, world.clerk, world.reader, world.stranger):
        with pytest.raises(ReviewError, match="Chỉ Sở"):
            decided(appeal, person)
    decided(appeal, world.officials[0])
    with pytest.raises(ReviewError, match="đã có người giải quyết"):
        decided(appeal, world.officials[1])
