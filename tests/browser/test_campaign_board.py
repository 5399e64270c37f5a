"""Board, ranking, heat map and public page in a browser: they fit, axe finds nothing."""

import pytest
from django.utils import timezone

from communes import seeding
from communes.models import Commune
from emulation.scored import scores
from tests import factories as make
from tests.browser.conftest import LAPTOP
from tests.browser.test_dashboard import MOBILE, overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)
CAMPAIGN = "/emulation/campaigns/dot-1/"


@pytest.fixture
def campaign(transactional_db):
    """Three schools of two communes: verified, handed in with few points, and late."""
    make.reference()
    seeding.load_reference()
    row = make.campaign(code="dot-1", name="Đợt 1", due_in=-1, is_public=True)
    block = make.block(row, name="Tiểu học vùng I")
    places = Commune.objects.filter(name__in=["Khánh Khê", "Bình Gia"])
    here, there = places.order_by("-name")
    for place, part, state in ((here, 1, "verified"), (there, 0, "confirmed")):
        school = make.institution(commune=place)
        entry = make.campaign_entry(row, school, block=block)
        make.full_answers(entry, part=part)
        make.handed_in(entry, state=state)
    make.campaign_entry(row, make.institution(commune=here), block=block)
    scores.recompute(row.pk)
    return row


def test_pages_fit_and_satisfy_axe_at_both_sizes(
    campaign, open_window, sign_in, picture
):
    criterion = make.item(campaign.sets.get().criteria_set, "A5").criterion_id
    pages = {
        "board": f"{CAMPAIGN}?measure=score",
        "ranking": f"{CAMPAIGN}ranking/",
        "criteria": f"{CAMPAIGN}criteria/?criterion={criterion}",
    }
    official = make.official()
    found = {}
    for size, name in ((LAPTOP, "laptop"), (MOBILE, "phone")):
        page = open_window(size)
        sign_in(page, official)
        for label, url in pages.items():
            page.goto(url)
            picture(page, f"{label}-{name}")
            found[label, name] = (violations(page), overflow(page) <= 0)
    assert found == dict.fromkeys(found, ([], True))
    campaign.announced_at, campaign.announced_by = timezone.now(), official
    campaign.save()
    page = open_window(MOBILE, java_script_enabled=True)
    page.goto("/public/emulation/dot-1/")
    picture(page, "public-phone")
    assert (violations(page), overflow(page)) == ([], 0)


def test_a_cell_of_the_heat_map_leads_to_the_weakest_and_on_to_her_entry(
    campaign, page, sign_in
):
    sign_in(page, make.official())
    page.goto(CAMPAIGN)
    page.get_by_role("link", name="Tiêu chí nào yếu nhất").click()
    page.locator("table.heat td.heat-2 a").first.click()
    page.wait_for_url("**criterion=*")
    first = page.locator("#lowest tbody tr").first
    assert first.locator("td").last.inner_text() == "0,0%"
