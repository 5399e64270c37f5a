"""Pages of running campaigns in a real browser: they fit, satisfy axe, and they work."""

import pytest
from django.urls import reverse

from emulation.models import AwardKind, AwardQuota
from emulation.rewards import awards
from tests import factories as make
from tests.browser.conftest import LAPTOP
from tests.browser.test_dashboard import MOBILE, NARROW, overflow, violations
from tests.emulation.test_awards import place

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def admin(transactional_db):
    make.reference()
    make.province(name="Lạng Sơn", is_demo=True)
    return make.admin()


def prepared():
    """A campaign before its launch with schools that would take part."""
    commune = make.commune(name="Khánh Khê", region=3)
    for number in range(6):
        make.institution("TH", commune=commune, name=f"Trường Tiểu học số {number}")
    make.institution("MN", commune=commune, name="Trường Mầm non Khánh Khê")
    return make.campaign(launched=False, name="Thi đua đổi mới, sáng tạo năm 2026")


def going():
    """A running campaign with ranks, proposals, a tie and somebody late."""
    campaign = make.campaign(due_in=-60, name="Đợt thi đua đang thẩm định")
    block = make.block(campaign, name="Tiểu học, vùng 3, quy mô nhỏ")
    for name, rank in (("A", 1), ("B", 2), ("C", 2)):
        place(block, f"Trường Tiểu học {name}", rank)
    for _number in range(3):
        make.campaign_entry(campaign, block=block)
    kinds = list(AwardKind.objects.all()[:2])
    AwardQuota.objects.create(campaign=campaign, award=kinds[0], most=2, block=block)
    awards.fill(campaign, kinds[:1], by=make.official())
    return campaign


def pages():
    draft, campaign = prepared(), going()
    of_campaign = (
        "manage",
        "edit",
        "announce",
        "blocks",
        "extend",
        "awards",
        "minutes",
    )
    award = AwardKind.objects.first()
    return {
        "list": reverse("campaign_list"),
        "new": reverse("campaign_new"),
        "draft": reverse("campaign_manage", args=[draft.code]),
        "launch": reverse("campaign_launch", args=[draft.code]),
        "quotas": reverse("campaign_award_quotas", args=[campaign.code, award.pk]),
        **{
            name: reverse(f"campaign_{name}", args=[campaign.code])
            for name in of_campaign
        },
    }


def test_pages_fit_and_satisfy_axe_at_both_sizes(admin, open_window, sign_in, picture):
    addresses, found = pages(), {}
    for width, size in (("laptop", LAPTOP), ("phone", MOBILE)):
        page = open_window(size)
        sign_in(page, admin)
        for name, address in addresses.items():
            page.goto(address)
            picture(page, f"{name}-{width}")
            found[name, width] = (overflow(page), violations(page))
    page = open_window(NARROW)
    sign_in(page, admin)
    for name, address in addresses.items():
        page.goto(address)
        found[name, "narrow"] = (overflow(page), [])
    assert found == dict.fromkeys(found, (0, []))


def test_launched_by_hand(admin, page, sign_in):
    campaign = prepared()
    sign_in(page, admin)
    page.goto(reverse("campaign_manage", args=[campaign.code]))
    page.click(".manage-actions >> text=Phát động")
    page.click("main form button:has-text('Phát động')")
    page.wait_for_selector("text=Đã phát động: 7 hồ sơ đã mở")
    assert page.inner_text("main .phase") == "Tự đánh giá"
    campaign.refresh_from_db()
    assert campaign.entries.count() == 7
