"""School, commune, staffing, "Vì sao?" and staff in a real browser, as people use them."""

import pytest

from communes.recompute import recompute_year
from tests import factories as make
from tests.browser.conftest import LAPTOP
from tests.browser.test_dashboard import MOBILE, NARROW, overflow, ready, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def school(transactional_db):
    """Khánh Khê with a full school, its staff and two years, and 30 schools beside."""
    make.reference()
    make.province(name="Lạng Sơn", is_demo=True)
    commune = make.commune(name="Khánh Khê", cluster="Cao Lộc")
    make.office(commune)
    for age in range(18):
        make.population(commune, age=age, total=180)
    row = make.school("TH-THCS", commune=commune, name="Trường TH&THCS Khánh Khê")
    old = make.school_return(row, year=2024)
    make.grade(old, "01", classes=2, pupils=47)
    make.recognition(row)
    for _ in range(12):
        make.employee(row, level="primary")
    make.absence(row.assignments.first().person)
    make.school("THPT", commune=commune, name="Trường THPT Khánh Khê")
    for number in range(30):
        make.institution(commune=commune, name=f"Trường Tiểu học số {number + 1}")
    for year in (2024, 2025):
        recompute_year(year, host="shell@test")
    return row


def pages_of(school):
    person = school.assignments.first().person
    return {
        "schools": "/schools/",
        "empty": "/schools/?q=khong+co&kind=TH",
        "school": f"/schools/{school.code}/",
        "commune": f"/communes/{school.commune_id}/",
        "staffing": "/staffing/",
        "why": f"/staffing/why/{school.code}/teacher/primary/",
        "staff": "/staff/",
        "person": f"/staff/{person.pk}/",
    }


def test_pages_fit_and_satisfy_axe_at_both_sizes(school, open_window, sign_in, picture):
    user = make.official()
    found = {}
    for width, size in (("laptop", LAPTOP), ("phone", MOBILE)):
        page = open_window(size)
        sign_in(page, user)
        for name, address in pages_of(school).items():
            page.goto(address)
            ready(page)
            picture(page, f"{name}-{width}")
            found[name, width] = (overflow(page), violations(page))
    assert found == dict.fromkeys(found, (0, []))


def test_pages_fit_the_narrowest_screen(school, open_window, sign_in):
    page = open_window(NARROW)
    sign_in(page, make.official())
    widths = {}
    for name, address in pages_of(school).items():
        page.goto(address)
        widths[name] = overflow(page)
    assert widths == dict.fromkeys(widths, 0)


def test_from_the_commune_down_to_the_reason_and_back(school, page, sign_in):
    sign_in(page, make.owner(school.commune))
    page.goto(f"/communes/{school.commune_id}/")
    page.click("table >> text=Trường TH&THCS Khánh Khê")
    page.click("tr:has-text('Giáo viên Tiểu học') >> text=Vì sao?")
    heading = page.inner_text("h1")
    assert heading.startswith("Trường TH&THCS Khánh Khê thiếu")
    page.click("summary:has-text('Danh sách 12 người')")
    assert page.locator(".people li").count() == 12
    page.click("nav.crumbs >> text=Xã Khánh Khê")
    assert page.inner_text("h1") == "Xã Khánh Khê"


def test_list_is_searched_filtered_sorted_and_freed_again(school, page, sign_in):
    sign_in(page, make.official())
    page.goto("/schools/")
    page.fill("form.filters input[name=q]", "khanh khe")
    page.select_option("select[name=kind]", "THPT")
    page.click("form.filters button")
    assert page.locator("tbody tr").count() == 1
    page.click(".filter-badge:has-text('Loại trường')")
    assert page.locator("tbody tr").count() == 2
    page.click("thead >> text=Người học")
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Người học")
    page.go_back()
    page.go_back()
    assert page.locator("tbody tr").count() == 1


def test_heading_and_first_column_stay_while_the_list_scrolls(school, phone, sign_in):
    sign_in(phone, make.official())
    phone.goto("/schools/?per_page=50")
    places = phone.evaluate(
        """() => {
            const frame = document.querySelector('.table-scroll');
            frame.scrollTo(200, 300);
            const box = frame.getBoundingClientRect();
            const corner = frame.querySelector('thead th').getBoundingClientRect();
            const first = frame.querySelector('tbody th').getBoundingClientRect();
            return [corner.top - box.top, corner.left - box.left, first.left - box.left,
                    frame.scrollLeft, frame.scrollTop].map(Math.round);
        }"""
    )
    assert places == [1, 1, 1, 200, 300]


def test_columns_are_chosen_and_the_file_follows(school, page, sign_in):
    sign_in(page, make.official())
    page.goto("/schools/?kind=THPT")
    page.click("summary:has-text('Chọn cột')")
    for label in ("Loại", "Cấp quản lý", "Chuẩn quốc gia", "Báo cáo đầu năm"):
        page.locator(".columns-menu label").get_by_text(label, exact=True).click()
    # The new page must be there: headings read while it loads are nobody's.
    with page.expect_navigation(url="**columns=**"):
        page.click(".columns-menu button")
    shown = [one.strip() for one in page.locator("thead th a").all_inner_texts()]
    assert shown[:3] == ["Tên trường", "Xã, phường", "Lớp"]
    with page.expect_download() as download:
        page.click("text=Xuất CSV")
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    heading, school_line, totals = lines[-3:]
    assert heading.split(",")[0] == "Tên trường"
    assert school_line.startswith("Trường THPT Khánh Khê,Xã Khánh Khê,6.00,")
    assert totals.startswith("Cộng 1 ")
