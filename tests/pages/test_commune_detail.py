"""The page of one commune: its figures beside the province's, its office, its reach."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.recompute import recompute_year
from tests import factories as make
from tests.contracts import DetailPage
from tests.pages import reading


class TestCommuneDetail(DetailPage):
    def make_row(self, commune):
        make.school(commune=commune)
        return commune

    def address(self, row):
        return f"/communes/{row.code}/"

    def mark(self, row):
        return f"<h1>{row.full_name}</h1>"


@pytest.fixture
def communes(db, client):
    """Khánh Khê with a primary school and a department school; Bình Gia with one."""
    make.reference()
    make.province(name="Lạng Sơn")
    here, there = make.commune(name="Khánh Khê"), make.commune(name="Bình Gia")
    make.school("TH", commune=here, name="Trường TH Khánh Khê", pupils=40)
    make.school("THPT", commune=here, name="Trường THPT Khánh Khê", pupils=60)
    make.school(
        "TH", commune=there, name="Trường TH Bình Gia", pupils=50, state="draft"
    )
    recompute_year(make.YEAR, host="shell@test")
    client.force_login(make.official())
    return {"here": here, "there": there}


def page_of(client, commune, query=""):
    return client.get(f"/communes/{commune.code}/{query}")


def schools_on(response):
    return [row[0] for row in reading.body(reading.tables(response)[0])]


def test_location_counts_every_school_on_the_ground(communes, client):
    response = page_of(client, communes["here"])
    assert schools_on(response) == ["Trường TH Khánh Khê", "Trường THPT Khánh Khê"]
    assert "Cộng theo địa bàn: mọi trường đóng trên xã" in response.content.decode()
    assert response.context["headline"]["learners"]["own"].numerator == 380


def test_managed_counts_the_commune_s_own_schools(communes, client):
    response = page_of(client, communes["here"], "?basis=managed")
    assert schools_on(response) == ["Trường TH Khánh Khê"]
    assert "Cộng theo cấp quản lý" in response.content.decode()
    assert response.context["headline"]["learners"]["own"].numerator == 200


def test_school_managed_elsewhere_is_counted_where_it_is_managed(communes, client):
    make.school(
        "TH", commune=communes["here"], name="Trường TH Nhờ", managed_by_commune=False
    )
    here = page_of(client, communes["here"])
    managed = page_of(client, communes["here"], "?basis=managed")
    assert ("Trường TH Nhờ" in schools_on(here), len(schools_on(managed))) == (True, 1)


def test_states_of_the_returns_are_counted(communes, client):
    make.institution("TH", commune=communes["there"])
    response = page_of(client, communes["there"])
    assert response.context["states"] == [
        ("draft", "Nháp", 1),
        ("missing", "Chưa lập", 1),
    ]


def test_indicators_stand_beside_the_province_with_a_rank(communes, client):
    other = make.commune(name="Na Sầm")
    row = make.school("TH", commune=other, pupils=30)
    row.returns.get().grades.update(two_session_pupils=0)
    recompute_year(make.YEAR, host="shell@test")
    rows = page_of(client, other).context["rows"]
    share = next(r for r in rows if r["indicator"].code == "two_session_share")
    assert (share["own_words"], share["rank"], share["peers"]) == ("0,0%", 2, 3)
    assert share["province_words"] == "71,7%"


def test_head_sees_the_province_but_no_rank_among_communes_she_may_not_see(
    communes, client
):
    client.force_login(make.owner(communes["here"]))
    rows = page_of(client, communes["here"]).context["rows"]
    girls = next(r for r in rows if r["indicator"].code == "two_session_share")
    assert (girls["own_words"], girls["province_words"]) == ("100,0%", "100,0%")
    assert [row["rank"] for row in rows] == [None] * len(rows)


def test_office_is_measured_against_its_schools(communes, client):
    make.office(communes["here"], staff=10, education_specialists=1)
    response = page_of(client, communes["here"])
    assert response.context["office_words"] == (
        "1 người có chuyên môn giáo dục cho 2 trường, 380 người học."
    )


def test_office_without_a_specialist_says_so(communes, client):
    make.office(communes["here"], staff=8, education_specialists=0)
    response = page_of(client, communes["here"])
    assert response.context["office_words"].startswith(
        "Không có người có chuyên môn giáo dục nào cho 2 trường"
    )


def test_reader_whose_school_stands_elsewhere_sees_that_school_alone(communes, client):
    school = make.school(
        "TH", commune=communes["there"], name="Trường TH Gửi", managed_by_commune=False
    )
    school.managing_commune = communes["here"]
    school.save()
    client.force_login(make.owner(communes["here"]))
    assert schools_on(page_of(client, communes["there"])) == ["Trường TH Gửi"]


def test_learners_of_five_years_as_a_file(communes, client):
    query = "?chart=learners&export=csv"
    _facts, header, rows = reading.csv_rows(page_of(client, communes["here"], query))
    assert header[0] == "Năm học"
    assert rows[-1][0] == "2025-2026"
    assert {"200", "180"} <= {cell.removesuffix(".0") for cell in rows[-1][1:]}


def test_query_count_is_the_same_for_few_schools_and_many(communes, client):
    here = communes["here"]
    page_of(client, here)
    with CaptureQueriesContext(connection) as few:
        page_of(client, here)
    for _ in range(3):
        make.school("TH", commune=here)
    recompute_year(make.YEAR, host="shell@test")
    with CaptureQueriesContext(connection) as many:
        page_of(client, here)
    assert len(many) == len(few)
