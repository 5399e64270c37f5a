"""The main pages in a real browser: they draw, they fit, axe finds nothing wrong."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from communes import seeding
from communes.models import Commune, IndicatorValue
from tests import factories as make
from tests.browser.conftest import LAPTOP

pytestmark = pytest.mark.django_db(transaction=True)
MOBILE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
PAGES = {
    "home": "/",
    "dashboard": "/dashboard/",
    "cluster": "/clusters/binh-gia/",
    "dictionary": "/indicators/",
    "indicator": "/indicators/teacher_shortage/",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(autouse=True)
def province(transactional_db):
    """All communes, with made-up shortages, two years of learners and a late return."""
    make.reference()
    seeding.load_reference()
    for year in (2024, 2025):
        make.school_year(year)
    run = make.computation_run()
    scope = IndicatorValue.Scope
    for number, commune in enumerate(Commune.objects.all()):
        place = {"run": run, "commune": commune}
        key = (scope.COMMUNE, commune.code)
        make.indicator_value("teacher_shortage", *key, number % 30, 150, **place)
        make.indicator_value("teacher_surplus", *key, number % 4, 150, **place)
        make.indicator_value("institutions", *key, 9, basis="managed", **place)
    for code, numerator, denominator in [
        ("institutions", 648, None),
        ("learners", 211143, None),
        ("staff", 20614, None),
        ("teacher_shortage", 842, 15000),
        ("teacher_surplus", 125, 15000),
        ("national_standard_share", 317, 648),
    ]:
        values = (scope.PROVINCE, "20", numerator, denominator)
        make.indicator_value(code, *values, run=run)
    for year, pupils in ((2024, 78000), (2025, 80000)):
        for level in ("preschool", "primary"):
            values = ("learners", scope.PROVINCE, "20", pupils)
            make.indicator_value(*values, level=level, year=year)
    for level in ("preschool", "primary"):
        values = ("teacher_norm_rate", scope.PROVINCE, "20", 4500, 5000)
        make.indicator_value(*values, level=level, run=run)
    school = make.school(commune=Commune.objects.get(name="Khánh Khê"))
    make.school_return(school, kind="end", state="rejected")


def violations(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        (one["id"], [node["html"][:160] for node in one["nodes"]])
        for one in found.response["violations"]
    ]


def ready(page):
    """Wait until every chart of the page is drawn."""
    page.wait_for_function(
        "[...document.querySelectorAll('[data-plot]')].every(p => p.querySelector('svg'))"
    )


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_pages_draw_fit_and_satisfy_axe_at_both_sizes(open_window, sign_in, picture):
    user = make.official()
    found = {}
    for size, name in ((LAPTOP, "laptop"), (MOBILE, "phone")):
        page = open_window(size)
        sign_in(page, user)
        for label, url in PAGES.items():
            page.goto(url)
            ready(page)
            picture(page, f"{label}-{name}")
            found[label, name] = (violations(page), overflow(page) <= 0)
    assert found == dict.fromkeys(found, ([], True))


def test_the_commune_s_first_page_satisfies_axe(page, sign_in, picture):
    sign_in(page, make.owner(Commune.objects.get(name="Khánh Khê")))
    page.goto("/")
    picture(page, "worklist")
    assert violations(page) == []
    assert page.locator(".reason").inner_text().startswith("Sở trả lại")


def test_pages_fit_a_window_of_320_pixels(open_window, sign_in):
    page = open_window(NARROW)
    sign_in(page, make.official())
    wide = {}
    for url in PAGES.values():
        page.goto(url)
        wide[url] = overflow(page)
    assert wide == dict.fromkeys(wide, 0)


def test_the_map_leads_to_a_commune_by_mouse_and_by_keyboard(page, sign_in):
    sign_in(page, make.official())
    page.goto("/dashboard/")
    cell = page.locator(".cell-map a[aria-label^='Bình Gia:']")
    cell.hover()
    label = page.locator(".cell-map .hover-label")
    assert label.text_content() == cell.get_attribute("aria-label")
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/communes/*/")
    assert "Bình Gia" in page.title()


def test_slash_reaches_the_search_box_and_escape_closes_a_menu(page, sign_in):
    sign_in(page, make.official())
    page.goto("/dashboard/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "site-search"
    menu = page.locator("details.selector").first
    menu.locator("summary").click()
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None


def test_a_chart_that_cannot_be_drawn_says_so_and_opens_its_table(page, sign_in):
    sign_in(page, make.official())
    page.route("**/plotly*.js", lambda route: route.abort())
    page.goto("/dashboard/")
    panel = page.locator("[data-chart=gaps]")
    panel.locator(".plot-failed").wait_for(state="visible")
    assert panel.locator(".chart-table").get_attribute("open") is not None
    assert panel.locator("tbody tr").count() == 65


def test_without_a_script_the_map_and_every_table_are_there(open_window, sign_in):
    page = open_window(LAPTOP, java_script_enabled=False)
    sign_in(page, make.official())
    page.goto("/dashboard/")
    assert page.locator(".cell-map path").count() == 65
    panel = page.locator("[data-chart=gaps]")
    panel.locator("summary").click()
    assert panel.locator("tbody tr").first.is_visible()
