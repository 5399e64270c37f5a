"""From handed in to verified: the commune's check, sending back, pairs and thirds."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from communes.models import Notice, User
from emulation.models import EntryStep, Review, ReviewMark, ScoreRequest
from emulation.reviews import marking, reviewing
from emulation.reviews.marking import ReviewError
from emulation.reviews.progress import progress
from tests import factories as make
from tests.emulation.review_world import ReviewWorld

pytestmark = pytest.mark.django_db
FULL = {"A1": 1, "A2a": 20, "A2b": 10, "A3": 30, "A4": 20, "A5": 20}


@pytest.fixture
def world(db):
    return ReviewWorld()


def state(entry):
    entry.refresh_from_db()
    return entry.state


def points(review):
    return dict(review.marks.values_list("item__code", "points"))


def steps(entry):
    return list(entry.steps.values_list("step", "by", "reason"))


def test_a_check_agrees_where_the_checker_gives_nothing_of_her_own(world):
    check = reviewing.begin_check(world.entry, by=world.head)
    marking.save_marks(check, {world.item("A3"): (Decimal(12), "Thiếu")}, by=world.head)
    ScoreRequest.objects.all().delete()
    reviewing.confirm(world.entry, by=world.head)
    check.refresh_from_db()
    assert points(check) == FULL | {"A3": 12}
    assert check.finished_at is not None
    assert (state(world.entry), world.entry.confirmed_by) == ("confirmed", world.head)
    assert steps(world.entry) == [("confirm", world.head.pk, "")]
    assert list(ScoreRequest.objects.values_list("campaign", flat=True)) == [
        world.campaign.pk
    ]


def test_an_agreed_measurement_stays_a_measurement(world):
    entry = make.campaign_entry(world.campaign, make.institution(commune=world.commune))
    make.full_answers(entry)
    measured = entry.answers.get(item=world.item("A4"))
    measured.measured_at = timezone.now()
    measured.save()
    make.handed_in(entry, by=world.clerk, state="submitted")
    reviewing.confirm(entry, by=world.officer)
    assert "A4" not in points(entry.reviews.get())


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("clerk", "không thẩm định hồ sơ"),
        ("reader", "không thẩm định hồ sơ"),
        ("stranger", "không thẩm định hồ sơ"),
        ("admin", "không thẩm định hồ sơ"),
    ],
)
def test_nobody_but_the_communes_editors_checks(world, who, words):
    with pytest.raises(ReviewError, match=words):
        reviewing.confirm(world.entry, by=getattr(world, who))
    assert (state(world.entry), Review.objects.count()) == ("submitted", 0)


def test_nobody_checks_what_she_handed_in_herself(world):
    entry = world.handed_in(make.institution(commune=world.commune), by=world.officer)
    with pytest.raises(ReviewError, match="một người khác của xã"):
        reviewing.confirm(entry, by=world.officer)
    reviewing.confirm(entry, by=world.head)
    assert state(entry) == "confirmed"


def test_a_second_confirmation_moves_nothing(world):
    reviewing.confirm(world.entry, by=world.head)
    with pytest.raises(ReviewError, match="không chờ xã"):
        reviewing.confirm(world.entry, by=world.officer)
    assert [step for step, _by, _reason in steps(world.entry)] == ["confirm"]


def test_the_commune_sends_back_and_tells_the_school(world):
    due = timezone.localdate() + timedelta(days=5)
    reviewing.give_back(
        world.entry, by=world.head, reason=" Thiếu minh chứng ", due_on=due
    )
    assert state(world.entry) == "returned"
    assert (world.entry.reason, world.entry.due_on) == ("Thiếu minh chứng", due)
    assert steps(world.entry) == [("return", world.head.pk, "Thiếu minh chứng")]
    told = Notice.objects.values_list("recipient", flat=True)
    assert sorted(told) == sorted([world.clerk.pk, world.officer.pk])
    assert "Lý do: Thiếu minh chứng" in Notice.objects.first().text


def test_the_department_sends_back_and_marks_begin_anew(world):
    reviewing.confirm(world.entry, by=world.head)
    world.assign()
    world.mark_all(world.review())
    reviewing.give_back(world.entry, by=world.officials[0], reason="Sai số liệu")
    assert state(world.entry) == "returned"
    assert (Review.objects.count(), ReviewMark.objects.count()) == (0, 0)
    assert world.entry.confirmed_by is None
    assert steps(world.entry)[-1][2] == (
        "Sai số liệu\nĐiểm đã chấm (2 lượt) được bỏ, sẽ chấm lại khi nộp lại."
    )
    # Handed in again by the one who checked it before, it goes the whole way.
    make.handed_in(world.entry, by=world.head, state="submitted")
    reviewing.confirm(world.entry, by=world.officer)
    world.assign()
    world.mark_all(world.review())
    assert reviewing.finish(world.review(), by=world.review().reviewer) == "verified"


@pytest.mark.parametrize("who", ["clerk", "reader", "stranger", "head"])
def test_nobody_else_sends_back_what_waits_for_the_department(world, who):
    reviewing.confirm(world.entry, by=world.officer)
    with pytest.raises(ReviewError, match="không chờ bạn"):
        reviewing.give_back(world.entry, by=getattr(world, who), reason="Sai")
    assert state(world.entry) == "confirmed"


def test_a_return_needs_a_reason_and_a_day_that_is_left(world):
    world.entry.due_on = timezone.localdate() - timedelta(days=1)
    world.entry.save()
    with pytest.raises(ReviewError) as refused:
        reviewing.give_back(world.entry, by=world.head, reason=" ")
    assert refused.value.sentences == [
        "Hãy ghi lý do trả lại để đơn vị biết phải sửa gì.",
        "Hạn của hồ sơ đã qua; hãy chọn hạn nộp lại cho đơn vị.",
    ]
    late = world.campaign.review_due_on + timedelta(days=1)
    with pytest.raises(ReviewError, match="Hạn nộp lại phải từ hôm nay"):
        reviewing.give_back(world.entry, by=world.head, reason="Sai", due_on=late)


def test_wrong_marks_are_named_and_the_right_ones_kept(world):
    check = reviewing.begin_check(world.entry, by=world.head)
    items = {code: world.item(code) for code in FULL}
    wrong = marking.save_marks(
        check,
        {
            items["A1"]: (Decimal("0.5"), ""),
            items["A2a"]: (Decimal(21), ""),
            items["A2b"]: (Decimal("-1"), ""),
            items["A3"]: (Decimal("7.125"), ""),
            items["A4"]: (None, "Chưa rõ"),
            items["A5"]: (Decimal("7.5"), " Đúng "),
        },
        by=world.head,
    )
    assert {item.code: words for item, words in wrong.items()} == {
        "A1": "Mục bắt buộc chỉ có Đạt hoặc Không đạt.",
        "A2a": "Điểm phải từ 0 đến 20.",
        "A2b": "Điểm phải từ 0 đến 10.",
        "A3": "Điểm có nhiều nhất hai chữ số thập phân.",
        "A4": "Hãy cho điểm; nhận xét được lưu cùng với điểm.",
    }
    assert list(check.marks.values_list("item__code", "points", "comment")) == [
        ("A5", Decimal("7.50"), "Đúng")
    ]
    marking.save_marks(check, {items["A5"]: (None, "")}, by=world.head)
    assert not check.marks.exists()


def test_items_of_a_foreign_set_are_not_marked(world):
    other = make.item(make.criteria_set(), "A3")
    check = reviewing.begin_check(world.entry, by=world.head)
    marking.save_marks(check, {other: (Decimal(1), "")}, by=world.head)
    assert not check.marks.exists()


def test_an_unfinished_review_says_what_is_missing(world):
    reviewing.confirm(world.entry, by=world.head)
    world.assign()
    review = world.review()
    marking.save_marks(review, {world.item("A1"): (Decimal(1), "")}, by=review.reviewer)
    with pytest.raises(ReviewError) as refused:
        reviewing.finish(review, by=review.reviewer)
    assert refused.value.sentences == ["Còn 5 mục chưa có điểm: A2a, A2b, A3, A4, A5."]
    assert state(world.entry) == "confirmed"


def test_only_the_reviewer_marks_and_finishes(world):
    reviewing.confirm(world.entry, by=world.head)
    world.assign(world.officials[0], world.officials[1])
    review = world.review()
    for person in (world.admin, world.officials[2], world.head, world.clerk):
        with pytest.raises(ReviewError, match="không giao cho bạn"):
            marking.save_marks(review, {}, by=person)
        with pytest.raises(ReviewError, match="không giao cho bạn"):
            reviewing.finish(review, by=person)
    assert review.marks.count() == 0


def test_one_review_verifies_where_one_is_needed(world):
    reviewing.confirm(world.entry, by=world.head)
    world.assign()
    world.mark_all(world.review())
    Notice.objects.all().delete()
    assert reviewing.finish(world.review(), by=world.review().reviewer) == "verified"
    assert steps(world.entry)[-1] == ("verify", None, "")
    told = Notice.objects.values_list("recipient", flat=True)
    assert set(told) == {world.clerk.pk, world.head.pk, world.officer.pk}
    assert "kiến nghị đến hết" in Notice.objects.first().text
    with pytest.raises(ReviewError, match="đã xong"):
        reviewing.finish(world.review(), by=world.review().reviewer)


def paired(**fields):
    world = ReviewWorld(double_share=100, **fields)
    reviewing.confirm(world.entry, by=world.head)
    world.assign()
    return world


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_pair_that_agrees_verifies_when_both_are_done(order):
    world = paired(tolerance=20)
    first, second = (world.review(slot=slot) for slot in order)
    world.mark_all(first)
    # A5 is out of 20: four points apart is what 20 per cent tolerate.
    world.mark_all(second, A5=16)
    assert reviewing.finish(first, by=first.reviewer) == "confirmed"
    assert reviewing.finish(second, by=second.reviewer) == "verified"


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_a_third_settles_only_what_is_disputed(order):
    world = paired(tolerance=20)
    first, second = (world.review(slot=slot) for slot in order)
    world.mark_all(first)
    world.mark_all(second, A5=Decimal("15.99"), A1=0, A3=25)
    reviewing.finish(first, by=first.reviewer)
    assert reviewing.finish(second, by=second.reviewer) == "confirmed"
    third = world.review(slot=3)
    assert third.reviewer not in (first.reviewer, second.reviewer)
    assert [item.code for item in marking.items_of(third)] == ["A1", "A5"]
    marks = {world.item(code): (Decimal(1), "") for code in ("A1", "A3", "A5")}
    marking.save_marks(third, marks, by=third.reviewer)
    assert points(third) == {"A1": 1, "A5": 1}
    assert reviewing.finish(third, by=third.reviewer) == "verified"


def test_a_dispute_without_a_third_person_waits_for_one():
    world = paired()
    first, second = world.review(), world.review(slot=2)
    pair = [first.reviewer_id, second.reviewer_id]
    User.objects.exclude(pk__in=pair).update(is_active=False)
    world.mark_all(first)
    world.mark_all(second, points=0)
    reviewing.finish(first, by=first.reviewer)
    assert reviewing.finish(second, by=second.reviewer) == "confirmed"
    assert not Review.objects.filter(slot=3).exists()
    newcomer = make.official()
    plan = world.assign(newcomer)
    assert (plan.thirds, world.review(slot=3).reviewer) == (1, newcomer)


def test_nothing_moves_after_the_announcement(world):
    reviewing.confirm(world.entry, by=world.head)
    world.assign()
    world.campaign.announced_at = timezone.now()
    world.campaign.announced_by = world.admin
    world.campaign.save()
    with pytest.raises(ReviewError, match="đã công bố"):
        marking.save_marks(world.review(), {}, by=world.review().reviewer)
    with pytest.raises(ReviewError, match="không còn mở"):
        reviewing.give_back(world.entry, by=world.admin, reason="Sai")
    with pytest.raises(ReviewError, match="đang diễn ra"):
        world.assign()


def test_progress_counts_where_everything_stands(db):
    world = ReviewWorld(double_share=100)
    world.handed_in(state="confirmed")
    world.handed_in(state="confirmed")
    make.campaign_entry(world.campaign)
    world.assign()
    world.handed_in(state="confirmed")
    found = progress(world.campaign)
    assert found.states == {"submitted": 1, "confirmed": 3, "draft": 1}
    assert (found.unassigned, found.open, found.finished) == (1, 4, 0)
    assert (found.doubles, found.thirds, found.appeals) == (2, 0, 0)


def test_steps_keep_the_self_score_of_the_moment(world):
    world.handed_in(part=Decimal("0.5"))
    reviewing.confirm(world.entry, by=world.head)
    assert EntryStep.objects.get().self_score == 100
