"""Targets in a real browser: set by keyboard, put right where wrong, readable by all."""

import pytest

from tests import factories as make
from tests.browser.conftest import LAPTOP
from tests.browser.test_dashboard import MOBILE, NARROW, overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)
SHARE = "national_standard_share"
BOX = f"[name='{SHARE}.all']"
ADDRESSES = ("/targets/?year=2025", "/targets/edit/?year=2025")


@pytest.fixture(autouse=True)
def plan(transactional_db):
    make.reference()
    make.target_margins()
    make.school_year()
    whole = ("province", make.province().code)
    make.indicator_value(SHARE, *whole, 50, 100, expected=3, reported=2, approved=1)
    make.indicator_value("solid_room_share", *whole, 90, 100)
    make.target("solid_room_share", value="0.8")


def test_pages_fit_and_satisfy_axe(open_window, sign_in, picture):
    admin = make.admin()
    make.target(value="0.6")
    found = {}
    for size in (LAPTOP, MOBILE, NARROW):
        page = open_window(size)
        sign_in(page, admin)
        for address in ADDRESSES:
            page.goto(address)
            picture(page, f"targets-{len(found)}")
            found[address, size["width"]] = (violations(page), overflow(page) <= 0)
    assert found == dict.fromkeys(found, ([], True))


def test_a_target_is_set_by_keyboard_alone(page, sign_in):
    sign_in(page, make.admin())
    page.goto(ADDRESSES[1])
    page.focus(BOX)
    page.keyboard.type("sáu mươi")
    page.keyboard.press("Enter")
    alert = page.locator("[role=alert]").first
    assert "Chưa lưu gì." in alert.inner_text()
    assert page.input_value(BOX) == "sáu mươi"
    assert violations(page) == []
    page.fill(BOX, "60")
    page.fill("[name=document]", "45/KH-UBND")
    page.fill("[name=decided_on]", "15/8/2025")
    page.keyboard.press("Enter")
    page.wait_for_url("**/targets/?year=2025")
    row = page.locator("tbody tr", has_text="Tỷ lệ trường đạt chuẩn quốc gia")
    assert "Chưa đạt (tạm tính)" in row.inner_text()
    assert "2/3 trường đã nộp, 1 đã duyệt" in row.inner_text()
