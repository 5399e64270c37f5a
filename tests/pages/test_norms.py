"""Norm sets for people: which apply, their rows with articles and marks, differences."""

from datetime import date

import pytest

from staffing.models import NormSet, TeacherRatio
from tests import factories as make
from tests.pages import reading
from tests.staffing.test_support_norms import draft_like

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(db, client):
    make.reference()
    make.school_year(2025)
    client.force_login(make.reader(make.commune(name="Khánh Khê")))
    return client


def test_list_names_sets_drafts_and_what_waits_for_confirmation(reader):
    draft_like(NormSet.objects.get(code="TT20-2023"))
    rows = {
        row[0]: row[4:] for row in reading.tables(reader.get("/staffing/norms/"))[0]
    }
    in_force = rows["Định mức giáo viên phổ thông (TT 20/2023)"]
    assert (in_force[0], in_force[-1]) == ("Có hiệu lực", "Cần xác nhận")
    assert rows["Dự thảo"][0] == "Dự thảo"
    assert rows["Chuẩn trình độ giáo viên (Luật Nhà giáo 2025)"][0] == (
        "Chưa có hiệu lực"
    )


def test_list_names_averages_of_the_province(reader):
    commune = make.commune(name="Bình Gia")
    make.class_average(commune=commune, valid_from=date(2025, 8, 1))
    assert reading.tables(reader.get("/staffing/norms/"))[1][1:] == [
        [
            "Xã Bình Gia",
            "Tiểu học",
            "20",
            "01/QĐ-UBND, 01/06/2024",
            "từ 01/08/2025",
        ]
    ]


def test_set_shows_rows_with_articles_and_marks(reader):
    tables = reading.tables(reader.get("/staffing/norms/TT19-2023/"))
    posts = next(table for table in tables if "Vị trí việc làm" in table[0])
    found = {row[0]: row[1:] for row in posts[1:]}
    library = found["Nhân viên thư viện"]
    assert "không có số" in library
    assert library[-1] == "Cần xác nhận"
    assert library[-2].startswith("Điều 6")
    ratios = next(table for table in tables if "Giáo viên/lớp" in table[0])
    assert [row[2] for row in ratios[1:]] == ["2,5", "2,2"]


def test_comparison_shows_what_another_version_changes(reader):
    in_force = NormSet.objects.get(code="TT20-2023")
    draft = draft_like(in_force)
    TeacherRatio.objects.filter(
        norm_set=draft, level="lower_secondary", special_type=""
    ).update(ratio="2.2")
    draft.postnorm_rows.filter(post="equipment", level="lower_secondary").delete()
    address = f"/staffing/norms/{draft.code}/?compare={in_force.code}"
    rows = reading.tables(reader.get(address))[0][1:]
    assert [row[1:] for row in rows] == [
        ["Giáo viên/lớp 1,9", "Giáo viên/lớp 2,2", "Điều 12 khoản 1 điểm a"],
        ["Số người tối đa 1", "không có", "Điều 12"],
    ]
    same = reading.tables(reader.get(f"/staffing/norms/{in_force.code}/?compare=x"))
    assert same[0][0] != ["Nội dung"]


def test_unknown_set_is_not_found(reader):
    assert reader.get("/staffing/norms/khong-co/").status_code == 404
