"""The province, a cluster, an indicator and the first pages: numbers, reach and cost."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.models import IndicatorValue
from tests import factories as make
from tests.contracts import login_redirect

pytestmark = pytest.mark.django_db
ScopeKind = IndicatorValue.Scope
Basis = IndicatorValue.Basis
PAGES = [
    "/",
    "/dashboard/",
    "/clusters/cao-loc/",
    "/indicators/",
    "/indicators/teacher_shortage/",
]


@pytest.fixture(autouse=True)
def rows(db):
    make.reference()
    make.province()
    for year in (2024, 2025):
        make.school_year(year)


def value(code, numerator, denominator=None, *, commune=None, **fields):
    """A value of the province, or of `commune`, with the coverage of ten schools."""
    scope = ScopeKind.COMMUNE if commune else ScopeKind.PROVINCE
    key = commune.code if commune else "20"
    fields = {"expected": 10, "reported": 10, "approved": 9, **fields}
    return make.indicator_value(
        code, scope, key, numerator, denominator, commune=commune, **fields
    )


def province():
    value("institutions", 648)
    value("institutions", 654, year=2024)
    value("learners", 211143)
    value("learners", 210205, year=2024)
    value("ethnic_share", 175000, 211143)
    value("staff", 20614)
    value("teachers_per_class", 4576, 3200, level="primary")
    value("teacher_shortage", 842, 15000)
    value("teacher_surplus", 125, 15000)
    value("national_standard_share", 317, 648)


def commune_with_gap(name, shortage, surplus):
    commune = make.commune(name=name, cluster="Cao Lộc")
    value("institutions", 10, commune=commune, basis=Basis.MANAGED)
    value("teacher_shortage", shortage, 200, commune=commune)
    value("teacher_surplus", surplus, 200, commune=commune)
    return commune


def texts(response):
    """The page's text, without the space that templates leave."""
    return " ".join(response.content.decode().split())


def headlines(response):
    return [
        (one.label, one.figure, one.shortage, one.surplus, one.note)
        for one in response.context["headlines"]
    ]


def test_headlines_are_the_stored_values_in_vietnamese(client):
    province()
    client.force_login(make.official())
    response = client.get("/dashboard/")
    assert headlines(response) == [
        ("Cơ sở giáo dục", "648", None, None, "−6 (−0,9%) so với năm trước"),
        (
            "Học sinh, học viên",
            "211.143",
            None,
            None,
            "+938 (+0,4%) so với năm trước · 82,9% dân tộc thiểu số",
        ),
        (
            "Cán bộ, giáo viên, nhân viên",
            "20.614",
            None,
            None,
            "GV/lớp: 1,43 tiểu học",
        ),
        (
            "Giáo viên so với định mức tối đa",
            "",
            842,
            125,
            "Thiếu (−) và thừa (+) không bù trừ cho nhau",
        ),
        (
            "Tỷ lệ trường đạt chuẩn quốc gia",
            "48,9%",
            None,
            None,
            "317/648 trường công lập thuộc diện xét",
        ),
    ]
    page = texts(response)
    shown = [text in page for text in ("−842", "+125", "211.143", "48,9%")]
    assert shown == [True] * 4


def test_english_pages_use_english_words_and_format(client):
    province()
    client.force_login(make.official())
    client.cookies["django_language"] = "en"
    response = client.get("/dashboard/")
    labels = [(one.label, one.figure) for one in response.context["headlines"]]
    assert labels[:2] == [("Institutions", "648"), ("Learners", "211,143")]


def test_pages_are_vietnamese_whatever_the_browser_prefers_until_switched(client):
    client.force_login(make.official())
    first = client.get("/dashboard/", headers={"accept-language": "en"})
    switched = client.post("/i18n/setlang/", {"language": "en", "next": "/dashboard/"})
    after = client.get(switched.headers["Location"])
    languages = [page.headers["Content-Language"] for page in (first, after)]
    titles = [page.context["title"] for page in (first, after)]
    assert (languages, titles) == (
        ["vi", "en"],
        ["Tổng quan toàn tỉnh", "Overview of the province"],
    )


def test_coverage_names_the_schools_that_no_commune_manages(client):
    """Ten schools of the commune and three of the department make the province's."""
    value("institutions", 13, expected=13, reported=12, approved=9)
    commune_with_gap("Khánh Khê", 5, 0)
    client.force_login(make.official())
    chart = client.get("/dashboard/").context["charts"]["coverage"]
    assert [row.cells for row in chart.rows] == [
        ["Cao Lộc", 1, 1, 0, 10, 10, 9],
        ["Trường do Sở quản lý", None, None, None, 3, 2, 0],
    ]
    assert chart.totals == ["Toàn tỉnh", 1, 1, 0, 13, 12, 9]


def test_a_year_without_values_shows_unknown_not_zero(client):
    client.force_login(make.official())
    response = client.get("/dashboard/")
    figures = [one[1] for one in headlines(response)]
    gap = (headlines(response)[3][2], headlines(response)[3][3])
    assert (figures, gap) == (["…", "…", "…", "", "…"], ("…", "…"))
    assert "Chưa tính số liệu của năm học này" in texts(response)


