"""Handing in, sending back, mending, approving and unlocking in a real browser."""

import pytest

from schools.models import GradeFigures
from tests import factories as make
from tests.approval.world import World
from tests.browser.conftest import LAPTOP
from tests.browser.test_dashboard import MOBILE, NARROW, overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)
SUBMIT = f"/entry/{make.YEAR}/start/submit/"


@pytest.fixture
def world(transactional_db, client):
    world = World(client)
    before = make.complete_return(world.schools[0], year=make.YEAR - 1)
    GradeFigures.objects.filter(school_return=before, grade="01").update(pupils=62)
    crowded = GradeFigures.objects.filter(school_return__in=world.keys(1), grade="01")
    crowded.update(classes=1, two_session_classes=1)
    GradeFigures.objects.filter(school_return__in=world.keys(2), grade="03").update(
        repeaters=None
    )
    return world


def address(world, *more):
    return f"/approval/{make.YEAR}/start/{world.commune.code}/"


def test_pages_fit_and_satisfy_axe_at_every_size(world, open_window, sign_in, picture):
    found = {}
    for size, name in ((LAPTOP, "laptop"), (MOBILE, "phone"), (NARROW, "narrow")):
        page = open_window(size)
        sign_in(page, world.head)
        world.rows.update(
            state="draft",
            submitted_by=None,
            submitted_at=None,
            decided_by=None,
            decided_at=None,
        )
        page.goto(SUBMIT)
        picture(page, f"checklist-{name}")
        found["checklist", name] = (violations(page), overflow(page) <= 0)
        world.set_state("submitted", 0, 1)
        world.set_state("locked", 2)
        page.goto(f"/entry/return/{world.keys(2)[0]}/unlock/")
        found["unlock", name] = (violations(page), overflow(page) <= 0)
        page.context.clear_cookies()
        sign_in(page, world.official)
        for label, url in {
            "home": "/approval/",
            "commune": address(world),
            "return": f"/approval/return/{world.keys(0)[0]}/",
        }.items():
            page.goto(url)
            picture(page, f"{label}-{name}")
            found[label, name] = (violations(page), overflow(page) <= 0)
    assert found == dict.fromkeys(found, ([], True))


def test_from_the_checklist_to_the_unlock(world, open_window, sign_in, picture):
    head, official = open_window(LAPTOP), open_window(LAPTOP)
    sign_in(head, world.head)
    sign_in(official, world.official)
    hand_in_what_is_ready_then_the_rest(world, head)
    send_one_back_and_approve_the_rest(world, official)
    mend_and_hand_in_anew(world, head)
    approve_and_lock(world, official)
    ask_and_grant(world, head, official)


def told(page):
    return page.locator(".messages").inner_text()


def hand_in_what_is_ready_then_the_rest(world, head):
    head.goto(SUBMIT)
    head.get_by_role("button", name="Nộp 2 trường đã đủ").click()
    assert "Đã nộp 2 báo cáo" in told(head)
    GradeFigures.objects.filter(repeaters=None).update(repeaters=0)
    head.goto(SUBMIT)
    head.get_by_role("button", name="Nộp cả xã (1 trường)").click()
    assert world.states == ["submitted"] * 3


def send_one_back_and_approve_the_rest(world, official):
    official.goto(f"/approval/return/{world.keys(1)[0]}/")
    official.get_by_text("Chọn lý do thường gặp rồi sửa lại").click()
    official.locator("[data-reason]").first.click()
    reason = official.locator("#reason")
    assert reason.input_value().startswith("Số học sinh lệch với danh sách lớp")
    reason.press("End")
    official.get_by_role("button", name="Từ chối", exact=True).click()
    assert "Đã từ chối 1 báo cáo" in told(official)
    official.goto(address(world))
    official.locator("[data-choose-all]").check()
    official.get_by_role("button", name="Duyệt các báo cáo đã chọn (2)").click()
    assert "Đã duyệt 2 báo cáo" in told(official)
    assert world.states == ["approved", "rejected", "approved"]


def mend_and_hand_in_anew(world, head):
    head.goto(SUBMIT)
    assert head.locator(".reason").inner_text().startswith("Sở từ chối: Số học sinh")
    head.get_by_role("button", name="Nộp cả xã (1 trường)").click()
    assert "Đã nộp 1 báo cáo" in told(head)


def approve_and_lock(world, official):
    official.goto(f"/approval/return/{world.keys(1)[0]}/")
    official.get_by_role("button", name="Duyệt", exact=True).click()
    official.goto(address(world))
    official.get_by_role("button", name="Khóa các báo cáo đã duyệt (3)").click()
    assert world.states == ["locked"] * 3


def ask_and_grant(world, head, official):
    head.goto(SUBMIT)
    head.get_by_role("link", name="Gửi yêu cầu mở khóa TH số 1").click()
    head.fill("#reason", "Sót hai em chuyển đến")
    head.get_by_role("button", name="Gửi yêu cầu mở khóa").click()
    assert "Đã gửi yêu cầu mở khóa" in told(head)
    official.goto(f"/approval/return/{world.keys(0)[0]}/")
    official.get_by_role("button", name="Mở khóa", exact=True).click()
    assert "Đã mở khóa đến hết ngày" in told(official)
    assert world.states == ["draft", "locked", "locked"]
