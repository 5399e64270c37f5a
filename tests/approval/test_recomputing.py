"""Pages say that figures are being computed again, until they are, and not for ever."""

import re

import pytest
from django.utils import timezone

from communes import recomputing
from communes.models import RecomputeRequest
from communes.recompute import recompute_year
from tests import factories as make

from .world import PERIOD, World

pytestmark = pytest.mark.django_db
AGAIN = "đang tính lại, vài giây nữa"


@pytest.fixture
def world(client):
    return World(client, 1)


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def ask(world):
    RecomputeRequest.objects.create(
        commune=world.commune,
        school_year_id=make.YEAR,
        requested_at=timezone.now(),
    )


def test_the_commune_and_the_overview_say_so_while_a_request_waits(world):
    pages = [("commune_detail", world.commune.code), ("dashboard",)]
    world.as_(world.head)
    query = {"year": make.YEAR}
    quiet = [AGAIN in words(world.get(*page, **query)) for page in pages]
    ask(world)
    said = [AGAIN in words(world.get(*page, **query)) for page in pages]
    make.school_year(make.YEAR - 1)
    other_year = [
        AGAIN in words(world.get(*page, year=make.YEAR - 1)) for page in pages
    ]
    assert (quiet, said, other_year) == ([False] * 2, [True] * 2, [False] * 2)


def test_after_an_approval_the_page_that_leads_on_says_so(world):
    world.set_state("submitted")
    world.judge("approve", 0)
    page = words(world.get("approval_commune", *PERIOD, world.commune.code))
    assert AGAIN in page
    assert "htmx" in page


def test_the_line_asks_again_until_it_is_done(world):
    ask(world)
    world.as_(world.head)
    line = words(world.get("recomputing", make.YEAR, commune=world.commune.code))
    assert AGAIN in line
    (address,) = re.findall(r'hx-get="([^"]+)"', line)
    assert address.endswith(f"?commune={world.commune.code}&amp;round=1")

    recompute_year(make.YEAR, commune=world.commune.code)
    RecomputeRequest.objects.all().delete()
    line = words(world.client.get(address.replace("&amp;", "&")))
    assert "đã tính xong lúc" in line
    assert "hx-get" not in line


@pytest.mark.parametrize("number", [recomputing.ROUNDS, "9999", "-1", "x"])
def test_it_stops_asking_after_a_minute(world, number):
    assert recomputing.SECONDS * recomputing.ROUNDS == 60
    ask(world)
    world.as_(world.head)
    line = words(world.get("recomputing", make.YEAR, round=number))
    assert "hãy tải lại trang sau ít phút" in line
    assert "hx-get" not in line


def test_another_commune_learns_nothing(world):
    ask(world)
    world.as_(make.owner(make.commune()))
    line = words(world.get("recomputing", make.YEAR, commune=world.commune.code))
    assert AGAIN not in line
