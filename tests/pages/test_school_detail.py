"""The page of one school: figures of its return, staff, recognition, history."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.recompute import recompute_year
from schools.models import Award, NetworkChange, NetworkChangePart
from tests import factories as make
from tests.contracts import DetailPage
from tests.pages import reading


class TestSchoolDetail(DetailPage):
    def make_row(self, commune):
        return make.school(commune=commune)

    def address(self, row):
        return f"/schools/{row.code}/"

    def mark(self, row):
        return f"<h1>{row.name}</h1>"


@pytest.fixture
def school(db, client):
    make.reference()
    row = make.institution("TH-THCS", name="Trường TH và THCS Tân Tri")
    filed = make.school_return(row)
    make.grade(filed, "01", classes=1, pupils=21, girls=11, repeaters=1)
    make.grade(filed, "02", classes=2, pupils=40, girls=21, repeaters=None)
    make.grade(filed, "06", classes=1, pupils=30, girls=16, repeaters=2)
    make.facilities(filed, classrooms=6, solid_rooms=4, internet=True)
    client.force_login(make.official())
    return row


def page_of(client, school, query=""):
    return client.get(f"/schools/{school.code}/{query}")


def test_classes_and_pupils_by_grade_with_sums_of_levels_and_school(school, client):
    table = next(t for t in reading.tables(page_of(client, school)) if len(t[0]) == 16)
    columns = [table[0].index(name) for name in ("Số lớp", "Số học sinh", "Lưu ban")]
    assert [[row[0], *(row[c] for c in columns)] for row in table[1:]] == [
        ["Lớp 1", "1", "21", "1"],
        ["Lớp 2", "2", "40", "–"],
        ["Cộng Tiểu học", "3", "61", "1"],
        ["Lớp 6", "1", "30", "2"],
        ["Cộng Trung học cơ sở", "1", "30", "2"],
        ["Toàn trường", "4", "91", "3"],
    ]


def test_staff_table_leads_to_the_reason_of_every_gap(school, client):
    make.employee(school, level="primary", contract="labour")
    away = make.employee(school, level="primary")
    make.absence(away.person, "maternity")
    recompute_year(make.YEAR, host="shell@test")
    response = page_of(client, school)
    rows = [
        row for row in reading.tables(response)[0] if row[0] == "Giáo viên Tiểu học"
    ]
    # Three classes of two sessions at 1.5; one contract at work.
    assert rows == [
        ["Giáo viên Tiểu học", "4,5", "1", "1", "1", "–", "−3,5", "–"]
        + ["Vì sao? Giáo viên Tiểu học"]
    ]
    address = f"/staffing/why/{school.code}/teacher/primary/"
    assert address in response.content.decode()
    assert client.get(address).status_code == 200


def test_reading_switch_shows_the_other_count(school, client):
    recompute_year(make.YEAR, host="shell@test")
    shortage = {
        reading_name: [
            row[1:3] + row[6:7]
            for row in reading.tables(
                page_of(client, school, f"?reading={reading_name}")
            )[0]
            if row[0] == "Giáo viên Tiểu học"
        ]
        for reading_name in ("actual_classes", "norm_classes")
    }
    # 61 pupils at 25: two classes at 1.5, eleven left over earn nobody (12 would).
    assert shortage == {
        "actual_classes": [["4,5", "0", "−4,5"]],
        "norm_classes": [["3", "0", "−3"]],
    }


def test_state_of_the_return_names_who_and_when(school, client):
    filed = school.returns.get()
    page = page_of(client, school).content.decode()
    assert f"{filed.submitted_by.username} nộp" in page
    assert f"{filed.decided_by.username} quyết định" in page


def test_rejected_return_shows_the_reason(db, client):
    make.reference()
    row = make.school(state="rejected")
    client.force_login(make.owner(row.commune))
    page = page_of(client, row).content.decode()
    assert "Lý do từ chối: Sĩ số lớp 1 chưa khớp" in page


def test_recognition_counts_only_while_it_is_valid(school, client):
    make.recognition(school, issued_on="2018-01-01", expires_on="2023-01-01")
    assert "hết hiệu lực 01/01/2023" in page_of(client, school).content.decode()
    make.recognition(school, level=2, decision="12/QĐ-UBND")
    page = page_of(client, school).content.decode()
    assert ("Mức 2" in page, "12/QĐ-UBND" in page) == (True, True)


def test_history_names_what_was_merged_and_links_to_it(school, client):
    gone = make.institution("TH", name="Trường TH Cũ", closed_on="2024-08-01")
    change = NetworkChange.objects.create(
        kind="merged", effective_on="2024-08-01", decision="99/QĐ-UBND"
    )
    for row, side, name in (
        (gone, "before", "Trường TH Cũ"),
        (school, "after", school.name),
    ):
        NetworkChangePart.objects.create(
            change=change, institution=row, side=side, name=name
        )
    page = " ".join(page_of(client, school).content.decode().split())
    assert "Sáp nhập</b> 01/08/2024 (99/QĐ-UBND)" in page
    assert f'<a href="/schools/{gone.code}/">Trường TH Cũ</a>' in page


def test_five_years_of_learners_with_a_sentence(school, client):
    old = make.school_return(school, year=2024)
    make.grade(old, "01", classes=2, pupils=100)
    for year in (2024, 2025):
        recompute_year(year, host="shell@test")
    response = page_of(client, school)
    trend = next(t for t in reading.tables(response) if t[0][0] == "Năm học")
    assert trend[1:] == [
        ["2024-2025", "100", "", "2", "50,0"],
        ["2025-2026", "91", "", "4", "22,8"],
    ]
    sentence = "Từ 2024-2025 đến 2025-2026: −9 người học (−9,0%)."
    assert sentence in response.content.decode()


def test_results_and_awards_of_the_year(school, client):
    filed = make.school_return(school, kind="end")
    filed.results.create(grade_id="01", assessed=21, rated_good=9, promoted=20)
    Award.objects.create(
        institution=school,
        school_year_id=make.YEAR,
        contest="provincial",
        subject="Toán",
        prize="second",
        count=2,
    )
    response = page_of(client, school)
    results = next(t for t in reading.tables(response) if "Được đánh giá" in t[0])
    row = dict(zip(results[0], results[1], strict=True))
    assert (row["Được đánh giá"], row["Khá"], row["Tốt"]) == ("21", "9", "–")
    page = " ".join(response.content.decode().split())
    assert "Học sinh giỏi cấp tỉnh</b>, Toán: 2 giải Nhì" in page


def test_commune_sees_that_a_department_school_stands_there_and_no_more(db, client):
    make.reference()
    row = make.school("THPT", name="Trường THPT Văn Lãng")
    person = make.employee(row).person
    recompute_year(make.YEAR, host="shell@test")
    client.force_login(make.owner(row.commune))
    page = page_of(client, row).content.decode()
    assert "Trường do Sở quản lý: báo cáo chi tiết do Sở và nhà trường xem." in page
    assert ("Lớp 10" in page, person.full_name in page) == (False, False)
    client.force_login(make.official())
    assert "Lớp 10" in page_of(client, row).content.decode()


def test_query_count_does_not_grow_with_grades_sites_and_staff(
    school, client, django_assert_num_queries
):
    recompute_year(make.YEAR, host="shell@test")
    page_of(client, school)
    with CaptureQueriesContext(connection) as few:
        page_of(client, school)
    filed = school.returns.get()
    for code in ("03", "04", "07"):
        make.grade(filed, code, classes=1, pupils=20)
    for _ in range(3):
        make.site(school)
        make.employee(school, level="primary")
    recompute_year(make.YEAR, host="shell@test")
    with django_assert_num_queries(len(few)):
        page_of(client, school)