def test_communes_stand_by_shortage_with_both_sides_gross(client):
    province()
    commune_with_gap("Ba Sơn", 5, 2)
    commune_with_gap("Cao Lộc", 28, 1)
    commune_with_gap("Công Sơn", 0, 6)
    client.force_login(make.official())
    chart = client.get("/dashboard/").context["charts"]["gaps"]
    assert [row.cells for row in chart.rows] == [
        ["Cao Lộc", 28.0, 1.0],
        ["Ba Sơn", 5.0, 2.0],
        ["Công Sơn", 0.0, 6.0],
    ]
    assert chart.totals == ["Cộng, không bù trừ", 33.0, 9.0]
    assert chart.caption == (
        "Toàn tỉnh thiếu 33 giáo viên so với định mức tối đa, nhiều nhất ở Cao Lộc "
        "(28); thừa 9 ở nơi khác, không bù cho chỗ thiếu."
    )
    assert [trace["x"] for trace in chart.figure["data"]] == [
        [-28.0, -5.0, 0.0],
        [1.0, 2.0, 6.0],
    ]


def test_map_and_list_show_the_indicator_of_the_address(client):
    ranked = [("Ba Sơn", 30), ("Cao Lộc", 20), ("Công Sơn", 20), ("Đồng Đăng", None)]
    for name, pupils in ranked:
        commune = make.commune(
            name=name, outline=[[[106, 22], [106.1, 22], [106, 22.1]]]
        )
        value("pupils_per_class", pupils, pupils and 1, commune=commune)
    client.force_login(make.official())
    found = client.get("/dashboard/?indicator=pupils_per_class").context["map"]
    listed = [(one.label, one.rank) for one in found.ranking]
    assert listed[0] == ("Ba Sơn", 1)
    assert sorted(listed[1:3]) == [("Cao Lộc", 2), ("Công Sơn", 2)]
    assert listed[3] == ("Đồng Đăng", None)
    cells = {cell.place.label: cell.text for cell in found.drawing.cells}
    assert cells == {
        "Ba Sơn": "30,0 học sinh/lớp",
        "Cao Lộc": "20,0 học sinh/lớp",
        "Công Sơn": "20,0 học sinh/lớp",
        "Đồng Đăng": "–",
    }


def test_the_data_of_a_chart_is_a_file_that_says_what_it_is(client):
    province()
    commune_with_gap("Cao Lộc", 28, 1)
    client.force_login(make.official())
    response = client.get("/dashboard/?chart=gaps&export=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    top = dict(line for line in lines if len(line) == 2)
    names = ("Bảng", "Năm học", "Bộ lọc", "Mức đầy đủ")
    assert {name: top[name] for name in names} == {
        "Bảng": "Những xã nào thiếu giáo viên nhiều nhất?",
        "Năm học": "2025-2026, Toàn tỉnh",
        "Bộ lọc": "Cấp học: Tất cả; Cách tính tổng: Theo địa bàn",
        "Mức đầy đủ": "1/1 xã đã nộp, 0 đã duyệt",
    }
    assert lines[-2:] == [
        ["Cao Lộc", "28.0", "1.0"],
        ["Cộng, không bù trừ", "28.0", "1.0"],
    ]


def test_a_commune_sees_clusters_and_herself_but_no_other_commune(client):
    own = commune_with_gap("Cao Lộc", 28, 1)
    commune_with_gap("Ba Sơn", 5, 2)
    make.indicator_value("teacher_shortage", ScopeKind.CLUSTER, "Cao Lộc", 33, 400)
    client.force_login(make.owner(own))
    chart = client.get("/dashboard/").context["charts"]["gaps"]
    assert [row.cells[:2] for row in chart.rows] == [["Cao Lộc", 33.0]]
    rows = client.get("/clusters/cao-loc/").context["rows"]
    assert {row["commune"].name: row["is_open"] for row in rows} == {
        "Ba Sơn": False,
        "Cao Lộc": True,
    }


def test_an_indicator_explains_its_number(client):
    province()
    client.force_login(make.official())
    response = client.get("/indicators/teacher_shortage/")
    page = texts(response)
    expected = ["842 ÷ 15.000 × 100 = 5,6%", "TT 20/2023/TT-BGDĐT", "shell@test"]
    assert [text for text in expected if text not in page] == []
    missing = client.get("/indicators/khong-co/")
    assert missing.status_code == 404


def test_an_unknown_cluster_is_not_found(client):
    client.force_login(make.official())
    response = client.get("/clusters/khong-co/")
    assert (response.status_code, "Không tìm thấy trang" in texts(response)) == (
        404,
        True,
    )


@pytest.mark.parametrize("url", PAGES)
def test_strangers_are_sent_to_login_and_the_roleless_are_refused(client, url):
    make.commune(cluster="Cao Lộc")
    anonymous = client.get(url)
    assert (anonymous.status_code, anonymous.headers["Location"]) == (
        302,
        login_redirect(url),
    )
    client.force_login(make.roleless())
    refused = client.get(url)
    sentence = "Tài khoản của bạn chưa được giao vai trò hoặc đã hết hạn."
    assert (refused.status_code, sentence in texts(refused)) == (403, True)


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("role", ["official", "admin"])
@pytest.mark.parametrize("url", PAGES)
def test_three_communes_cost_as_many_queries_as_one(client, url, role):
    province()
    school = make.school(commune=commune_with_gap("Ba Sơn", 5, 2))
    make.job()
    client.force_login(make.official() if role == "official" else make.admin())
    with_one = queries_of(client, url)
    for name in ("Cao Lộc", "Công Sơn"):
        make.school(commune=commune_with_gap(name, 3, 1), year=2024)
        make.school(commune=school.commune, state="submitted")
        make.job()
    with_three = queries_of(client, url)
    assert len(with_three) == len(with_one), "\n".join(with_three)
