"""A workbook on its way in, in a real browser with a real worker; history beside it."""

import pytest
from playwright.sync_api import expect

from communes.models import Import, ReportingPeriod
from staffing.models import Person
from tests import factories as make
from tests.browser.conftest import LAPTOP
from tests.browser.test_dashboard import MOBILE, NARROW, overflow, ready, violations
from tests.imports_pages.conftest import new_person, workbook

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]


@pytest.fixture
def place(worker):
    make.reference()
    make.province(name="Lạng Sơn", is_demo=True)
    commune = make.commune(name="Khánh Khê", cluster="Cao Lộc")
    school = make.institution("TH", commune=commune)
    make.school_year(2026)
    ReportingPeriod.objects.update(locks_on="2099-01-01", due_on="2098-01-01")
    make.office(commune, year=2026)
    return school, make.owner(commune)


def faults(school):
    wrong = {"Giới tính": "Nuw"}
    return [
        new_person(school, 1),
        *(new_person(school, number, **wrong) for number in (2, 3, 4)),
        new_person(school, 5, **{"Ngày sinh": "31/02/1990"}),
        new_person(school, 6, **{"Ngày sinh": "30/02/1990"}),
    ]


def send(page, school, tmp_path):
    path = tmp_path / "can-bo.xlsx"
    path.write_bytes(workbook(*faults(school)))
    page.goto("/imports/new/?kind=staff&year=2026")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Gửi và kiểm tra").click()
    page.wait_for_selector(".counts")


def names():
    rows = Person.objects.filter(full_name__startswith="Hoàng Văn Thử")
    return sorted(rows.values_list("full_name", flat=True))


def test_a_file_is_mended_with_the_keyboard_applied_and_taken_back(
    place, page, sign_in, tmp_path, picture
):
    school, owner = place
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, owner)
    send(page, school, tmp_path)
    picture(page, "bench")
    apply = page.get_by_role("button", name="Áp dụng", exact=True)
    assert apply.is_disabled()

    page.get_by_role("button", name="Dùng cho tất cả 3 ô cùng lỗi").first.click()
    page.wait_for_selector("text=Đã nhận gợi ý cho 3 ô")
    cells = page.locator(".mend-cell input[type=text]")
    cells.first.fill("28/02/1990")
    cells.first.press("Enter")
    # The row answers for itself, and the next cell waits for the typist.
    expect(page.locator("[data-waits]")).to_have_text("4")
    # The mended row has no box any more: the first one left is the next cell's.
    expect(cells.first).to_be_focused()
    page.keyboard.type("12/03/1991")
    page.keyboard.press("Enter")
    expect(page.locator("[data-waits]")).to_have_text("5")
    page.get_by_role("button", name="Kiểm tra lại").click()
    page.wait_for_selector(".counts")
    picture(page, "ready")
    assert page.inner_text(".counts").split()[:2] == ["Số", "dòng"]
    assert names() == []

    page.get_by_role("button", name="Áp dụng", exact=True).click()
    page.wait_for_selector(".outcome")
    picture(page, "applied")
    assert names() == [f"Hoàng Văn Thử {number}" for number in range(1, 7)]
    page.get_by_role("button", name="Hoàn tác").click()
    page.wait_for_selector("text=Dữ liệu trở lại như trước khi áp dụng")
    assert names() == []


def test_pages_fit_and_satisfy_axe(place, open_window, sign_in, tmp_path, picture):
    school, owner = place
    found = {}
    for width, size in (("laptop", LAPTOP), ("phone", MOBILE)):
        page = open_window(size)
        sign_in(page, owner)
        if width == "laptop":
            send(page, school, tmp_path)
        source = Import.objects.get().pk
        period = ReportingPeriod.objects.get(school_year=2026, kind="start").pk
        for name, address in {
            "new": "/imports/new/",
            "list": "/imports/",
            "bench": f"/imports/{source}/",
            "changes": f"/imports/{source}/?tab=changes",
            "history": "/history/",
            "cell": f"/entry/cell-history/?period={period}&form=office"
            f"&unit={school.commune_id}&line=&field=staff",
        }.items():
            page.goto(address)
            ready(page)
            picture(page, f"{name}-{width}")
            found[name, width] = (violations(page), overflow(page))
        page.set_viewport_size(NARROW)
        for name in ("new/", f"{source}/"):
            page.goto(f"/imports/{name}")
            found[name, "narrow"] = ([], overflow(page))
    assert found == {key: ([], 0) for key in found}


def test_a_file_too_large_is_told_before_it_is_sent(
    place, page, sign_in, tmp_path, settings
):
    _school, owner = place
    sign_in(page, owner)
    settings.WORKBOOK_LIMITS = settings.WORKBOOK_LIMITS | {"BYTES": 1000}
    path = tmp_path / "lon.xlsx"
    path.write_bytes(b"x" * 2000)
    page.goto("/imports/new/?kind=staff&year=2026")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Gửi và kiểm tra").click()
    assert page.inner_text("[data-file-error]").startswith("Tệp lớn ")
    assert page.is_checked("input[value=staff]")
    assert Import.objects.count() == 0
