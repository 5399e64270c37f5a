"""The staffing page and "Vì sao?": gross sums, both readings, five steps."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.recompute import recompute_year
from tests import factories as make
from tests.contracts import DetailPage
from tests.pages import reading

URL = "/staffing/"


class TestWhy(DetailPage):
    def make_row(self, commune):
        return make.school(commune=commune)

    def prepare(self):
        recompute_year(make.YEAR, host="shell@test")

    def address(self, row):
        return f"/staffing/why/{row.code}/teacher/primary/"

    def mark(self, row):
        return f"Vì sao? {row.name}"


@pytest.fixture
def gaps(db, client):
    """Two primary schools of two communes: one four teachers short, one two over.

    Ten classes of two sessions need 15 teachers; 212 pupils make eight norm classes
    and twelve left over, so 13.
    """
    make.reference()
    make.province(name="Lạng Sơn")
    schools = {}
    for name, teachers in (("Khánh Khê", 11), ("Bình Gia", 17)):
        school = make.institution(
            "TH", commune=make.commune(name=name), name=f"Trường TH {name}"
        )
        filed = make.school_return(school)
        for code, pupils in zip(make.GRADES["TH"], (42, 42, 42, 43, 43), strict=True):
            make.grade(filed, code, classes=2, pupils=pupils)
        for _ in range(teachers):
            make.employee(school)
        make.assigned_places(school, 14)
        schools[name] = school
    recompute_year(make.YEAR, host="shell@test")
    client.force_login(make.official())
    return schools


def teachers_of(response):
    """Cells of the row of all teachers in the first table."""
    rows = reading.tables(response)[0]
    return next(row[1:] for row in rows if row[0] == "Giáo viên")


def test_shortage_and_surplus_are_added_gross(gaps, client):
    # Norm, present, contracts, absent, places given, short, over.
    assert teachers_of(client.get(URL)) == ["30", "28", "0", "0", "28", "−4", "+2"]


def test_a_page_about_one_commune_holds_that_commune_alone(gaps, client):
    whole = teachers_of(client.get(URL))
    one = teachers_of(client.get(URL, {"commune": gaps["Khánh Khê"].commune_id}))
    assert (whole[-2:], one[-2:]) == (["−4", "+2"], ["−4", "–"])


def test_other_reading_of_classes_gives_the_other_numbers(gaps, client):
    found = teachers_of(client.get(f"{URL}?reading=norm_classes"))
    assert found == ["26", "28", "0", "0", "28", "−2", "+4"]


def test_both_readings_stand_side_by_side(gaps, client):
    compared = reading.tables(client.get(URL))[1]
    assert compared[2:] == [["Tiểu học", "30", "−4", "+2", "26", "−2", "+4"]]


def test_communes_are_sorted_by_shortage_and_lead_down(gaps, client):
    response = client.get(URL)
    table = reading.tables(response)[2]
    assert table[1:] == [
        ["Xã Khánh Khê", "1", "15", "11", "14", "−4", "–"],
        ["Xã Bình Gia", "1", "15", "17", "14", "–", "+2"],
        ["Cộng 2 dòng", "2", "30", "28", "28", "−4", "+2"],
    ]
    code = gaps["Khánh Khê"].commune_id
    assert f'href="/communes/{code}/"' in response.content.decode()


def test_managed_basis_gives_the_department_a_row_of_its_own(gaps, client):
    school = make.school("THPT", commune=gaps["Khánh Khê"].commune)
    recompute_year(make.YEAR, host="shell@test")
    located = reading.tables(client.get(URL))[2]
    managed = reading.tables(client.get(f"{URL}?basis=managed"))[2]
    assert school.managing_commune is None
    assert [row[:2] for row in located[1:-1]] == [
        ["Xã Khánh Khê", "2"],
        ["Xã Bình Gia", "1"],
    ]
    assert sorted(row[:2] for row in managed[1:-1]) == [
        ["Sở GDĐT trực tiếp quản lý", "1"],
        ["Xã Bình Gia", "1"],
        ["Xã Khánh Khê", "1"],
    ]


def test_other_posts_have_a_table_of_their_own(gaps, client):
    table = reading.tables(client.get(f"{URL}?group=youth_leader"))[2]
    assert [row[0] for row in table[1:]] == [
        "Xã Bình Gia",
        "Xã Khánh Khê",
        "Cộng 2 dòng",
    ]
    assert table[-1][-2:] == ["−2", "–"]


def test_file_names_its_reading_and_basis(gaps, client):
    facts, header, rows = reading.csv_rows(client.get(f"{URL}?export=csv"))
    assert facts["Bộ lọc"] == (
        "Vị trí: Giáo viên; Cấp học: Tất cả; "
        "Cách đếm lớp: Theo số lớp thực tế; Cách cộng: Theo địa bàn"
    )
    assert header[-2:] == ["Thiếu", "Thừa"]
    assert [row[0] for row in rows] == [
        "Xã Khánh Khê",
        "Xã Bình Gia",
        "Cộng 2 dòng",
    ]


def test_commune_sees_its_own_gaps_and_the_scope_says_so(gaps, client):
    client.force_login(make.owner(gaps["Bình Gia"].commune))
    response = client.get(URL)
    assert teachers_of(response) == ["15", "17", "0", "0", "14", "–", "+2"]
    assert response.context["page"].scope.label == "Xã Bình Gia"


def test_a_school_reads_that_the_sums_are_its_own(gaps, client):
    client.force_login(make.clerk(gaps["Bình Gia"]))
    page = client.get(URL)
    assert (
        page.context["page"].scope.kind,
        page.context["page"].coverage.expected,
    ) == (
        "institution",
        1,
    )
    assert "định mức tối đa? trường của bạn" in page.content.decode()


def test_norms_name_document_and_whether_they_are_confirmed(gaps, client):
    norms = reading.tables(client.get(URL))[-1]
    rows = {row[1]: row[-1] for row in norms[1:]}
    assert rows["TT 20/2023/TT-BGDĐT"] == "Chờ xác nhận"
    assert set(rows.values()) <= {"Chờ xác nhận", "Đã xác nhận"}


def test_query_count_is_the_same_for_one_commune_and_for_three(gaps, client):
    client.get(URL)
    with CaptureQueriesContext(connection) as two:
        client.get(URL)
    for _ in range(3):
        make.school("TH")
    recompute_year(make.YEAR, host="shell@test")
    with CaptureQueriesContext(connection) as five:
        client.get(URL)
    assert len(five) == len(two)


def why(client, school, query=""):
    return client.get(f"/staffing/why/{school.code}/teacher/primary/{query}")


def test_why_says_what_is_missing_in_a_sentence_and_in_five_steps(gaps, client):
    page = " ".join(why(client, gaps["Khánh Khê"]).content.decode().split())
    assert (
        'Trường TH Khánh Khê thiếu <span class="shortage">4</span> '
        "giáo viên tiểu học so với định mức tối đa" in page
    )
    steps = [
        page.index(f"<h2>{step}") for step in ("Căn cứ", "Cách tính", "Có mặt: 11")
    ]
    steps += [page.index(f"<h2>{step}") for step in ("Số liệu gốc", "Tính lúc")]
    assert steps == sorted(steps)


def test_why_follows_the_reading_and_shows_the_other_one(gaps, client):
    school = gaps["Khánh Khê"]
    sides = [
        why(client, school, query).context["sides"]
        for query in ("", "?reading=norm_classes")
    ]
    assert [(s["chosen"]["shortage"], s["other"]["shortage"]) for s in sides] == [
        (4, 2),
        (2, 4),
    ]
    assert sides[0]["chosen"] == sides[1]["other"]


def test_why_lists_people_only_to_those_who_may_see_them(gaps, client):
    school = gaps["Khánh Khê"]
    make.absence(school.assignments.first().person, "maternity")
    people = why(client, school).context["people"]
    assert len(people) == 11
    assert [row.absence_label for row in people if row.absence] == ["Nghỉ thai sản"]
    mover = school.assignments.last()
    mover.ended_on, mover.end_reason = "2026-07-31", "moved"
    mover.save()
    make.assignment(mover.person, gaps["Bình Gia"], started_on="2026-08-01")
    client.force_login(make.owner(school.commune))
    seen = why(client, school).context["people"]
    assert mover.person_id not in {row.person_id for row in seen}
    assert len(seen) == 10


def test_why_of_what_was_never_computed_does_not_exist(gaps, client):
    code = gaps["Khánh Khê"].code
    assert client.get(f"/staffing/why/{code}/teacher/preschool/").status_code == 404
    assert client.get(f"/staffing/why/{code}/principal/-/").status_code == 200


def test_why_costs_the_same_for_one_person_and_for_many(gaps, client):
    counts = []
    for name in ("Khánh Khê", "Bình Gia"):
        why(client, gaps[name])
        with CaptureQueriesContext(connection) as queries:
            why(client, gaps[name])
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_why_can_be_taken_along_as_a_file(gaps, client):
    code = gaps["Khánh Khê"].code
    address = f"/staffing/why/{code}/teacher/primary/?export=csv"
    about, header, rows = reading.csv_rows(client.get(address))
    assert about["Bảng"] == "Trường TH Khánh Khê, giáo viên tiểu học"
    assert header == ["Bước", "Nội dung"]
    assert ["Theo số lớp thực tế", "Trường có 10 lớp, 212 học sinh."] in rows
    assert rows[0] == ["Căn cứ", "Định mức giáo viên phổ thông (TT 20/2023)"]
    assert [row[0] for row in rows[-2:]] == ["Người nộp", "Người duyệt"]
