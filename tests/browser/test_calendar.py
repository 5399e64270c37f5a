"""Board, notices, jobs and first pages in a real browser: they fit, and they keep up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communes.models import Job, Notice, ReportingPeriod
from tests import factories as make
from tests.browser.conftest import LAPTOP
from tests.browser.test_dashboard import MOBILE, NARROW, overflow, ready, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def commune(transactional_db):
    """Schools in every state, in a period that is due in three days."""
    make.reference()
    make.province(name="Lạng Sơn", is_demo=True)
    row = make.commune(name="Khánh Khê", cluster="Cao Lộc")
    for state in ("draft", "rejected", "submitted", "approved"):
        make.school(commune=row, state=state)
    make.school_return(make.institution(commune=row), year=2024, state="locked")
    today = timezone.localdate()
    ReportingPeriod.objects.filter(school_year=2025, kind="start").update(
        as_of=today - timedelta(days=30),
        opens_on=today - timedelta(days=30),
        due_on=today + timedelta(days=3),
        locks_on=today + timedelta(days=20),
    )
    return row


def tell(person):
    Notice.objects.create(
        recipient=person,
        kind="reminder",
        text="Còn 2/5 trường chưa nộp báo cáo Đầu năm 2025-2026, hạn 26/11/2026.",
        address="/",
        occasion="1",
    )


def pages_of(person):
    job = make.job(state="running", done=2, total=8, requested_by=person)
    tell(person)
    pages = {
        "home": "/",
        "board": "/board/",
        "notices": "/notices/",
        "jobs": "/jobs/",
        "job": f"/jobs/{job.pk}/",
    }
    if person.role == "official":
        pages["extend"] = "/board/extend/"
    return pages


def test_pages_fit_and_satisfy_axe_at_both_sizes(
    commune, open_window, sign_in, picture
):
    found = {}
    for who, person in {
        "head": make.owner(commune),
        "official": make.official(),
    }.items():
        pages = pages_of(person)
        for width, size in (("laptop", LAPTOP), ("phone", MOBILE)):
            page = open_window(size)
            sign_in(page, person)
            for name, address in pages.items():
                page.goto(address)
                ready(page)
                picture(page, f"{who}-{name}-{width}")
                found[who, name, width] = (overflow(page), violations(page))
    assert found == dict.fromkeys(found, (0, []))


def test_pages_fit_the_narrowest_screen(commune, open_window, sign_in):
    person = make.owner(commune)
    page = open_window(NARROW)
    sign_in(page, person)
    widths = {}
    for name, address in pages_of(person).items():
        page.goto(address)
        widths[name] = overflow(page)
    assert widths == dict.fromkeys(widths, 0)


def test_progress_comes_by_itself_until_the_end(commune, page, sign_in):
    person = make.official()
    job = make.job(state="running", done=2, total=8, requested_by=person)
    sign_in(page, person)
    page.goto(f"/jobs/{job.pk}/")
    assert "2/8 bước" in page.inner_text("#job-progress")
    Job.objects.update(done=5)
    page.wait_for_selector("text=5/8 bước")
    Job.objects.update(state="done", done=8, finished_at=timezone.now())
    page.wait_for_selector("text=Việc đã xong.")
    assert page.locator("#job-progress[hx-get]").count() == 0


def test_a_notice_is_opened_and_counted_no_more(commune, page, sign_in):
    person = make.owner(commune)
    tell(person)
    sign_in(page, person)
    page.goto("/notices/")
    assert page.inner_text(".bell-count").startswith("1")
    page.click("main >> button:has-text('Mở')")
    assert page.inner_text("h1") == "Việc cần làm"
    assert page.locator(".bell-count").count() == 0
