"""Need by subject: the worked checks, the pitfalls, and the slow version row by row."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from staffing.models import (
    CurriculumPeriods,
    DutyReduction,
    StaffingGap,
    SubjectGap,
    TeachingLoad,
)
from tests import factories as make
from tests import random_schools
from tests.alternatives import subjects as slow

from .computed import recompute

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference(db):
    make.reference()


def school(kind, figures, *, region=1, **fields):
    """A school of `kind` with {grade: classes}, thirty pupils in each class."""
    make.school_year()
    here = make.institution(kind, commune=make.commune(region=region), **fields)
    filed = make.school_return(here)
    for code, classes in figures.items():
        make.grade(filed, code, classes=classes, pupils=30 * classes)
    return here


def gaps_of(institution):
    recompute()
    rows = SubjectGap.objects.filter(institution=institution)
    return {(row.level, row.subject_id): row for row in rows}


def without_duties():
    DutyReduction.objects.all().delete()


def stored_lines(year=make.YEAR):
    return {
        (row.institution_id, row.level, row.subject_id): numbers(row, row.need)
        for row in SubjectGap.objects.filter(school_year=year)
    }


def slow_lines(year=make.YEAR):
    return {
        key: numbers(line, line.need_shown)
        for key, line in slow.all_lines(year).items()
    }


def numbers(line, need):
    contract = getattr(line, "present_contract", getattr(line, "contract", None))
    amounts = (
        need,
        line.required,
        line.present,
        contract,
        line.part_in,
        line.part_out,
    )
    return [f"{number:.2f}" for number in amounts], dict(line.absent)


@random_schools.few_examples
@given(
    descriptions=st.lists(random_schools.schools(), min_size=1, max_size=12),
    chosen=st.lists(
        st.tuples(
            st.sampled_from(["10", "11", "12"]),
            st.sampled_from(["LY", "HOA", "DIA", "TIN", "TOAN", "SU"]),
            st.one_of(st.none(), st.integers(0, 9)),
            st.one_of(st.none(), st.integers(0, 9)),
        ),
        unique_by=lambda row: row[:2],
    ),
)
def test_random_schools_agree_with_the_slow_version(db, descriptions, chosen):
    with transaction.atomic():
        for one in random_schools.build(descriptions):
            filed = one.returns.get()
            for grade, subject, classes, topics in chosen:
                filed.chosen_classes.create(
                    grade_id=grade,
                    subject_id=subject,
                    classes=classes,
                    topic_classes=topics,
                )
        recompute()
        assert stored_lines() == slow_lines()
        transaction.set_rollback(True)


def test_one_class_of_lower_secondary_needs_a_teacher_and_a_half():
    """29 periods over a load of 19 are 1.53; with 52 of Công nghệ a year, 1.55."""
    without_duties()
    seventh = gaps_of(school("THCS", {"07": 100}))
    ninth = gaps_of(school("THCS", {"09": 100}))
    assert [
        round(sum(row.need for row in rows.values()) / 100, 2)
        for rows in (seventh, ninth)
    ] == [Decimal("1.53"), Decimal("1.55")]


def test_homeroom_lifts_it_to_174_and_heads_of_groups_above():
    DutyReduction.objects.exclude(code="homeroom").delete()
    rows = gaps_of(school("THCS", {"07": 100}))
    assert sum(row.need for row in rows.values()) / 100 == pytest.approx(
        Decimal(29 + 4) / 19, abs=Decimal("0.001")
    )


def test_specialists_of_primary_stand_apart_from_the_class_teacher():
    without_duties()
    rows = gaps_of(school("TH", dict.fromkeys(("01", "02", "03", "04", "05"), 23)))
    assert {subject: row.need for (_level, subject), row in rows.items()} == {
        "TH": 21 + 21 + 19 + 21 + 21,
        "NN1": 12,
        "TIN": 3,
        "GDTC": 10,
        "AN": 5,
        "MT": 5,
    }


def test_curriculum_adds_up_to_the_weeks_of_the_text():
    """25, 25, 28, 30, 30; 29 and 29.5; 28.5 with four chosen subjects of 2 each."""
    week = {}
    for row in CurriculumPeriods.objects.exclude(kind="optional"):
        share = row.assumed_share if row.assumed_share is not None else 1
        week[row.grade_id] = week.get(row.grade_id, 0) + row.periods * share
    assert week == {
        **{"01": 875, "02": 875, "03": 980, "04": 1050, "05": 1050},
        **{"06": 1015, "07": 1015, "08": 1032, "09": 1032},
        **dict.fromkeys(("10", "11", "12"), 997),
    }


@pytest.mark.parametrize(
    ("kind", "special", "grade", "level", "load"),
    [
        ("TH", "", "04", "primary", 23),
        ("TH", "semi_boarding", "04", "primary", 21),
        ("TH", "disabled", "04", "primary", 21),
        ("THCS", "", "07", "lower_secondary", 19),
        ("THCS", "semi_boarding", "07", "lower_secondary", 17),
        ("THCS", "boarding", "07", "lower_secondary", 17),
        ("THCS", "border_boarding", "07", "lower_secondary", 19),
        ("THCS", "disabled", "07", "lower_secondary", 17),
        ("THPT", "", "10", "upper_secondary", 17),
        ("THPT", "boarding", "10", "upper_secondary", 15),
    ],
)
def test_load_follows_the_type_of_the_school(kind, special, grade, level, load):
    rows = gaps_of(school(kind, {grade: 2}, special_type=special))
    assert {row.inputs["load"] for row in rows.values()} == {load}
    assert {key[0] for key in rows} == {level}


def test_history_is_52_a_year_and_chosen_subjects_are_what_classes_chose():
    without_duties()
    here = school("THPT", {"10": 10})
    filed = here.returns.get()
    filed.chosen_classes.create(grade_id="10", subject_id="LY", classes=10)
    filed.chosen_classes.create(grade_id="10", subject_id="TIN", classes=4)
    rows = gaps_of(here)
    own = {subject: row.inputs["own"] for (_level, subject), row in rows.items()}
    # Topics are not told: three of ten classes are assumed to take those of History.
    assert own["SU"] == round(10 * 52 / 35 + 3, 2)
    assert own["LY"] == pytest.approx(20 + 3.5)
    assert own["TIN"] == pytest.approx(8 + 1.5)
    assert "AN" not in own
    assert rows["upper_secondary", "LY"].inputs["assumed"] is True
    assert rows["upper_secondary", "NN1"].inputs["assumed"] is False


def test_the_norm_caps_and_never_lifts():
    """One session a day: 1.2 a class is less than periods ask for; 1.5 is more."""
    one = school("TH", {"04": 10}, region=3, teaches_two_sessions=False)
    one.returns.get().grades.update(two_session_classes=0)
    two = school("TH", {"01": 10, "02": 10}, region=3)
    capped, free = gaps_of(one), gaps_of(two)
    norm = StaffingGap.objects.get(institution=one, post="teacher")
    assert sum(row.required for row in capped.values()) == norm.required_actual_classes
    assert {row.inputs["capped"] for row in capped.values()} == {True}
    assert all(row.required < row.need for row in capped.values())
    assert {row.inputs["capped"] for row in free.values()} == {False}
    assert all(row.required == row.need for row in free.values())


def test_youth_leader_is_no_teacher_of_any_subject():
    here = school("THCS", {"07": 2})
    for post in ("youth_leader", "principal", "teacher"):
        make.assignment(
            make.person(),
            here,
            post,
            level="lower_secondary" if post == "teacher" else "",
            subject_id="AN",
        )
    rows = gaps_of(here)
    assert rows["lower_secondary", "AN"].present == 1


def test_load_of_the_youth_leader_at_lower_secondary_stays_empty():
    row = TeachingLoad.objects.get(post="youth_leader", level="lower_secondary")
    assert (row.periods, row.confirmed) == (None, False)
    assert "Chưa tìm thấy" in row.note


def test_shortage_and_surplus_of_two_subjects_are_not_netted():
    here = school("THCS", {"06": 2})
    for _each in range(3):
        make.assignment(
            make.person(), here, "teacher", level="lower_secondary", subject_id="VAN"
        )
    rows = gaps_of(here)
    literature, informatics = (rows["lower_secondary", s] for s in ("VAN", "TIN"))
    assert (literature.shortage, informatics.surplus) == (0, 0)
    assert literature.surplus == 3 - literature.required > 0
    assert informatics.shortage == informatics.required > 0


def test_physics_teacher_gives_natural_science_and_the_major_is_told():
    here = school("THCS", {"06": 2})
    person = make.person()
    make.qualification(person, "DH", subject_id="LY")
    make.assignment(person, here, "teacher", level="lower_secondary", subject_id="KHTN")
    make.assignment(
        make.person(), here, "teacher", level="lower_secondary", subject_id="SINH"
    )
    row = gaps_of(here)["lower_secondary", "KHTN"]
    assert (row.present, row.inputs["majors"]) == (2, {"LY": 1, "SINH": 1})


def test_part_loads_stand_apart_from_those_present():
    """Periods taught elsewhere count towards the load at home (NĐ 93/2026 art. 13)."""
    home, other = school("THCS", {"06": 2}), school("THCS", {"06": 2})
    person = make.person()
    for where, is_main, share in ((home, True, 1), (other, False, "0.40")):
        make.assignment(
            person,
            where,
            "teacher",
            level="lower_secondary",
            subject_id="TIN",
            is_main=is_main,
            share=Decimal(share),
        )
    recompute()
    rows = SubjectGap.objects.filter(subject="TIN").order_by("institution")
    assert [(r.present, r.part_out, r.part_in) for r in rows] == [
        (1, Decimal("0.40"), 0),
        (0, 0, Decimal("0.40")),
    ]


def test_teacher_without_a_subject_counts_in_none_and_is_told():
    here = school("THCS", {"06": 2})
    make.assignment(make.person(), here, "teacher", level="lower_secondary")
    rows = gaps_of(here)
    assert sum(row.present for row in rows.values()) == 0
    assert {row.inputs["unnamed"] for row in rows.values()} == {1}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(
        [
            ("primary", "", ("01", "02", "03", "04", "05")),
            ("primary", "semi_boarding", ("01", "02", "03", "04", "05")),
            ("lower_secondary", "", ("06", "07", "08", "09")),
            ("lower_secondary", "boarding", ("06", "07", "08", "09")),
            ("upper_secondary", "", ("10", "11", "12")),
        ]
    ),
    classes=st.lists(st.integers(0, 15), min_size=5, max_size=5),
    place=st.integers(0, 4),
)
def test_another_class_never_lowers_a_need(kind, classes, place):
    level, special, codes = kind
    rows = [
        SimpleNamespace(grade_id=code, classes=number)
        for code, number in zip(codes, classes, strict=False)
    ]
    before = slow.needs(special, level, rows)
    rows[place % len(rows)].classes += 1
    after = slow.needs(special, level, rows)
    assert all(after[subject] >= need for subject, need in before.items())


def test_a_year_computed_again_keeps_no_line_of_a_closed_class():
    here = school("THPT", {"10": 2})
    assert gaps_of(here)
    here.returns.get().grades.all().delete()
    assert gaps_of(here) == {}


def test_a_draft_of_a_curriculum_computes_nothing():
    CurriculumPeriods.objects.all().delete()
    here = school("THCS", {"06": 2})
    assert gaps_of(here) == {}
