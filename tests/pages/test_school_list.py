"""The list of institutions: who sees what, filters, totals, columns and files."""

import pytest
from django.utils import timezone

from communes.recompute import recompute_year
from tests import factories as make
from tests.contracts import ListPage
from tests.pages import reading

URL = "/schools/"


class TestSchoolList(ListPage):
    url = "/schools/?per_page=200"

    def make_row(self, commune):
        return make.school(commune=commune)

    def mark(self, row):
        return row.name

    def prepare(self):
        recompute_year(make.YEAR, host="shell@test")


@pytest.fixture
def province(db, client):
    """Khánh Khê with three schools, Bình Gia with one; an official looks at them."""
    make.reference()
    make.province(name="Lạng Sơn")
    here = make.commune(name="Khánh Khê", cluster="Cao Lộc")
    there = make.commune(name="Bình Gia", cluster="Bình Gia")
    rows = {
        "th": make.school("TH", commune=here, name="Trường TH Khánh Khê"),
        "mn": make.school("MN", commune=here, name="Trường MN Đồng Giáp", pupils=20),
        "thpt": make.school("THPT", commune=here, name="Trường THPT Văn Lãng"),
        "thcs": make.school(
            "THCS",
            commune=there,
            name="Trường PTDTBT THCS Quý Hòa",
            special_type="semi_boarding",
            state="submitted",
        ),
    }
    make.recognition(rows["th"], level=2)
    make.employee(rows["th"])
    recompute_year(make.YEAR, host="shell@test")
    client.force_login(make.official())
    return rows


def names(client, query):
    return reading.first_column(client.get(f"{URL}{query}"))


@pytest.mark.parametrize(
    "words", ["khanh khe", "KHÁNH KHÊ", "  khe   khánh ", "truong th khanh"]
)
def test_search_needs_no_marks_no_case_and_no_order(province, client, words):
    assert names(client, f"?q={words}") == ["Trường TH Khánh Khê"]


def test_search_finds_a_code_by_its_beginning(province, client):
    code = province["mn"].code
    assert names(client, f"?q={code}") == ["Trường MN Đồng Giáp"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=TH", ["th"]),
        ("level=lower_secondary", ["thcs"]),
        ("cluster=Bình Gia", ["thcs"]),
        ("special_type=semi_boarding", ["thcs"]),
        ("managed=department", ["thpt"]),
        ("standard=yes", ["th"]),
        ("standard=1", []),
        ("standard=2", ["th"]),
        ("report=submitted", ["thcs"]),
        ("ownership=private", []),
    ],
)
def test_filters(province, client, query, found):
    if found:
        assert names(client, f"?{query}") == [province[key].name for key in found]
    else:
        assert reading.tables(client.get(f"{URL}?{query}")) == []


def test_commune_filter_narrows_the_coverage_too(province, client):
    commune = province["thcs"].commune
    response = client.get(f"{URL}?commune={commune.code}")
    assert reading.first_column(response) == ["Trường PTDTBT THCS Quý Hòa"]
    assert response.context["page"].scope.key == commune.code
    assert response.context["page"].coverage.expected == 1


def test_closed_schools_are_shown_only_on_demand(province, client):
    closed = make.institution(
        "TH",
        commune=province["th"].commune,
        name="Trường TH Cũ",
        closed_on="2024-08-01",
    )
    assert closed.name not in names(client, "")
    assert names(client, "?existing=closed") == [closed.name]
    assert len(names(client, "?existing=all")) == 5


def test_totals_row_says_what_it_totals(province, client):
    table = reading.tables(client.get(f"{URL}?commune={province['th'].commune_id}"))[0]
    heading, total = table[0], dict(zip(table[0], table[-1], strict=True))
    assert heading[:2] == ["Tên trường", "Loại"]
    assert table[-1][0] == "Cộng 3 cơ sở theo bộ lọc"
    # Five grades of two classes; four age groups; three grades.
    assert (total["Lớp"], total["Người học"]) == ("24", "480")


def test_totals_cover_all_pages_not_the_one_shown(province, client):
    for number in range(30):
        make.institution(commune=province["th"].commune, name=f"Trường TH {number:02}")
    table = reading.tables(client.get(f"{URL}?page=2"))[0]
    assert (len(reading.body(table)), table[-1][0]) == (9, "Cộng 34 cơ sở theo bộ lọc")


def test_nobody_fetches_the_province_as_one_page(province, client):
    for number in range(30):
        make.institution(commune=province["th"].commune, name=f"Trường TH {number:02}")
    assert len(names(client, "?per_page=100000")) == 25
    assert len(names(client, "?per_page=50")) == 34


def test_sorting_puts_missing_values_last_both_ways(province, client):
    make.institution(commune=province["th"].commune, name="Trường chưa nộp")
    up, down = names(client, "?sort=learners"), names(client, "?sort=-learners")
    assert up[-1] == down[-1] == "Trường chưa nộp"
    assert down[:-1] == list(reversed(up[:-1]))


