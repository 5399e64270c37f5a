"""Where a naive computation of staff would break the law, each with its numbers."""

from decimal import Decimal

import pytest

from communes.models import IndicatorValue
from staffing.models import NormSet, StaffingGap
from tests import factories as make

from .computed import norms_of, recompute

pytestmark = pytest.mark.django_db

PRIMARY = "primary"


@pytest.fixture(autouse=True)
def reference(db):
    make.reference()
    NormSet.objects.update(rounding="none")


def primary(classes, pupils, **fields):
    row = make.institution("TH", **fields)
    make.grade(make.school_return(row), "01", classes=classes, pupils=pupils)
    return row


def gap_of(institution, post="teacher", level=PRIMARY):
    return StaffingGap.objects.get(institution=institution, post=post, level=level)


def numbers(gap):
    return {
        "required": float(gap.required_actual_classes),
        "permanent": float(gap.present_permanent),
        "contract": float(gap.present_contract),
        "present": float(gap.present),
        "absent": gap.absent,
        "shortage": float(gap.shortage_actual_classes),
        "surplus": float(gap.surplus_actual_classes),
    }


def value(indicator, scope, key, *, basis="location", level=""):
    row = IndicatorValue.objects.get(
        indicator=indicator, scope=scope, scope_key=key, basis=basis, level=level
    )
    return float(row.numerator), row.denominator and float(row.denominator)


def test_youth_leader_stands_outside_the_ratio_on_both_sides():
    school = primary(10, 212)
    for _ in range(15):
        make.employee(school)
    make.employee(school, "youth_leader")
    recompute()
    full = {"shortage": 0.0, "surplus": 0.0, "contract": 0.0, "absent": {}}
    assert (numbers(gap_of(school)), numbers(gap_of(school, "youth_leader", ""))) == (
        {"required": 15.0, "permanent": 15.0, "present": 15.0, **full},
        {"required": 1.0, "permanent": 1.0, "present": 1.0, **full},
    )


def test_norm_is_per_school_and_not_per_commune():
    """90 + 90 pupils would fill 7 classes of 25; school by school they fill 3 + 3."""
    commune = make.commune(region=1)
    for _ in range(2):
        primary(3, 90, commune=commune)
    recompute()
    # 3 × 1.5 + 15 // 12 each.
    assert value("teacher_shortage", "commune", commune.code) == (11.0, 11.0)
    assert value("teacher_shortage_norm_classes", "commune", commune.code) == (
        11.0,
        11.0,
    )


def test_contract_teachers_count_as_present_and_are_not_mixed_with_viên_chức():
    school = primary(4, 80)
    for contract in ("permanent", "fixed_term", "labour", "visiting"):
        make.employee(school, contract=contract)
    recompute()
    assert numbers(gap_of(school)) == {
        "required": 6.0,
        "permanent": 2.0,
        "contract": 1.0,
        "present": 3.0,
        "absent": {},
        "shortage": 3.0,
        "surplus": 0.0,
    }


def test_people_away_are_counted_apart():
    school = primary(2, 40)
    for kind in ("maternity", "maternity", "seconded", "study", "sick"):
        make.absence(make.employee(school).person, kind)
    make.absence(
        make.employee(school).person, "study", ended_on="2025-09-29"
    )  # back at work
    make.absence(
        make.employee(school).person, "study", started_on="2025-10-01"
    )  # still at work
    recompute()
    assert numbers(gap_of(school)) == {
        "required": 3.0,
        "permanent": 2.0,
        "contract": 0.0,
        "present": 2.0,
        "absent": {"maternity": 2, "seconded": 1, "study": 1, "sick": 1},
        "shortage": 1.0,
        "surplus": 0.0,
    }


def test_hours_at_a_second_school_count_at_the_first():
    school, second = primary(2, 40), primary(2, 40)
    teacher = make.employee(school)
    make.assignment(
        teacher.person, second, level=PRIMARY, is_main=False, share=Decimal("0.4")
    )
    recompute()
    present = [float(gap_of(row).present) for row in (school, second)]
    assert present == [1.0, 0.0]


def test_only_those_serving_on_the_day_of_the_data_count():
    school = primary(2, 40)
    make.employee(school, ended_on="2025-09-29", end_reason="retired")
    make.employee(school, ended_on="2025-09-30", end_reason="retired")
    make.employee(school, started_on="2025-09-30")
    make.employee(school, started_on="2025-10-01")
    recompute()
    assert float(gap_of(school).present) == 2.0


