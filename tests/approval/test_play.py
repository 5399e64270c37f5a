"""The whole way of a commune's returns, from the checklist to the lock and back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.models import Notice, RecomputeRequest
from tests import factories as make

from .world import PERIOD, World

pytestmark = pytest.mark.django_db
SUBMIT = reverse("entry_submit", args=PERIOD)


@pytest.fixture
def world(client):
    return World(client)


def words(response):
    return " ".join(response.content.decode().split())


def notices_of(person):
    return list(
        Notice.objects.filter(recipient=person)
        .order_by("pk")
        .values_list("text", flat=True)
    )


def test_from_draft_to_lock_and_open_again(world):
    commune_hands_in(world)
    one_is_sent_back_the_rest_is_approved(world)
    the_mended_one_is_handed_in_anew_and_all_is_locked(world)
    an_unlock_is_asked_for_refused_and_granted(world)
    the_granted_time_runs_out(world)


def commune_hands_in(world):
    assert world.hand_in(world.head) == (
        302,
        SUBMIT,
        ["Đã nộp 3 báo cáo. Sở sẽ duyệt và báo lại kết quả."],
    )
    assert world.states == ["submitted"] * 3
    assert list(RecomputeRequest.objects.values_list("commune", "school_year")) == [
        (world.commune.code, make.YEAR)
    ]
    RecomputeRequest.objects.all().delete()


def one_is_sent_back_the_rest_is_approved(world):
    clerk = make.clerk(world.schools[1])
    page = reverse("approval_commune", args=[*PERIOD, world.commune.code])
    reason = "Lớp 3: số học sinh nữ lệch với danh sách lớp."
    status, address, told = world.about("reject", 1, reason=reason)
    assert (status, address) == (
        302,
        reverse("approval_return", args=world.keys(1)),
    )
    assert told == ["Đã từ chối 1 báo cáo; đơn vị đã được báo kèm lý do."]
    assert notices_of(world.head) == [
        f"Sở từ chối báo cáo của TH số 2. Lý do: {reason}"
    ]
    assert notices_of(clerk) == notices_of(world.head)

    status, address, told = world.judge("approve", 0, 2)
    assert (status, address, told) == (
        302,
        page,
        [
            (
                "Đã duyệt 2 báo cáo. Số liệu đang được tính lại, vài giây nữa sẽ có trên"
                " trang của xã và trang tổng quan."
            )
        ],
    )
    assert world.states == ["approved", "rejected", "approved"]
    assert RecomputeRequest.objects.get().commune == world.commune
    assert notices_of(world.head)[1:] == ["Sở đã duyệt báo cáo của TH số 1, TH số 3."]

    shown = words(world.as_(world.head).get("entry_submit", *PERIOD))
    assert f"Sở từ chối: {reason}" in shown
    assert "Đã đủ cả 1 trường, nộp được ngay" in shown
    assert "Đã nộp (2 trường)" in shown


def the_mended_one_is_handed_in_anew_and_all_is_locked(world):
    assert world.hand_in(world.head, 1)[0] == 302
    row = world.rows.get(pk=world.keys(1)[0])
    assert (row.state, row.reason, row.decided_by) == ("submitted", "", None)
    world.about("approve", 1)
    assert world.states == ["approved"] * 3
    assert world.judge("lock")[2] == ["Đã khóa 3 báo cáo."]
    assert world.states == ["locked"] * 3


def an_unlock_is_asked_for_refused_and_granted(world):
    world.as_(world.head)
    asked = world.post("return_unlock_request", *world.keys(0), reason="Sót 2 em")
    assert asked == (
        302,
        f"{SUBMIT}?commune={world.commune.code}",
        ["Đã gửi yêu cầu mở khóa. Sở trả lời sẽ có báo."],
    )
    assert notices_of(world.official) == [
        "TH số 1 gửi yêu cầu mở khóa báo cáo. Lý do: Sót 2 em"
    ]

    refused = world.about("refuse_unlock", 0, reason="Đã chốt số liệu toàn tỉnh")
    assert refused[2] == ["Đã trả lời không mở khóa; đơn vị đã được báo kèm lý do."]
    shown = words(world.as_(world.head).get("entry_submit", *PERIOD))
    assert "Sở không mở khóa: Đã chốt số liệu toàn tỉnh" in shown

    world.post("return_unlock_request", *world.keys(0), reason="Sót 2 em, có văn bản")
    day = timezone.localdate() + timedelta(days=3)
    granted = world.about("unlock", 0, until=f"{day:%Y-%m-%d}")
    assert granted[2] == [
        f"Đã mở khóa đến hết ngày {day:%d/%m/%Y}; đơn vị đã được báo."
    ]
    assert world.states == ["draft", "locked", "locked"]
    assert notices_of(world.head)[-1] == (
        f"Sở đã mở khóa báo cáo của TH số 1 đến 23:59 {day:%d/%m/%Y}."
        " Hãy sửa và nộp lại."
    )


def the_granted_time_runs_out(world):
    # The period itself has locked meanwhile; the granted time is over, too.
    make.open_period(due_in=-9, locks_in=-1)
    world.rows.filter(state="draft").update(
        unlocked_until=timezone.now() - timedelta(seconds=1)
    )
    told = world.hand_in(world.head, 0)[2]
    assert [line.split(":")[0] for line in told] == ["Chưa nộp được. TH số 1"]
    assert "Thời gian mở khóa đã hết" in told[0]
    assert world.states == ["draft", "locked", "locked"]


def test_a_late_commune_is_taken_and_told_kindly(world):
    make.open_period(due_in=-2)
    assert world.hand_in(world.head)[2] == [
        (
            "Đã nộp 3 báo cáo. Sở sẽ duyệt và báo lại kết quả."
            " Nộp sau hạn 2 ngày; Sở vẫn nhận và duyệt như thường."
        )
    ]


def test_the_schools_that_are_ready_go_first_and_the_others_say_what_is_left(world):
    make.pending_cell(world.schools[1], by=world.head)
    shown = words(world.as_(world.head).get("entry_submit", *PERIOD))
    assert "2/3 trường đã đủ, còn 1 việc phải làm" in shown
    assert "Nộp 2 trường đã đủ" in shown
    assert "Nộp cả xã (" not in shown

    status, _address, told = world.hand_in(world.head)
    assert (status, world.states) == (302, ["draft"] * 3)
    assert told == [
        "Chưa nộp được. TH số 2 còn 1 việc phải sửa: “ba mươi” không phải là số. Hãy chỉ gõ chữ số, không kèm chữ hay đơn vị."
    ]

    world.hand_in(world.head, 0, 2)
    assert world.states == ["submitted", "draft", "submitted"]


def test_a_reason_is_needed_and_no_decision_without_a_choice(world):
    world.set_state("submitted")
    assert world.about("reject", 0, reason="  ")[2] == [
        "Hãy ghi lý do từ chối để trường biết cần sửa gì."
    ]
    (told,) = world.as_(world.official).post(
        "approval_commune_approve", *PERIOD, world.commune.code, returns=["nonsense"]
    )[2]
    assert told == "Hãy chọn ít nhất một báo cáo."
    assert world.states == ["submitted"] * 3


def test_a_refused_rejection_keeps_what_was_typed(world):
    world.set_state("submitted")
    tokens = world.tokens(0)
    world.about("approve", 0)
    world.post(
        "approval_return_reject",
        *world.keys(0),
        returns=tokens,
        reason="Sai số lớp ghép",
    )
    page = world.get("approval_commune", *PERIOD, world.commune.code)
    assert "Sai số lớp ghép</textarea>" in words(page)


def test_returns_without_warnings_are_approved_at_once(world):
    world.set_state("submitted")
    page = words(
        world.as_(world.official).get("approval_commune", *PERIOD, world.commune.code)
    )
    assert "Duyệt tất cả báo cáo không có cảnh báo (3)" in page
    assert "Khóa các báo cáo đã duyệt" not in page


def test_the_next_waiting_school_is_named(world):
    world.set_state("submitted")
    page = words(world.as_(world.official).get("approval_return", *world.keys(0)))
    assert "Trường tiếp theo chờ duyệt:" in page
    assert reverse("approval_return", args=world.keys(1)) in page


def test_every_step_is_shown_with_who_and_why(world):
    world.hand_in(world.head)
    world.about("reject", 0, reason="Thiếu lớp 5")
    world.hand_in(world.head, 0)
    world.about("approve", 0)
    world.about("lock", 0)
    page = words(world.get("approval_return", *world.keys(0)))
    steps = page.split('id="steps"')[1]
    places = [
        steps.index(label)
        for label in ("Khóa<", "Duyệt<", "Đã nộp<", "Từ chối<", "Thiếu lớp 5")
    ]
    assert places == sorted(places)
    assert steps.count("Trưởng phòng") == 2


def test_this_year_stands_beside_last_year(world):
    before = make.school_return(world.schools[0], year=make.YEAR - 1)
    make.grade(before, "01", classes=2, pupils=62)
    page = words(world.as_(world.official).get("approval_return", *world.keys(0)))
    assert '<td class="num">50<span class="before">62 <b>−12</b></span></td>' in page
    table = words(world.get("approval_commune", *PERIOD, world.commune.code))
    # Five grades of fifty pupils against one grade of sixty-two.
    assert '250<span class="before">năm trước 62 · <b>+188</b></span>' in table


def test_people_are_told_in_the_language_of_the_screens(world):
    """Whoever decides may be reading English; the commune and the clerk are not."""
    clerk = make.clerk(world.schools[0])
    world.set_state("submitted")
    world.as_(world.official).client.cookies["django_language"] = "en"
    (pk,), tokens = world.keys(0), world.tokens(0)
    told = world.post("approval_return_approve", pk, returns=tokens)[2]
    assert told[0].startswith("1 returns approved.")
    sentence = "Sở đã duyệt báo cáo của TH số 1."
    assert [notices_of(person) for person in (world.head, clerk)] == [[sentence]] * 2
