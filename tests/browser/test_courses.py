"""A commune officer fills in a session of a course and sees the progress move."""

import pytest
from django.utils import timezone

from emulation.models import CourseSession
from tests import factories as make
from tests.browser.conftest import LAPTOP
from tests.browser.test_dashboard import MOBILE, overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(transactional_db):
    make.reference()
    make.province(name="Lạng Sơn", is_demo=True)
    today = timezone.localdate()
    make.school_year(today.year - 1)
    commune = make.commune(name="Khánh Khê")
    make.audience(commune, "parent", 200, year=today.year - 1)
    make.course(name="An toàn trên mạng")
    return make.colleague(commune)


def test_session_is_filled_in_and_the_progress_moves(
    open_window, sign_in, picture, officer
):
    page = open_window(LAPTOP)
    sign_in(page, officer)
    page.goto("/courses/sessions/new/")
    page.select_option("#id_course", label="An toàn trên mạng")
    today = f"{timezone.localdate():%d/%m/%Y}"
    page.fill("#id_starts_on", today)
    page.fill("#id_ends_on", today)
    page.fill("#id_parent-enrolled", "32")
    page.fill("#id_parent-completed", "35")
    live = page.locator("[data-live]")
    assert live.inner_text() == (
        "Phụ huynh: Số hoàn thành (35) lớn hơn số đăng ký (32)."
    )
    assert page.locator("[data-total=completed]").inner_text() == "35"
    page.click("main form.course-form button.btn-primary")
    assert page.locator("[role=alert] li").all_inner_texts() == [
        "Phụ huynh: Số hoàn thành (35) lớn hơn số đăng ký (32)."
    ]
    picture(page, "refused")
    found = {"refused": (violations(page), overflow(page) <= 0)}
    page.fill("#id_parent-completed", "30")
    page.fill("#id_parent-first_time", "25")
    page.click("main form.course-form button.btn-primary")
    page.wait_for_url("**/courses/sessions/*/")
    session = CourseSession.objects.get()
    for size, name in ((LAPTOP, "laptop"), (MOBILE, "phone")):
        page = open_window(size)
        sign_in(page, officer)
        for label, url in (
            ("progress", "/courses/progress/"),
            ("why", f"/courses/progress/{officer.commune_id}/parent/"),
            ("form", f"/courses/sessions/{session.pk}/edit/"),
            ("list", "/courses/sessions/"),
            ("catalogue", "/courses/"),
            ("audience", "/courses/audience/"),
        ):
            page.goto(url)
            picture(page, f"{label}-{name}")
            found[label, name] = (violations(page), overflow(page) <= 0)
            if label == "progress":
                row = page.locator(".progress-table tbody tr").inner_text()
                assert "12,5%" in row
    assert found == dict.fromkeys(found, ([], True))
