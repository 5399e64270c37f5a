"""Answers: what may be typed, who wrote meanwhile, and what is never lost."""

from decimal import Decimal

import pytest
from django.utils import timezone

from emulation.entries import answers
from emulation.entries.answers import Edit, mark
from emulation.models import Answer, ScoreRequest
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    make.reference()
    criteria = make.criteria_set(groups=("A",))
    entry = make.campaign_entry(make.campaign(criteria))
    return criteria, entry, make.owner(entry.commune)


def one(entry, item):
    return Answer.objects.filter(entry=entry, item=item).first()


def put(world, code, amount="", out_of="", note="", *, seen=None, by=None):
    criteria, entry, owner = world
    item = make.item(criteria, code)
    seen = mark(one(entry, item)) if seen is None else seen
    edit = Edit(item.pk, seen, amount, out_of, note)
    (outcome,) = answers.save(entry, [edit], by=by or owner)
    return outcome


@pytest.mark.parametrize(
    ("code", "typed", "stored"),
    [
        ("A2a", ("1",), (1, None)),
        ("A2a", ("0",), (0, None)),
        ("A3", ("12", "15"), (12, 15)),
        ("A3", ("12,5", "15"), (Decimal("12.5"), 15)),
        ("A4", ("1.200",), (1200, None)),
        ("A5", ("6,25",), (Decimal("6.25"), None)),
    ],
)
def test_what_people_type_is_kept(world, code, typed, stored):
    outcome = put(world, code, *typed, note=" Kế hoạch số 5 ")
    answer = one(world[1], make.item(world[0], code))
    assert outcome.state == "saved"
    assert (answer.amount, answer.out_of) == stored
    assert (answer.note, answer.written_by) == ("Kế hoạch số 5", world[2])
    assert ScoreRequest.objects.get().campaign == world[1].campaign


