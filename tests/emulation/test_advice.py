"""The three cheapest points: what is mandatory first, then effort, group and gain."""

from decimal import Decimal

import pytest

from emulation.entries import advice, self_scores
from emulation.entries.answers import items_of
from emulation.models import Answer, Item
from tests import factories as make

pytestmark = pytest.mark.django_db

HARD = {"A2a", "A5", "B5"}


@pytest.fixture
def entry(db):
    """Two groups; what is easy, middling and hard is told apart by its code."""
    make.reference()
    criteria = make.criteria_set()
    rows = Item.objects.filter(criterion__group__criteria_set=criteria)
    rows.filter(code__in=HARD).update(effort=Item.Effort.HIGH)
    rows.filter(code__in=["A3", "B3"]).update(effort=Item.Effort.LOW)
    return make.campaign_entry(make.campaign(criteria))


def advised(entry):
    answers = {row.item_id: row for row in Answer.objects.filter(entry=entry)}
    own = self_scores.of(entry, answers)
    lowest = advice.holding_down(own.sets)
    return advice.cheapest(items_of(entry), answers, own.points, lowest)


def codes(entry):
    return [one.item.code for one in advised(entry)]


def put(entry, code, amount, out_of=None):
    item = items_of(entry)
    item = next(one for one in item if one.code == code)
    Answer.objects.update_or_create(
        entry=entry, item=item, defaults={"amount": amount, "out_of": out_of}
    )


def test_missing_mandatory_criteria_come_before_any_points(entry):
    assert codes(entry)[:2] == ["A1", "B1"]
    put(entry, "A1", 0)
    put(entry, "B1", 1)
    assert codes(entry)[0] == "A1"
    assert advised(entry)[0].sentences[0] == (
        "Tiêu chí A1 là bắt buộc: còn thiếu thì không được xếp trên mức 1, dù nhiều "
        "điểm."
    )


def test_easy_before_hard_and_the_group_that_holds_the_level_down_first(entry):
    make.full_answers(entry)
    for code in ("A2b", "A3", "B3", "B2a", "B5"):
        put(entry, code, 0, 10 if code in ("A3", "B3") else None)
    # Group A has 60 points, group B 30: B holds the level down.
    assert codes(entry) == ["B3", "A3", "B2a"]
    first = advised(entry)[0]
    assert first.gain == Decimal(30)
    assert first.sentences == (
        "Còn được thêm 30 điểm.",
        "Cần thêm 8 (đạt 8 trên 10) để đủ điểm.",
        "Việc dễ: văn bản, khai báo.",
        "Nhóm B đang thấp nhất nên giữ mức của đơn vị lại.",
    )


def test_of_equal_efforts_in_one_group_the_greater_gain_comes_first(entry):
    make.full_answers(entry)
    for code, amount in (("A2b", 0), ("A4", 2), ("B2a", 0)):
        put(entry, code, amount)
    # Group B misses 20 points, group A 22: A holds the level down.
    assert codes(entry) == ["A4", "A2b", "B2a"]
    assert advised(entry)[0].sentences[:2] == (
        "Còn được thêm 12 điểm.",
        "Cần thêm 3 để đủ 5.",
    )


def test_nothing_left_to_win_gives_no_advice(entry):
    make.full_answers(entry)
    assert advised(entry) == []


def test_unanswered_items_say_so(entry):
    make.full_answers(entry)
    Answer.objects.filter(item__code="A4").delete()
    (only,) = advised(entry)
    assert (only.item.code, only.gain) == ("A4", Decimal(20))
    assert "Mục này chưa trả lời." in only.sentences
