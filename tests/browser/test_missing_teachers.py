"""An official who has never seen the system: who is missing, by which article, from where.

Ten lower secondary classes in Bình Gia without a teacher of informatics; a school of
the next commune has one too many.
"""

from datetime import date

import pytest

from communes.recompute import recompute_year
from staffing.redeploy import planning
from tests import factories as make


@pytest.fixture
def province(transactional_db):
    make.reference()
    make.province(name="Lạng Sơn")
    short = school("Bình Gia", {"VAN": 4, "TOAN": 4, "KHTN": 4}, classes=3)
    over = school(
        "Tân Văn", {"TIN": 4, "VAN": 6, "TOAN": 6, "KHTN": 6, "NN1": 4}, classes=2
    )
    recompute_year(make.YEAR, host="shell@test")
    official = make.official()
    plan = planning.begin(year=make.YEAR, by=official)
    planning.make(plan.pk)
    return {"short": short, "over": over, "official": official, "plan": plan}


def school(place, subjects, *, classes):
    """A lower secondary school with `classes` in each grade and teachers by subject."""
    found = make.institution(
        "THCS", commune=make.commune(name=place), name=f"Trường THCS {place}"
    )
    make.site(found, is_main=True)
    filed = make.school_return(found)
    for grade in make.GRADES["THCS"]:
        make.grade(filed, grade, classes=classes, pupils=classes * 30)
    for subject, number in subjects.items():
        for _ in range(number):
            make.employee(found, subject_id=subject, started_on=date(2010, 9, 1))
    return found


def test_answer_in_five_clicks(province, page, sign_in):
    sign_in(page, province["official"])
    clicks = 0

    def click(link):
        nonlocal clicks
        link.click()
        page.wait_for_load_state()
        clicks += 1

    click(page.get_by_role("navigation").get_by_role("link", name="Đội ngũ").first)
    row = page.get_by_role("row").filter(has_text="Bình Gia").first
    # How many are missing in Bình Gia against the norm: 12 classes of 1.9.
    assert "−10,8" in row.inner_text()
    click(page.get_by_role("link", name="Theo môn", exact=True))
    click(page.get_by_role("link", name="Xã Bình Gia"))
    informatics = page.get_by_role("row").filter(has_text="Tin học").first
    # In which subjects: twelve classes need a little under one teacher of informatics.
    assert "−0,8" in informatics.inner_text()
    # The school's own cell of the table beneath.
    cell = page.locator("a[href*='/subjects/why/'][href*='/TIN/']")
    cell.press("Enter")
    page.wait_for_url("**/subjects/why/**")
    clicks += 1
    reasons = page.locator("main").inner_text()
    assert "TT 32/2018" in reasons
    assert "Trường THCS Bình Gia" in reasons
    click(page.get_by_role("link", name="Ai có thể chuyển đến?"))
    moves = page.locator("main").inner_text()
    assert "Trường THCS Tân Văn" in moves
    assert "Trường THCS Bình Gia" in moves
    assert clicks == 5
