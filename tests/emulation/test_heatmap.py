"""The heat map: shares worked out by hand, whose entries a cell opens, files."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emulation.scored import scores
from tests import factories as make
from tests.emulation.test_ranking import announce
from tests.pages import reading

URL = "/emulation/campaigns/dot-1/criteria/"


def answer_all(entry, items, amounts):
    for code, amount in amounts.items():
        make.answer(entry, items[code], *amount)


@pytest.fixture
def world(db):
    """A primary school with all points, a lower secondary one with few, a draft."""
    make.reference()
    make.province(name="Lạng Sơn")
    criteria = make.criteria_set(groups=("A",), name="Bộ A")
    campaign = make.campaign(criteria, code="dot-1", name="Đợt 1")
    items = {
        code: make.item(criteria, code)
        for code in ("A1", "A2a", "A2b", "A3", "A4", "A5")
    }
    here = make.commune(name="Khánh Khê", cluster="Cao Lộc")
    there = make.commune(name="Bình Gia", cluster="Bình Gia")
    primary = make.campaign_entry(
        campaign, make.institution("TH", commune=here, name="TH Khánh Khê")
    )
    make.full_answers(primary)
    make.handed_in(primary)
    lower = make.campaign_entry(
        campaign, make.institution("THCS", commune=there, name="THCS Bình Gia")
    )
    answers = {
        "A1": (0,),
        "A2a": (1,),
        "A2b": (0,),
        # 20 of 100 where 80 per cent is full: a quarter of 30 points.
        "A3": (20, 100),
        # Two of five: 8 of 20 points.
        "A4": (2,),
        "A5": (5,),
    }
    answer_all(lower, items, answers)
    make.handed_in(lower, state="confirmed")
    # The department gives two points for what the school thought worth five.
    marks = {"A1": 0, "A2a": 20, "A2b": 0, "A3": "7.5", "A4": 8, "A5": 2}
    given = {items[code]: points for code, points in marks.items()}
    make.review(lower, make.official(), marks=given)
    make.handed_in(lower, state="verified")
    draft = make.campaign_entry(
        campaign, make.institution("TH", commune=here, name="TH Nháp")
    )
    make.full_answers(draft, part=Decimal(0))
    scores.recompute(campaign.pk)
    return campaign, criteria, here, there


def heat(client, query=""):
    return reading.csv_rows(client.get(f"{URL}?export=csv{query}"))


def test_shares_are_points_won_of_points_possible(world, client):
    client.force_login(make.official())
    about, header, lines = heat(client)
    assert about["Bảng"] == "Tiêu chí mạnh, yếu – Bộ A (v1) – Đợt 1 (tạm tính)"
    assert header[:2] == ["Mã", "Tiêu chí"]
    assert header[3:] == [
        "TH (%)",
        "THCS (%)",
        "Chung (%)",
        "Toàn tỉnh (%)",
        "Thẩm định − tự chấm (điểm %)",
    ]
    assert [[line[0], *line[3:]] for line in lines] == [
        ["A1", "100.00", "0.00", "50.00", "50.00", "0.00"],
        ["A2", "100.00", "66.67", "83.33", "83.33", "0.00"],
        ["A3", "100.00", "25.00", "62.50", "62.50", "0.00"],
        ["A4", "100.00", "40.00", "70.00", "70.00", "0.00"],
        ["A5", "100.00", "10.00", "55.00", "55.00", "-15.00"],
    ]


def test_the_weakest_come_first_and_are_said_aloud(world, client):
    client.force_login(make.official())
    context = client.get(URL).context
    weakest = [row.criterion.code for row in context["weakest"]]
    assert weakest == ["A1", "A5", "A3", "A4", "A2"]
    assert context["caption"] == (
        "Yếu nhất ở tiêu chí A1 Tiêu chí A1: mới đạt 50,0% số điểm có thể, thấp nhất "
        "ở THCS (0,0%)."
    )


def test_columns_may_be_clusters_or_blocks(world, client):
    client.force_login(make.official())
    _about, header, lines = heat(client, "&by=cluster")
    assert header[3:5] == ["Bình Gia (%)", "Cao Lộc (%)"]
    assert lines[4][3:5] == ["10.00", "100.00"]
    _about, header, lines = heat(client, "&by=block")
    assert (header[3], lines[4][3]) == ("Khác (%)", "55.00")


def test_a_cell_opens_the_entries_that_win_least(world, client):
    _campaign, criteria, _here, _there = world
    client.force_login(make.official())
    chosen = make.item(criteria, "A5").criterion_id
    _about, header, lines = heat(client, f"&criterion={chosen}")
    assert lines == [
        ["THCS Bình Gia", "Bình Gia", "2.00", "20.00", "10.00"],
        ["TH Khánh Khê", "Khánh Khê", "20.00", "20.00", "100.00"],
    ]
    page = client.get(f"{URL}?criterion={chosen}&column=TH")
    assert [row["entry__name"] for row in page.context["lowest"]] == ["TH Khánh Khê"]
    statuses = [
        client.get(f"{URL}?criterion={wrong}").status_code for wrong in ("x", 999999)
    ]
    assert statuses == [404, 404]


def test_a_commune_compares_its_own_with_the_province(world, client):
    campaign, criteria, here, there = world
    client.force_login(make.owner(there))
    _about, header, lines = heat(client)
    assert header[3:6] == ["THCS (%)", "Chung (%)", "Toàn tỉnh (%)"]
    assert lines[4][3:6] == ["10.00", "10.00", "55.00"]
    chosen = make.item(criteria, "A5").criterion_id
    names = [line[0] for line in heat(client, f"&criterion={chosen}")[2]]
    assert names == ["THCS Bình Gia"]
    announce(campaign)
    _about, header, _lines = heat(client)
    assert header[3:5] == ["TH (%)", "THCS (%)"]
    # Whose points these are stays with whoever may open the entry.
    names = [line[0] for line in heat(client, f"&criterion={chosen}")[2]]
    assert names == ["THCS Bình Gia"]


def test_more_entries_cost_no_more_queries(world, client):
    campaign, _criteria, here, _there = world
    client.force_login(make.official())

    def cost():
        client.get(URL)
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    before = cost()
    for _n in range(3):
        entry = make.campaign_entry(campaign, make.institution("MN", commune=here))
        make.full_answers(entry)
        make.handed_in(entry)
    scores.recompute(campaign.pk)
    assert cost() == before


def test_without_a_score_the_page_says_when_there_will_be_one(db, client):
    make.reference()
    make.campaign(code="dot-1")
    client.force_login(make.official())
    assert "Chưa có điểm của hồ sơ nào đã nộp" in client.get(URL).content.decode()