def test_level_shows_the_figures_of_that_level(db, client):
    make.reference()
    make.school("TH-THCS", classes=1, pupils=30, name="Trường TH&THCS Tân Tri")
    recompute_year(make.YEAR, host="shell@test")
    client.force_login(make.official())
    learners = [
        dict(
            zip(*reading.tables(client.get(f"{URL}?level={level}"))[0][:2], strict=True)
        )
        for level in ("primary", "lower_secondary")
    ]
    assert [row["Người học"] for row in learners] == ["150", "120"]


def test_chosen_columns_are_shown_and_exported(province, client):
    query = "?columns=code&columns=learners&kind=TH"
    table = reading.tables(client.get(f"{URL}{query}"))[0]
    code = province["th"].code
    assert table == [
        ["Tên trường", "Mã trường", "Người học"],
        ["Trường TH Khánh Khê", code, "250"],
        ["Cộng 1 cơ sở theo bộ lọc", "", "250"],
    ]
    _facts, header, rows = reading.csv_rows(client.get(f"{URL}{query}&export=csv"))
    assert [header, *rows] == [
        table[0],
        ["Trường TH Khánh Khê", code, "250.00"],
        ["Cộng 1 cơ sở theo bộ lọc", "", "250.00"],
    ]


def test_badges_remove_one_filter_and_keep_the_others(province, client):
    response = client.get(f"{URL}?q=khe&kind=TH&sort=-learners&year=2025")
    assert response.context["badges"] == [
        ("Tên hoặc mã trường", "khe", "?kind=TH&sort=-learners&year=2025"),
        ("Loại trường", "Trường tiểu học", "?q=khe&sort=-learners&year=2025"),
    ]
    assert response.context["clear_url"] == "?sort=-learners&year=2025"


@pytest.mark.parametrize(
    ("query", "why", "way_out"),
    [
        ("?q=khongco", "Không có dòng nào khớp với tất cả các bộ lọc đang chọn.", True),
        ("?kind=XX", "Địa chỉ có bộ lọc không hợp lệ", True),
        ("?year=2025", "Chưa có dòng nào trong phạm vi bạn được xem", False),
    ],
)
def test_empty_list_says_why_and_offers_the_way_out(db, client, query, why, way_out):
    make.reference()
    client.force_login(make.official())
    page = client.get(f"{URL}{query}").content.decode()
    assert (why in page, "Bỏ tất cả bộ lọc" in page) == (True, way_out)


def test_csv_holds_what_is_filtered_and_says_so(province, client):
    facts, header, rows = reading.csv_rows(client.get(f"{URL}?kind=TH&export=csv"))
    run_time = facts.pop("Số liệu đến")
    assert facts == {
        "Bảng": "Mạng lưới trường",
        "Nguồn": "Sở Giáo dục và Đào tạo Lạng Sơn",
        "Năm học": "2025-2026, Toàn tỉnh",
        "Bộ lọc": "Loại trường: Trường tiểu học",
        "Mức đầy đủ": "2/2 xã đã nộp, 1 đã duyệt",
        "Xuất lúc": f"{timezone.localtime():%H:%M %d/%m/%Y}",
    }
    assert run_time == f"{timezone.localtime():%H:%M %d/%m/%Y}"
    row = dict(zip(header, rows[0], strict=True))
    assert (len(rows), row["Loại"], row["Cấp quản lý"], row["Người học"]) == (
        2,
        "Trường tiểu học",
        "Xã Khánh Khê",
        "250.00",
    )


def test_xlsx_holds_the_same_with_numbers_as_numbers(province, client):
    _facts, header, rows = reading.xlsx_rows(client.get(f"{URL}?kind=TH&export=xlsx"))
    row = dict(zip(header, rows[0], strict=True))
    assert (row["Tên trường"], row["Lớp"], row["Người học"]) == (
        "Trường TH Khánh Khê",
        10,
        250,
    )


def test_file_of_a_commune_holds_its_own_schools_only(province, client):
    client.force_login(make.owner(province["thcs"].commune))
    _facts, _header, rows = reading.csv_rows(client.get(f"{URL}?export=csv"))
    assert [row[0] for row in rows] == [
        "Trường PTDTBT THCS Quý Hòa",
        "Cộng 1 cơ sở theo bộ lọc",
    ]


def test_name_that_looks_like_a_formula_cannot_run(province, client):
    province["th"].name = '=HYPERLINK("http://x","Trường")'
    province["th"].save()
    _facts, _header, rows = reading.csv_rows(client.get(f"{URL}?kind=TH&export=csv"))
    assert rows[0][0] == '\'=HYPERLINK("http://x","Trường")'


def test_links_carry_the_year_and_the_reading_along(province, client):
    query = "?year=2025&reading=norm_classes&kind=TH"
    page = client.get(f"{URL}{query}").content.decode()
    code = province["th"].code
    assert f'href="/schools/{code}/?reading=norm_classes"' in page
    assert f'href="/schools/{code}/?reading=norm_classes#doi-ngu"' in page
