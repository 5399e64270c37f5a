"""Self-assessment in a real browser: it fits, axe is content, and nothing typed is lost."""

import pytest

from emulation.models import (
    Answer,
    CriteriaSet,
    Criterion,
    Entry,
    Item,
    ItemScore,
)
from tests import factories as make
from tests.browser.conftest import LAPTOP
from tests.browser.test_dashboard import MOBILE, NARROW, overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def entry(transactional_db):
    """A school's entry with the shipped sets; facilities are known, one was returned."""
    make.reference()
    make.province(name="Lạng Sơn")
    commune = make.commune(name="Khánh Khê")
    school = make.institution("TH", commune=commune, name="Trường Tiểu học Khánh Khê")
    sets = CriteriaSet.objects.filter(participants__contains=["institution"])
    campaign = make.campaign(*sets.exclude(institution_kinds__contains=["MN"]))
    row = make.campaign_entry(campaign, school, block=make.block(campaign))
    make.facilities(
        make.school_return(school), classrooms=12, projectors=7, internet=True
    )
    return row


@pytest.fixture
def small(transactional_db):
    """A school's entry with the factories' set, which asks for no evidence."""
    make.reference()
    make.province(name="Lạng Sơn")
    criteria = make.criteria_set(groups=("A",))
    Criterion.objects.filter(group__criteria_set=criteria).update(needs_evidence=False)
    return make.campaign_entry(make.campaign(criteria))


def address(entry):
    return f"/emulation/entries/{entry.pk}/"


def test_pages_fit_and_satisfy_axe(entry, open_window, sign_in, picture):
    clerk, found = make.clerk(entry.institution), {}
    for size, name in ((LAPTOP, "laptop"), (MOBILE, "phone"), (NARROW, "narrow")):
        page = open_window(size)
        sign_in(page, clerk)
        page.goto(address(entry))
        page.get_by_role("button", name="Lưu và lấy lại số liệu").click()
        picture(page, f"sheet-{name}")
        found["sheet", name] = (violations(page), overflow(page) <= 0)
        page.goto(f"/emulation/campaigns/{entry.campaign.code}/entries/")
        picture(page, f"list-{name}")
        found["list", name] = (violations(page), overflow(page) <= 0)
    answer = Answer.objects.filter(entry=entry).first()
    # A worker of an earlier test may still be there and have scored what was saved.
    ItemScore.objects.update_or_create(
        entry=entry,
        item=answer.item,
        defaults={"points": 5, "low": 4, "high": 6, "source": "pair"},
    )
    make.handed_in(entry, by=clerk, state="verified")
    for size, name in ((LAPTOP, "laptop"), (MOBILE, "phone")):
        page = open_window(size)
        sign_in(page, clerk)
        page.goto(address(entry))
        picture(page, f"verified-{name}")
        found["verified", name] = (violations(page), overflow(page) <= 0)
    assert found == dict.fromkeys(found, ([], True))


def test_clerk_answers_mends_and_hands_in(small, page, sign_in):
    sign_in(page, make.clerk(small.institution))
    page.goto(address(small))
    by_code = {
        item.code: item.pk
        for item in Item.objects.filter(
            criterion__group__criteria_set__campaigns__campaign=small.campaign
        )
    }
    for code in ("A1", "A2a", "A2b"):
        page.locator(f"#muc-{by_code[code]}").get_by_label("Có", exact=True).check()
    page.fill(f"#amount-{by_code['A3']}", "16")
    page.fill(f"#out_of-{by_code['A3']}", "15")
    page.fill(f"#amount-{by_code['A4']}", "4")
    page.get_by_role("button", name="Lưu và nộp hồ sơ").click()
    page.get_by_text("Có mục chưa ghi được.").wait_for()
    assert page.input_value(f"#amount-{by_code['A3']}") == "16"
    assert Answer.objects.filter(entry=small).count() == 4
    page.fill(f"#amount-{by_code['A3']}", "12")
    page.fill(f"#amount-{by_code['A5']}", "20")
    page.get_by_role("button", name="Lưu và nộp hồ sơ").click()
    page.get_by_text("Đã nộp hồ sơ. Xã sẽ thẩm định rồi chuyển lên Sở.").wait_for()
    assert Entry.objects.get(pk=small.pk).state == "submitted"
    step = small.steps.get()
    # All but a fifth of the 20 points for a number.
    assert (step.step, step.self_score) == ("submit", 96)
