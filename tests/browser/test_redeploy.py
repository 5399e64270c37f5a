"""A plan of redeployment from its figures to the changed post, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP
from tests.browser.test_dashboard import violations
from tests.staffing.redeploy.world import DAY, World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    return World()


def test_from_a_proposal_to_the_changed_post(world, open_window, sign_in):
    plan = world.plan()
    near = plan.moves.get(target=world.near)
    page = open_window(LAPTOP)
    sign_in(page, world.official)
    page.goto(f"/staffing/redeploy/{plan.pk}/")
    assert violations(page) == []
    move = page.get_by_role("article", name=near.person.full_name)
    move.get_by_role("button", name="Ghim").click()
    expect(page.get_by_text("Nông Văn Giữa: Ghim.")).to_be_visible()
    move.get_by_role("button", name="Chấp nhận").click()
    page.get_by_role("button", name="Chốt, lập dự thảo quyết định").click()
    expect(page.get_by_text("Đã chốt phương án")).to_be_visible()
    signer = open_window(LAPTOP)
    sign_in(signer, world.head)
    signer.goto(f"/staffing/redeploy/{plan.pk}/")
    signer.get_by_label("Số quyết định").fill("7/QĐ-UBND")
    signer.get_by_label("Ngày ký").fill(f"{DAY:%Y-%m-%d}")
    signer.get_by_label("Hiệu lực từ ngày").fill(f"{DAY:%Y-%m-%d}")
    signer.get_by_role("button", name="Ghi nhận đã ký, đổi phân công").click()
    expect(signer.get_by_text("Đã ghi nhận quyết định")).to_be_visible()
    main = near.person.assignments.get(ended_on=None)
    assert (main.institution, main.started_on) == (world.near, DAY)
