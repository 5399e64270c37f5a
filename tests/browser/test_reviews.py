"""Marking, finishing and appealing in a real browser, at every size."""

from decimal import Decimal

import pytest

from emulation.models import Appeal, Entry, ItemScore
from emulation.reviews.progress import progress
from tests import factories as make
from tests.browser.conftest import LAPTOP
from tests.browser.test_dashboard import MOBILE, NARROW, overflow, violations
from tests.emulation.review_world import ReviewWorld

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    """An entry to check, one to mark twice, one that is verified and appealed."""
    world = ReviewWorld(double_share=0)
    world.marked = world.handed_in(state="confirmed")
    world.assign(world.officials[0])
    world.verified = world.handed_in(
        make.institution(commune=world.commune), by=world.clerk
    )
    make.review(world.verified, world.officials[1], marks={world.item("A5"): 12})
    make.handed_in(world.verified, by=world.clerk, state="verified")
    ItemScore.objects.create(
        entry=world.verified,
        item=world.item("A5"),
        self_points=20,
        points=12,
        low=12,
        high=12,
        source="department",
    )
    world.appeal = Appeal.objects.create(
        entry=world.verified,
        item=world.item("A5"),
        reason="Đã nộp bổ sung quyết định",
        raised_by=world.head,
    )
    return world


def addresses(world):
    """Who opens which page."""
    campaign = f"/emulation/campaigns/{world.campaign.code}"
    return {
        world.officials[0]: {
            "home": "/emulation/review/",
            "review": f"/emulation/reviews/{world.review(world.marked).pk}/",
            "decide": f"/emulation/appeals/{world.appeal.pk}/decide/",
        },
        world.head: {
            "commune": "/emulation/review/",
            "check": f"/emulation/entries/{world.entry.pk}/check/",
            "appeal": f"/emulation/entries/{world.verified.pk}/appeal/",
        },
        world.admin: {
            "admin": "/emulation/review/",
            "assign": f"{campaign}/assign/",
            "severity": f"{campaign}/severity/",
        },
    }


def test_pages_fit_and_satisfy_axe_at_every_size(world, open_window, sign_in, picture):
    found = {}
    for size, name in ((LAPTOP, "laptop"), (MOBILE, "phone"), (NARROW, "narrow")):
        page = open_window(size)
        for user, pages in addresses(world).items():
            page.context.clear_cookies()
            sign_in(page, user)
            for label, url in pages.items():
                page.goto(url)
                picture(page, f"{label}-{name}")
                found[label, name] = (violations(page), overflow(page) <= 0)
    assert found == dict.fromkeys(found, ([], True))


def test_a_reviewer_marks_by_keyboard_and_finishes(world, page, sign_in):
    review = world.review(world.marked)
    sign_in(page, review.reviewer)
    page.goto("/emulation/review/")
    page.get_by_role("link", name=world.marked.name).click()
    page.get_by_label("Điểm A3").fill("12,5")
    page.get_by_label("Điểm A3").press("Enter")
    page.get_by_text("Đã lưu điểm.").wait_for()
    assert review.marks.get().points == Decimal("12.5")
    page.get_by_label("Điểm A5").fill("21")
    page.get_by_role("button", name="Lưu điểm").last.click()
    page.get_by_role("alert").get_by_text("Điểm phải từ 0 đến 20.").wait_for()
    assert page.get_by_label("Điểm A5").input_value() == "21"
    page.get_by_label("Điểm A5").fill("20")
    page.get_by_role("button", name="mọi mục chưa chấm").click()
    page.get_by_text("chấp nhận điểm tự chấm của 4 mục").wait_for()
    page.get_by_role("button", name="Chấm xong").click()
    page.get_by_text("được thẩm định xong").wait_for()
    assert Entry.objects.get(pk=world.marked.pk).state == "verified"
    assert progress(world.campaign).open == 0
