"""Staff entry in a real browser: it fits, axe is content, and a career can be kept."""

import pytest

from tests import factories as make
from tests.browser.conftest import LAPTOP
from tests.browser.test_dashboard import MOBILE, NARROW, overflow, violations
from tests.staffing.world import World, career

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    made = World()
    make.province(name="Lạng Sơn", is_demo=True)
    return made


def pages_of(world):
    at = f"/staff/{world.person.pk}/"
    verbs = ("", "edit/", "correct/", "move/", "part-load/", "absence/", "retire/")
    return ["/staff/new/", "/staff/take-over/", *(f"{at}{verb}" for verb in verbs)]


def test_pages_fit_and_satisfy_axe(world, open_window, sign_in, picture):
    found = {}
    for width, size in (("laptop", LAPTOP), ("phone", MOBILE), ("narrow", NARROW)):
        page = open_window(size)
        sign_in(page, world.head)
        for address in pages_of(world):
            page.goto(address)
            name = address.strip("/").split("/")[-1]
            picture(page, f"staff-{name}-{width}")
            found[address, width] = (overflow(page), violations(page))
    assert found == dict.fromkeys(found, (0, []))


def test_head_adds_somebody_and_moves_her_on(world, page, sign_in):
    sign_in(page, world.head)
    page.goto("/staff/")
    page.click("text=Thêm người")
    page.fill("#id_full_name", "Nông Thị Ân")
    page.fill("#id_personal_id", "020 085 001 234")
    page.fill("#id_birth_date", "15.5.85")
    page.select_option("#id_sex", "F")
    page.select_option("#id_ethnicity", "02")
    page.select_option("#id_institution", str(world.here.pk))
    page.select_option("#id_post", "teacher")
    page.fill("#id_day", "1/10/25")
    page.click("button:has-text('Ghi')")
    # The person of this world has the same name and birthday.
    assert page.locator(".namesakes a").inner_text() == "Nông Thị Ân"
    page.check("#id_is_another_person")
    page.click("button:has-text('Ghi')")
    page.wait_for_selector("text=Đã thêm Nông Thị Ân")
    page.click("summary:has-text('Ghi biến động')")
    page.click("text=Chuyển đơn vị")
    page.select_option("#id_institution", str(world.beside.pk))
    page.select_option("#id_level", "lower_secondary")
    page.fill("#id_day", "15-10-2025")
    page.click("button:has-text('Ghi')")
    page.wait_for_selector("text=Đã ghi chuyển đơn vị của Nông Thị Ân")
    person = world.person.__class__.objects.get(personal_id="020085001234")
    assert [(row[0], row[3]) for row in career(person)] == [
        ("Trường TH Khánh Khê", "moved"),
        ("Trường THCS Khánh Khê", ""),
    ]


def test_two_windows_edit_one_person(world, open_window, sign_in, picture):
    address = f"/staff/{world.person.pk}/edit/"
    windows = {}
    for who, account in (("head", world.head), ("clerk", world.clerk)):
        windows[who] = open_window(LAPTOP)
        sign_in(windows[who], account)
        windows[who].goto(address)
    for who, name in (("clerk", "Nông Thị Của Trường"), ("head", "Nông Thị Của Xã")):
        windows[who].fill("#id_full_name", name)
        windows[who].click("button:has-text('Ghi')")
    head = windows["head"]
    head.wait_for_selector("text=Hai người cùng sửa.")
    picture(head, "staff-conflict-laptop")
    assert violations(head) == []
    head.check("text=Giữ của người kia: Nông Thị Của Trường")
    head.click("button:has-text('Ghi')")
    head.wait_for_selector("h1:has-text('Nông Thị Của Trường')")
