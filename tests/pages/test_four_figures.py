"""Four figures of shortage and surplus side by side: each in its own words, none mixed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.recompute import recompute_year
from tests import factories as make
from tests.pages import reading

pytestmark = pytest.mark.django_db
URL = "/staffing/figures/"


@pytest.fixture
def province(db, client):
    """Two primaries: 15 teachers each by the norm, 4 and 20 at work, 6 and 18 places.

    In the first one more is on leave and one is there by contract of labour.
    """
    make.reference()
    make.province(name="Lạng Sơn")
    schools = {}
    for name, teachers, places in (("Khánh Khê", 3, 6), ("Bình Gia", 20, 18)):
        row = make.institution(
            "TH", commune=make.commune(name=name, cluster=name), name=f"TH {name}"
        )
        make.grade(make.school_return(row), "01", classes=10, pupils=212)
        for _ in range(teachers):
            make.employee(row)
        make.assigned_places(row, places)
        schools[name] = row
    make.employee(schools["Khánh Khê"], contract="labour")
    make.absence(make.employee(schools["Khánh Khê"]).person, "maternity")
    recompute_year(make.YEAR)
    client.force_login(make.official())
    return schools


def side_by_side(response, number=0):
    return {row[0]: row[2:] for row in reading.tables(response)[number][1:]}


def test_the_four_stand_side_by_side_and_gross(province, client):
    found = side_by_side(client.get(f"{URL}?group=teacher"))
    subject = found.pop("Theo môn dạy")
    assert found == {
        # 15 − 4 and 20 − 15: the contract counts, who is on leave does not.
        "So với định mức tối đa": [
            "Thiếu so với định mức −11",
            "Vượt định mức +5",
        ],
        # 6 − 3 viên chức at work; 20 − 18.
        "So với biên chế được giao": [
            "Thiếu so với biên chế giao −3",
            "Vượt biên chế giao +2",
        ],
        # Who is on leave holds a place: 6 − 4.
        "Biên chế chưa tuyển": ["Chưa tuyển −2", "Giữ quá biên chế giao +2"],
    }
    assert len(subject) == 2


def test_places_say_nothing_of_a_level(province, client):
    found = side_by_side(client.get(f"{URL}?level=primary&group=teacher"))
    assert found["So với định mức tối đa"] == [
        "Thiếu so với định mức −11",
        "Vượt định mức +5",
    ]
    assert found["Biên chế chưa tuyển"] == ["không chia theo lựa chọn này"]


@pytest.mark.parametrize(
    ("query", "heading", "rows"),
    [
        (
            "figure=norm&group=teacher",
            ["Xã, phường", "Số trường", "Thiếu so với định mức", "Vượt định mức"],
            [["Xã Khánh Khê", "1", "−11", "–"], ["Xã Bình Gia", "1", "–", "+5"]],
        ),
        (
            "figure=norm&group=teacher&reading=norm_classes&by=school",
            ["Trường", "Số trường", "Thiếu so với định mức", "Vượt định mức"],
            [["TH Khánh Khê", "1", "−9", "–"], ["TH Bình Gia", "1", "–", "+7"]],
        ),
        (
            "figure=places&by=cluster",
            ["Cụm", "Số trường", "Thiếu so với biên chế giao", "Vượt biên chế giao"],
            [["Khánh Khê", "1", "−3", "–"], ["Bình Gia", "1", "–", "+2"]],
        ),
        (
            "figure=unfilled&by=post",
            ["Vị trí", "Số trường", "Chưa tuyển", "Giữ quá biên chế giao"],
            [["Giáo viên", "2", "−2", "+2"]],
        ),
        (
            "figure=norm&group=teacher&by=level",
            ["Cấp học", "Số trường", "Thiếu so với định mức", "Vượt định mức"],
            [["Tiểu học", "2", "−11", "+5"]],
        ),
        (
            "figure=norm&group=teacher&by=year&cluster=Khánh+Khê",
            ["Năm học", "Số trường", "Thiếu so với định mức", "Vượt định mức"],
            [["2025-2026", "1", "−11", "–"]],
        ),
    ],
)
def test_one_figure_by_what_is_asked(province, client, query, heading, rows):
    table = reading.tables(client.get(f"{URL}?{query}"))[1]
    assert table[0] == heading
    assert [row for row in table[1:] if not row[0].startswith("Cộng")] == rows


def test_file_holds_the_words_of_its_figure(province, client):
    address = f"{URL}?figure=unfilled&by=school&export=csv"
    about, header, rows = reading.csv_rows(client.get(address))
    assert about["Bảng"] == "Biên chế chưa tuyển"
    assert header == ["Trường", "Số trường", "Chưa tuyển", "Giữ quá biên chế giao"]
    assert {row[0]: [float(cell) for cell in row[2:]] for row in rows} == {
        "TH Khánh Khê": [2, 0],
        "TH Bình Gia": [0, 2],
        "Cộng 2 dòng": [2, 2],
    }


def test_a_head_sees_her_commune_alone(province, client):
    commune = province["Khánh Khê"].commune
    client.force_login(make.owner(commune))
    table = reading.tables(client.get(f"{URL}?figure=places&by=school"))[1]
    assert [row[0] for row in table[1:-1]] == ["TH Khánh Khê"]


@pytest.mark.parametrize("page", ["commune", "school"])
def test_commune_and_school_show_their_own_four(province, client, page):
    school = province["Khánh Khê"]
    addresses = {
        "commune": f"/communes/{school.commune_id}/",
        "school": f"/schools/{school.code}/",
    }
    response = client.get(addresses[page])
    table = next(
        table
        for table in reading.tables(response)
        if table and table[0][:2] == ["Con số", "Nói điều gì"]
    )
    found = {row[0]: row[2:] for row in table[1:]}
    assert found["So với biên chế được giao"] == [
        "Thiếu so với biên chế giao −3",
        "Vượt biên chế giao –",
    ]


def test_queries_do_not_grow_with_schools(province, client):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"{URL}?by=school")
        return len(queries)

    count()
    before = count()
    for _ in range(2):
        make.school("TH", commune=make.commune())
    recompute_year(make.YEAR)
    count()
    assert count() == before


def test_why_of_places_tells_both_figures_and_names_people(province, client):
    school = province["Khánh Khê"]
    address = f"/staffing/places/why/{school.code}/teacher/"
    client.force_login(make.owner(school.commune))
    text = client.get(address).content.decode()
    for sentence in (
        "Quyết định giao biên chế: QĐ giao biên chế.",
        "Hợp đồng lao động (1 người có mặt) không giữ biên chế.",
        "Biên chế giao 6 − viên chức có mặt 3.",
        "Thiếu so với biên chế giao: 3; vượt: 0.",
        "Giữ biên chế: 3 người có mặt + 1 người vắng mặt = 4.",
        "Chưa tuyển: 2; giữ quá biên chế giao: 0.",
        "Danh sách 5 người",
    ):
        assert sentence in text
    client.force_login(make.owner(province["Bình Gia"].commune))
    assert client.get(address).status_code == 404
    client.force_login(make.owner(school.commune))
    assert client.get(address.replace("teacher", "support")).status_code == 404


def test_school_page_leads_to_the_why_of_its_places(province, client):
    school = province["Khánh Khê"]
    text = client.get(f"/schools/{school.code}/").content.decode()
    assert f'href="/staffing/places/why/{school.code}/teacher/"' in text
