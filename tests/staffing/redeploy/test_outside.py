"""What a plan says outside its pages: annex, report, API, command and benchmark."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from communes.documents.blocks import Table
from communes.models import SchoolYear
from communes.papers import kinds
from staffing.redeploy.report import redeployed
from tests import factories as make

from .world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def annex(commune=None):
    year = SchoolYear.objects.get(pk=make.YEAR)
    return kinds.get("redeploy_annex").write(kinds.Order(year, commune))


def rows_of(document):
    (table,) = (one for one in document.blocks if isinstance(one, Table))
    return [[str(cell) for cell in row] for row in table.rows]


def test_each_signer_gets_a_list_of_the_own_people(world):
    with pytest.raises(kinds.NothingToReport):
        annex()
    world.settled()
    assert rows_of(annex(world.commune)) == [
        [
            "1",
            "Nông Văn Giữa",
            "15/05/1985",
            "Giáo viên, Trung học cơ sở, Toán",
            "Trường THCS Dư (Khánh Khê)",
            "Trường THCS Gần (Khánh Khê)",
            "Điều động",
            "3.0",
        ]
    ]
    assert [row[1] for row in rows_of(annex())] == ["Nông Văn Mới"]
    with pytest.raises(kinds.NothingToReport):
        annex(world.other)


class Facts:
    """As much of a report's facts as the part asks for."""

    def __init__(self, commune=None):
        self.start, self.commune = make.YEAR, commune


def test_the_report_counts_moves_and_names_nobody(world):
    assert redeployed(Facts()) == []
    plan = world.settled()
    (said,) = redeployed(Facts())
    assert said.text == (
        "Phương án điều động của năm học chốt 2 lượt, bù được 2 người thiếu; đã ký "
        "0 lượt."
    )
    (said,) = redeployed(Facts(world.other))
    assert "chốt 1 lượt" in said.text
    assert plan.moves.first().person.full_name not in said.text


def test_the_api_gives_figures_and_moves_as_far_as_one_sees(world, client):
    plan = world.plan()
    client.force_login(world.official)
    (found,) = client.get(reverse("api-redeploy-plan-list")).json()["results"]
    assert found["figures"] == {
        "shortage": 2.0,
        "shortage_after": 0.0,
        "surplus": 2.0,
        "surplus_after": 0.0,
        "moves": 2.0,
        "part_loads": 0.0,
        "kilometres": 5.0,
        "across": 1.0,
        "accepted": 0.0,
    }
    moves_url = reverse("api-redeploy-move-list")
    moves = client.get(moves_url, {"plan": plan.pk}).json()["results"]
    assert {(row["target"]["code"], row["signed_by"]) for row in moves} == {
        (world.near.code, world.commune.code),
        (world.across.code, None),
    }
    client.force_login(world.other_head)
    assert client.get(moves_url).json()["results"] == []


def test_the_command_tells_the_plan_as_json(world):
    out = io.StringIO()
    call_command("redeploy", year="2025-2026", as_json=True, stdout=out)
    found = json.loads(out.getvalue())
    assert (found["moves"], found["shortage"]) == (2, {"before": 2.0, "after": 0.0})
    with pytest.raises(CommandError):
        call_command("redeploy", year="1999-2000")


def test_the_benchmark_is_met_on_a_small_province(world, tmp_path):
    file = tmp_path / "bench.json"
    call_command("bench", "redeploy", "--json", str(file), stdout=io.StringIO())
    found = {one["work"]: one["met"] for one in json.loads(file.read_text())}
    del found["seconds"]
    assert found == {
        "shortage left unfilled": True,
        "moves for each person filled": True,
        "kilometres of as many moves": True,
    }


def test_the_plan_leads_to_its_annex(world, client):
    plan = world.settled()
    client.force_login(world.official)
    text = client.get(reverse("redeploy_plan", args=[plan.pk])).content.decode()
    assert reverse("paper_new", args=["redeploy_annex"]) in text
