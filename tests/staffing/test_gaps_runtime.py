"""What the stored gaps carry besides the two numbers, and how they are told."""

from datetime import date
from decimal import Decimal

import pytest

from communes.models import IndicatorValue
from communes.recompute import recompute_year
from staffing.explain import explain
from staffing.models import NormSet, StaffingGap
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def worked_case():
    """Ten two-session classes, 212 pupils, vùng 1, in a commune of its own."""
    make.reference()
    school = make.institution("TH", commune=make.commune())
    make.grade(make.school_return(school), "01", classes=10, pupils=212)
    return school


def gap(school, post="teacher", **only):
    rows = StaffingGap.objects.select_related("norm_set", "run", "institution")
    return rows.get(institution=school, post=post, **only)


def test_the_worked_case_is_explained_step_by_step(worked_case):
    for _ in range(11):
        make.employee(worked_case)
    make.employee(worked_case, contract="labour")
    make.absence(make.employee(worked_case).person, "maternity")
    make.assigned_places(worked_case, 14)
    recompute_year(make.YEAR)
    told = explain(gap(worked_case))
    assert told.basis == (
        "Định mức giáo viên phổ thông (TT 20/2023)",
        (
            "TT 20/2023/TT-BGDĐT: Điều 3 khoản 2; Điều 7 khoản 1 điểm b; "
            "Điều 7 khoản 1 điểm a."
        ),
        "Xã thuộc vùng 1 theo QĐ thử nghiệm.",
        "Định mức là mức tối đa, không phải chỉ tiêu biên chế.",
        "Cách làm tròn và cách đếm lớp chờ Sở xác nhận.",
    )
    assert told.actual_classes[:3] == (
        "Trường có 10 lớp, 212 học sinh.",
        "Theo số lớp: 10 lớp học 2 buổi/ngày × 1,5 = 15 giáo viên.",
        "Sĩ số cho phép 10 × 25 = 250 học sinh: không vượt.",
    )
    assert told.norm_classes[1:4] == (
        "Theo sĩ số 25 học sinh/lớp: 212 học sinh thành 8 lớp định mức, dư 12 học sinh.",
        "Theo số lớp định mức: 8 × 1,5 = 12 giáo viên.",
        "Cứ 12 học sinh dư thêm 1 giáo viên: thêm 1.",
    )
    assert told.present == (
        "Có mặt: 11 viên chức, 1 hợp đồng lao động; cộng 12.",
        "Không tính là có mặt: nghỉ thai sản 1.",
        "Biên chế được giao: 14.",
    )
    filed = worked_case.returns.get()
    assert (told.return_id, told.submitted_by) == (
        filed.pk,
        filed.submitted_by.get_username(),
    )
    assert (told.run_id, told.host) == (
        gap(worked_case).run_id,
        gap(worked_case).run.host,
    )


def test_an_explanation_takes_one_query(worked_case, django_assert_num_queries):
    recompute_year(make.YEAR)
    one = gap(worked_case)
    with django_assert_num_queries(1):
        explain(one)


@pytest.mark.parametrize(
    ("reading", "shortage"), [("actual_classes", 15), ("norm_classes", 13)]
)
def test_the_headline_follows_the_reading_of_the_norm_set(
    worked_case, reading, shortage
):
    NormSet.objects.update(reading=reading)
    recompute_year(make.YEAR)
    value = IndicatorValue.objects.get(
        indicator="teacher_shortage", scope="province", basis="location", level=""
    )
    assert (value.numerator, value.denominator) == (shortage, shortage)
    assert explain(gap(worked_case)).headline == reading


def test_places_of_a_group_go_to_no_single_row_of_several(worked_case):
    make.assigned_places(worked_case, 3, group="manager")
    recompute_year(make.YEAR)
    managers = [gap(worked_case, post) for post in ("principal", "vice_principal")]
    assert [one.assigned for one in managers] == [None, None]
    assert [one.inputs["assigned_to_group"] for one in managers] == [3, 3]
    assert "Biên chế giao chung cho nhóm vị trí: 3." in explain(managers[0]).present


def test_norms_bind_public_schools_and_no_centre():
    make.reference()
    make.school("MN", ownership="private")
    make.school("GDTX")
    recompute_year(make.YEAR)
    assert not StaffingGap.objects.exists()


def test_a_post_filled_where_none_is_required_is_a_surplus():
    make.reference()
    school = make.school("THPT")
    make.employee(school, "youth_leader")
    recompute_year(make.YEAR)
    row = gap(school, "youth_leader")
    assert (row.required_actual_classes, row.surplus_actual_classes) == (0, 1)


def test_a_region_decided_later_is_used_backwards_and_said_so():
    make.reference()
    commune = make.commune(region=2, region_from=date(2026, 1, 29))
    school = make.institution("TH", commune=commune)
    make.grade(make.school_return(school), "01", classes=2, pupils=60)
    recompute_year(make.YEAR)
    inputs = gap(school).inputs
    assert (inputs["region"], inputs["region_in_force"]) == (2, False)
    basis = explain(gap(school)).basis
    assert "Quyết định về vùng chưa có hiệu lực ngày này: áp dụng hồi tố." in basis


def test_a_year_before_the_circular_is_counted_by_it_and_said_so(worked_case):
    filed = make.school_return(worked_case, year=2022)
    make.grade(filed, "01", classes=10, pupils=212)
    recompute_year(2022)
    row = gap(worked_case, school_year=2022)
    assert (row.inputs["retroactive"], row.required_actual_classes) == (
        True,
        Decimal(15),
    )
    assert (
        "Ngày 30/09/2022 văn bản chưa có hiệu lực: áp dụng hồi tố để so sánh các năm."
        in explain(row).basis
    )