def test_surplus_never_fills_shortage():
    """Neither over levels, nor schools, nor communes: both sums stand side by side."""
    first, second = make.commune(), make.commune()
    both_levels = make.institution("TH-THCS", commune=first)
    filed = make.school_return(both_levels)
    make.grade(filed, "01", classes=4, pupils=80)
    make.grade(filed, "06", classes=2, pupils=60)
    for _ in range(8):
        make.employee(both_levels, level=PRIMARY)
    make.employee(both_levels, level="lower_secondary")
    short = primary(4, 80, commune=second)
    make.employee(short)
    recompute()
    # Primary 8 for 6, lower secondary 1 for 3.8; elsewhere 1 for 6.
    sums = {
        key: (
            value("teacher_shortage", scope, key),
            value("teacher_surplus", scope, key),
        )
        for scope, key in (
            ("institution", both_levels.code),
            ("commune", first.code),
            ("commune", second.code),
            ("province", "20"),
        )
    }
    assert sums == {
        both_levels.code: ((2.8, 9.8), (2.0, 9.8)),
        first.code: ((2.8, 9.8), (2.0, 9.8)),
        second.code: ((5.0, 6.0), (0.0, 6.0)),
        "20": ((7.8, 15.8), (2.0, 15.8)),
    }


def test_assigned_places_stand_beside_the_norm_and_do_not_change_it():
    school = primary(4, 80)
    for _ in range(5):
        make.employee(school)
    recompute()
    before = numbers(gap_of(school))
    make.assigned_places(school, 5)
    recompute()
    gap = gap_of(school)
    assert (numbers(gap), gap.assigned) == (before, 5)


def test_one_set_of_managers_for_a_school_of_several_levels():
    school = make.institution("TH-THCS")
    filed = make.school_return(school)
    make.grade(filed, "01", classes=5, pupils=100)
    make.grade(filed, "06", classes=4, pupils=100)
    make.employee(school, "principal")
    recompute()
    managers = {
        key: numbers for key, numbers in norms_of(school).items() if key[0] != "teacher"
    }
    assert managers == {
        ("principal", ""): ("1.00", "1.00"),
        ("vice_principal", ""): ("2.00", "2.00"),
        ("youth_leader", ""): ("1.00", "1.00"),
    }
    assert value("manager_shortage", "institution", school.code) == (2.0, 3.0)


def test_boarding_school_of_lower_secondary_belongs_to_the_commune():
    """Its place and its manager differ from an upper secondary's beside it."""
    commune = make.commune()
    boarding = make.institution("THCS", commune=commune, special_type="boarding")
    upper = make.institution("THPT", commune=commune)
    make.grade(make.school_return(boarding), "06", classes=4, pupils=120)
    make.grade(make.school_return(upper), "10", classes=10, pupils=350)
    recompute()
    totals = [
        value("learners", "commune", commune.code, basis=basis)[0]
        for basis in ("location", "managed")
    ]
    assert totals == [470.0, 120.0]


def test_results_name_the_norms_behind_them():
    school = primary(10, 212)
    outcome = recompute()
    gap = gap_of(school)
    in_force = NormSet.objects.get(family="general", status="in_force")
    assert (gap.norm_set, gap.run) == (in_force, outcome.run)
    assert in_force.code in str(outcome.run.versions)


@pytest.mark.parametrize(
    ("level", "subject", "degree", "training", "certificate", "qualified"),
    [
        ("preschool", "MN", "CD", True, False, 1),
        ("preschool", "MN", "TC", True, False, 0),
        ("primary", "TH", "CD", True, False, 0),
        ("primary", "TH", "DH", True, False, 1),
        # A degree outside teacher training needs the certificate.
        ("lower_secondary", "TOAN", "DH", False, False, 0),
        ("lower_secondary", "TOAN", "DH", False, True, 1),
        ("lower_secondary", "TOAN", "THS", False, True, 1),
        # NĐ 93/2026 art. 20.2: college is enough for these ...
        ("primary", "NN1", "CD", True, False, 1),
        ("primary", "TIN", "CD", False, True, 1),
        ("lower_secondary", "AN", "CD", True, False, 1),
        # ... still with the certificate, and for English at primary only.
        ("primary", "TIN", "CD", False, False, 0),
        ("lower_secondary", "NN1", "CD", True, False, 0),
        ("lower_secondary", "TOAN", "CD", True, False, 0),
    ],
)
def test_standard_depends_on_level_subject_degree_and_certificate(
    level, subject, degree, training, certificate, qualified
):
    kind = {"preschool": "MN", "primary": "TH", "lower_secondary": "THCS"}[level]
    school = make.school(kind, year=2026)
    teacher = make.employee(school, level=level, subject_id=subject, degree=None)
    make.qualification(
        teacher.person,
        degree,
        is_teacher_training=training,
        has_certificate=certificate,
    )
    recompute(2026)
    assert value("qualified_teacher_share", "institution", school.code) == (
        float(qualified),
        1.0,
    )


def test_exceptions_of_2026_do_not_reach_back():
    """On 30/9/2025 the Education Law of 2019 asks a bachelor's degree of them all."""
    school = make.school("TH")
    make.employee(school, subject_id="NN1", degree="CD")
    recompute()
    assert value("qualified_teacher_share", "institution", school.code) == (0.0, 1.0)


def test_one_good_degree_among_several_is_enough():
    school = make.school("THCS")
    teacher = make.employee(school, subject_id="TOAN", degree="CD")
    make.qualification(teacher.person, "DH")
    make.qualification(teacher.person, "TC", major="Khác")
    recompute()
    assert value("qualified_teacher_share", "institution", school.code) == (1.0, 1.0)