@pytest.mark.parametrize(
    ("code", "typed", "sentence"),
    [
        ("A2a", ("2",), "Mục này chỉ trả lời Có hoặc Không."),
        ("A3", ("12",), "Hãy nhập cả tổng số, không chỉ số đạt."),
        ("A3", ("", "12"), "Hãy nhập cả số đạt, không chỉ tổng số."),
        ("A3", ("16", "15"), "Số đạt (16) không được lớn hơn tổng số (15)."),
        (
            "A3",
            ("0", "0"),
            "Tổng số phải lớn hơn 0. Nếu không có đối tượng, hãy để trống cả hai.",
        ),
        ("A3", ("1,234", "15"), None),
        ("A4", ("2,5",), None),
        ("A4", ("-1",), "Số không được âm: -1."),
        ("A4", ("nhiều",), None),
        ("A5", ("21",), "Điểm tự cho cao nhất của mục này là 20."),
        ("A5", ("0,125",), None),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_and_changes_nothing(
    world, code, typed, sentence
):
    outcome = put(world, code, *typed, note="giữ lại")
    assert outcome.state == "refused"
    assert outcome.sentences == ([sentence] if sentence else outcome.sentences)
    assert len(outcome.sentences) == 1
    assert not Answer.objects.exists()
    assert not ScoreRequest.objects.exists()


def test_good_items_are_saved_beside_a_bad_one(world):
    criteria, entry, owner = world
    good, bad = make.item(criteria, "A2a"), make.item(criteria, "A4")
    edits = [
        Edit(good.pk, mark(None), "1"),
        Edit(bad.pk, mark(None), "nhiều"),
        Edit(0, mark(None), "1"),
    ]
    outcomes = answers.save(entry, edits, by=owner)
    assert [outcome.state for outcome in outcomes] == ["saved", "refused", "refused"]
    assert outcomes[2].sentences == ["Hồ sơ này không có mục đó."]
    assert [answer.item for answer in Answer.objects.all()] == [good]


def test_second_writer_sees_both_values_and_overwrites_only_knowingly(world):
    criteria, entry, owner = world
    item, before = make.item(criteria, "A4"), mark(None)
    colleague = make.colleague(entry.commune, first_name="Lan", last_name="Hoàng")
    assert put(world, "A4", "3", by=colleague).state == "saved"
    outcome = put(world, "A4", "5", seen=before)
    assert outcome.state == "conflict"
    assert "“3”" in outcome.sentences[0]
    assert colleague.get_full_name() in outcome.sentences[0]
    assert (one(entry, item).amount, outcome.edit.amount) == (Decimal(3), "5")
    assert put(world, "A4", "5", seen=mark(outcome.answer)).state == "saved"
    assert one(entry, item).amount == Decimal(5)
    assert one(entry, item).written_by == owner


def test_untouched_items_and_equal_ones_are_no_conflict(world):
    before = mark(None)
    put(world, "A4", "3")
    # The page still shows nothing there and sends nothing; or the same was typed.
    assert put(world, "A4", "", seen=before).state == "same"
    assert put(world, "A4", "3", seen=before).state == "same"
    assert one(world[1], make.item(world[0], "A4")).amount == Decimal(3)


def test_emptied_answer_keeps_its_row(world):
    put(world, "A3", "3", "4")
    outcome = put(world, "A3", "", "")
    answer = one(world[1], make.item(world[0], "A3"))
    assert outcome.state == "saved"
    assert (answer.amount, answer.out_of) == (None, None)


def test_measured_answer_takes_a_note_and_no_number(world):
    criteria, entry, _owner = world
    item = make.item(criteria, "A4")
    make.answer(entry, item, 4, measured_at=timezone.now(), source={"words": "Đếm"})
    assert put(world, "A4", "9", note="đã đối chiếu").state == "saved"
    answer = one(entry, item)
    assert (answer.amount, answer.note) == (Decimal(4), "đã đối chiếu")
    assert answer.source == {"words": "Đếm"}


def closed(entry, **changes):
    for name, value in changes.items():
        setattr(entry.campaign, name, value)
    entry.campaign.save()


@pytest.mark.parametrize("who", ["stranger", "reader", "clerk elsewhere", "expired"])
def test_only_whoever_fills_it_in_writes(world, who):
    _criteria, entry, _owner = world
    people = {
        "stranger": make.stranger(),
        "reader": make.reader(entry.commune),
        "clerk elsewhere": make.clerk(make.institution()),
        "expired": make.expired(entry.commune),
    }
    outcome = put(world, "A4", "3", by=people[who])
    assert (outcome.state, outcome.sentences) == (
        "refused",
        ["Bạn được xem hồ sơ này nhưng không được sửa."],
    )
    assert not Answer.objects.exists()


def test_after_handing_in_and_after_the_deadline_nothing_is_written(world):
    criteria, entry, owner = world
    late = make.campaign_entry(make.campaign(criteria, due_in=-1))
    outcome = put((criteria, late, make.owner(late.commune)), "A4", "3")
    day = f"{late.campaign.self_due_on:%d/%m/%Y}"
    assert outcome.sentences == [
        (
            f"Đã hết hạn tự đánh giá ({day}). Nếu cần gia hạn, hãy liên hệ Sở Giáo dục và "
            "Đào tạo."
        )
    ]
    make.handed_in(entry, state="submitted")
    outcome = put(world, "A4", "3")
    assert outcome.sentences == [
        "Hồ sơ đang ở bước “Đã nộp, chờ xã thẩm định” nên không sửa được."
    ]
    assert not Answer.objects.exists()


def test_items_that_do_not_concern_the_kind_of_school_are_not_asked(db):
    make.reference()
    everybody = make.criteria_set(groups=("A",))
    other_kinds = make.criteria_set(groups=("B",), institution_kinds=["THPT"])
    communes = make.criteria_set(groups=("C",), participants=["commune"])
    criterion = make.item(everybody, "A4").criterion
    criterion.except_kinds = ["TH"]
    criterion.save()
    campaign = make.campaign(other_kinds, communes, everybody)
    primary = make.campaign_entry(campaign, make.institution("TH"))
    upper = make.campaign_entry(campaign, make.institution("THPT"))

    def codes(entry):
        return [item.code for item in answers.items_of(entry)]

    assert codes(primary) == ["A1", "A2a", "A2b", "A3", "A5"]
    assert codes(upper) == [
        *("B1", "B2a", "B2b", "B3", "B4", "B5"),
        *("A1", "A2a", "A2b", "A3", "A4", "A5"),
    ]
