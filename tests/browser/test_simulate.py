"""Another ratio tried in a real browser: the answer comes without a new page."""

import pytest

from staffing.models import TeacherRatio
from tests import factories as make
from tests.browser.conftest import LAPTOP
from tests.browser.test_dashboard import MOBILE, NARROW, overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ratio():
    """The ratio of lower secondary schools; ten classes of them in Bình Gia."""
    make.reference()
    make.province(name="Lạng Sơn")
    school = make.institution("THCS", commune=make.commune(name="Bình Gia"))
    filed = make.school_return(school)
    for grade in ("06", "07"):
        make.grade(filed, grade, classes=5, pupils=150)
    return TeacherRatio.objects.get(
        norm_set__code="TT20-2023", level="lower_secondary", special_type=""
    )


def test_a_ratio_is_changed_and_the_communes_answer(ratio, page, sign_in):
    sign_in(page, make.official())
    page.goto("/staffing/simulate/norms/")
    page.evaluate("window.stayed = true")
    page.fill(f"[name=ratio_{ratio.pk}]", "2.2")
    page.keyboard.press("Tab")
    page.wait_for_selector("#trial-communes")
    outcome = page.locator("#outcome").inner_text()
    # Ten classes: 19 teachers by 1.9, 22 by 2.2.
    assert "định mức giáo viên +3" in outcome
    row = page.locator("tr", has_text="Bình Gia").inner_text().split()
    assert row[2:5] == ["19", "22", "+3"]
    assert page.evaluate("window.stayed") is True
    # The address reproduces the view.
    page.reload()
    assert "định mức giáo viên +3" in page.locator("#outcome").inner_text()


def test_trials_and_forecasts_fit_and_satisfy_axe(ratio, open_window, sign_in):
    official, found = make.official(), {}
    for size in (LAPTOP, MOBILE, NARROW):
        page = open_window(size)
        sign_in(page, official)
        for address in (
            f"/staffing/simulate/norms/?try=1&ratio_{ratio.pk}=2.2",
            "/staffing/simulate/network/",
            "/staffing/forecast/",
            "/staffing/forecast/new/",
            "/staffing/figures/",
            "/staffing/norms/",
        ):
            page.goto(address)
            found[address, size["width"]] = (violations(page), overflow(page) <= 0)
    assert found == dict.fromkeys(found, ([], True))
