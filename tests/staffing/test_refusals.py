"""What the verbs of staff refuse, and in which words."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from staffing import actions
from staffing.models import Post
from tests import factories as make

from .world import LATER, START, World, career, move_to, refusal, teacher

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def world(db):
    return World()


def test_move_on_or_before_the_first_day(world):
    assert refusal(actions.move, **move_to(world, day=START)) == {
        "day": [
            "Ngày 01/09/2015 phải sau ngày bắt đầu phân công hiện tại (01/09/2015)."
        ]
    }


def test_move_out_of_reach(world):
    assert refusal(actions.move, **move_to(world, institution=world.far)) == {
        "institution": ["Trường TH Bình Gia không thuộc phạm vi quản lý của bạn."]
    }


def test_a_year_written_wrong(world):
    ahead = timezone.localdate() + timedelta(days=400)
    sentence = f"Ngày {ahead:%d/%m/%Y} cách hôm nay hơn một năm. Hãy kiểm tra lại năm."
    assert refusal(actions.move, **move_to(world, day=ahead)) == {"day": [sentence]}


def test_school_that_is_closed_on_the_day(world):
    world.beside.closed_on = date(2025, 8, 1)
    world.beside.save()
    assert refusal(actions.move, **move_to(world)) == {
        "day": ["Trường THCS Khánh Khê không hoạt động vào ngày 15/10/2025."]
    }


@pytest.mark.parametrize("state", ["approved", "locked"])
@pytest.mark.parametrize("school", ["here", "beside"])
def test_approved_numbers_stand_whoever_asks(world, state, school):
    make.school_return(getattr(world, school), state=state)
    name = getattr(world, school).name
    sentence = (
        f"Số liệu ngày 30/09/2025 của {name} đã được duyệt, nên không ghi được thay "
        "đổi từ ngày 30/09/2025. Hãy gửi yêu cầu mở khóa báo cáo của trường, hoặc "
        "chọn ngày sau 30/09/2025."
    )
    told = [
        refusal(actions.move, **move_to(world, by=by, day=date(2025, 9, 30)))
        for by in (world.head, world.admin)
    ]
    assert told == [{"day": [sentence]}] * 2
    assert len(career(world.person)) == 1
    # The day after is nobody's business but the school's.
    actions.move(**move_to(world, day=date(2025, 10, 1)))
    assert len(career(world.person)) == 2


@pytest.mark.parametrize("state", ["draft", "submitted", "rejected"])
def test_numbers_not_approved_may_change(world, state):
    make.school_return(world.here, state=state)
    actions.move(**move_to(world, day=date(2025, 9, 1)))
    assert len(career(world.person)) == 2


@pytest.mark.parametrize(
    ("action", "values"),
    [
        (actions.resign, {}),
        (actions.retire, {}),
        (actions.transfer_out, {}),
        (actions.come_back, {}),
        (actions.leave, {"kind": "sick"}),
        (actions.change, {"work": "principal"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_no_verb_reaches_back_before_an_approval(world, action, values):
    make.school_return(world.here, state="locked")
    if action is actions.come_back:
        make.absence(world.person, started_on=date(2025, 1, 1))
    if "work" in values:
        values = {"work": teacher(post=Post.objects.get(pk="principal"))}
    met = refusal(
        action, by=world.admin, person=world.person, day=date(2025, 9, 30), **values
    )
    assert [list(met), "đã được duyệt" in met["day"][0]] == [["day"], True]


def test_absence_that_ended_before_the_count_is_nobodys_business(world):
    make.school_return(world.here, state="approved")
    actions.leave(
        by=world.head,
        person=world.person,
        kind="sick",
        day=date(2025, 8, 1),
        until=date(2025, 9, 29),
    )
    assert world.person.absences.count() == 1


def test_correcting_a_day_within_a_year_touches_no_count(world):
    make.school_return(world.here, state="approved")
    work = teacher(level="primary")
    actions.correct(
        by=world.head, assignment=world.post, started_on=date(2015, 10, 1), work=work
    )
    met = refusal(
        actions.correct,
        by=world.head,
        assignment=world.post,
        started_on=date(2015, 10, 1),
        work=work | {"contract": "labour"},
    )
    assert (list(met), "đã được duyệt" in met["__all__"][0]) == (["__all__"], True)


def test_absences_do_not_overlap(world):
    make.absence(world.person, "study", started_on=date(2025, 2, 1))
    values = {"by": world.head, "person": world.person, "kind": "sick", "day": LATER}
    assert refusal(actions.leave, **values) == {
        "day": [
            "Trùng với đợt Đi học dài hạn bắt đầu ngày 01/02/2025. Hãy ghi trở lại trước."
        ]
    }


def test_secondment_needs_a_place(world):
    values = {"by": world.head, "person": world.person, "day": LATER}
    assert refusal(actions.leave, kind="seconded", destination=" ", **values) == {
        "destination": ["Hãy ghi nơi nhận biệt phái."]
    }


def test_nobody_returns_who_is_not_away(world):
    values = {"by": world.head, "person": world.person, "day": LATER}
    assert refusal(actions.come_back, **values) == {
        "day": ["Người này không vắng mặt vào ngày đó."]
    }


def test_teacher_of_a_school_with_two_levels_has_one(world):
    both = make.institution("TH-THCS", commune=world.commune, name="Trường TH&THCS")
    assert refusal(actions.move, **move_to(world, institution=both)) == {
        "level": ["Hãy chọn cấp dạy của Trường TH&THCS: Tiểu học, Trung học cơ sở."]
    }


def part_load(world, **values):
    return move_to(world, share=Decimal("0.4"), **values)


def test_part_loads_refused(world):
    make.assignment(world.person, world.beside, is_main=False, share="0.7")
    third = make.institution("TH", commune=world.commune)
    told = [
        refusal(actions.add_part_load, **part_load(world, institution=school))
        for school in (world.here, world.beside, third, world.far)
    ]
    assert told == [
        {"institution": ["Đây là trường chính của người này."]},
        {"institution": ["Người này đã dạy liên trường tại đây."]},
        {"share": ["Tổng tỷ lệ dạy liên trường vượt quá 1."]},
        {"institution": ["Trường TH Bình Gia không thuộc phạm vi quản lý của bạn."]},
    ]


def test_nobody_is_taken_over_who_still_serves(world):
    values = {
        "by": world.far_head,
        "personal_id": world.person.personal_id,
        "birth_date": world.person.birth_date,
        "institution": world.far,
        "work": teacher(),
    }
    assert refusal(actions.take_over, day=LATER, **values) == {
        "day": [
            (
                "Người này còn phân công chính tại Trường TH Khánh Khê. Đơn vị đó phải "
                "ghi chuyển đi hoặc thôi việc trước."
            )
        ]
    }
    actions.resign(by=world.head, person=world.person, day=LATER)
    assert refusal(actions.take_over, day=LATER - DAY, **values) == {
        "day": [
            (
                "Ngày 14/10/2025 trùng với thời gian công tác tại Trường TH Khánh Khê "
                "(đến hết 14/10/2025). Hãy chọn ngày sau đó."
            )
        ]
    }


def test_take_over_reveals_nothing_and_ends_guessing(world, settings):
    settings.STAFF_TAKE_OVER_TRIES = 3
    actions.transfer_out(by=world.head, person=world.person, day=LATER)
    values = {
        "by": world.far_head,
        "institution": world.far,
        "day": LATER,
        "work": teacher(),
    }
    right, wrong = world.person.personal_id, "001001001001"
    pairs = [(right, date(1985, 5, 16)), (wrong, date(1985, 5, 15)), (right, 1985)]
    told = [
        refusal(actions.take_over, personal_id=number, birth_date=born, **values)
        for number, born in [*pairs, (right, date(1985, 5, 15))]
    ]
    nothing = [
        "Không có hồ sơ nào khớp cả số định danh và ngày sinh. Hãy kiểm tra lại."
    ]
    enough = ["Bạn đã thử quá nhiều lần. Hãy thử lại sau một giờ hoặc liên hệ Sở."]
    assert told == [nothing, nothing, nothing, enough]
