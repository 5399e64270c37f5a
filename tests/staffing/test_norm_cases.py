"""The norms' worked cases, by hand: the slow version and the stored gaps agree on each."""

import pytest

from staffing.models import NormSet
from tests import factories as make
from tests.alternatives import gaps as slow_gaps

from .computed import HEADED, norms_of, recompute

pytestmark = pytest.mark.django_db

PRESCHOOL, PRIMARY = "preschool", "primary"
LOWER, UPPER = "lower_secondary", "upper_secondary"
MANAGERS = {
    ("principal", ""): ("1.00", "1.00"),
    ("vice_principal", ""): ("2.00", "2.00"),
}
YOUTH_LEADER = {("youth_leader", ""): ("1.00", "1.00")}


@pytest.fixture(autouse=True)
def norms(reference_rows, db):
    """The seeded norms; the cases are arithmetic before any rounding."""
    NormSet.objects.update(rounding="none")


def school(kind, grades, *, region=1, sites=(), **fields):
    """A school whose return holds (grade, classes, pupils, extra fields) rows."""
    row = make.institution(kind, commune=make.commune(region=region), **fields)
    filed = make.school_return(row)
    for code, classes, pupils, *rest in grades:
        make.grade(filed, code, classes=classes, pupils=pupils, **dict(*rest))
    for code, children, *inclusive in sites:
        make.one_class_site(filed, code, children=children, inclusive=sum(inclusive))
    return row


def by_both(institution):
    """Norms of one school: computed and stored, and counted slowly."""
    recompute()
    slow = {
        (post, level): (
            str(gap.required_norm_classes),
            str(gap.required_actual_classes),
        )
        for (_, post, level), gap in slow_gaps.all_gaps(
            make.YEAR, [institution]
        ).items()
        if post in HEADED
    }
    return norms_of(institution), slow


def assert_norms(institution, expected):
    stored, slow = by_both(institution)
    assert stored == expected
    assert slow == expected


def primary(classes, pupils, *, two_session_classes=None, **fields):
    """A primary of one grade; by default the school says how many sessions it has."""
    counted = {"two_session_classes": two_session_classes}
    return school("TH", [("01", classes, pupils, counted)], **fields)


# General schools: (grades, region, fields) -> teachers by both readings


@pytest.mark.parametrize(
    ("region", "two_sessions", "classes", "pupils", "expected"),
    [
        # 212 = 8 × 25 + 12: 8 × 1.5 + 1 and 10 × 1.5.
        (1, True, 10, 212, ("13.00", "15.00")),
        # 212 = 7 × 30 + 2.
        (2, True, 10, 212, ("10.50", "15.00")),
        # 212 = 6 × 35 + 2.
        (3, True, 10, 212, ("9.00", "15.00")),
        (1, False, 10, 212, ("10.60", "12.00")),
        # 24 pupils over four full classes earn two teachers in vùng 1 (12 each) ...
        (1, True, 4, 124, ("8.00", "8.00")),
        # ... and one pupil fewer earns one.
        (1, True, 4, 123, ("7.00", "7.00")),
        # 134 = 4 × 30 + 14, one short of the 15 of vùng 2; 135 is enough.
        (2, True, 4, 134, ("6.00", "6.00")),
        (2, True, 4, 135, ("7.00", "7.00")),
        # 156 = 4 × 35 + 16, one short of the 17 of vùng 3; 157 is enough.
        (3, True, 4, 156, ("6.00", "6.00")),
        (3, True, 4, 157, ("7.00", "7.00")),
    ],
)
def test_primary(region, two_sessions, classes, pupils, expected):
    row = primary(classes, pupils, region=region, teaches_two_sessions=two_sessions)
    assert_norms(row, MANAGERS | YOUTH_LEADER | {("teacher", PRIMARY): expected})


def test_primary_of_212_pupils_has_14_or_16_with_the_youth_leader():
    row = primary(10, 212)
    stored, _ = by_both(row)
    together = [
        float(stored["teacher", PRIMARY][reading])
        + float(stored["youth_leader", ""][reading])
        for reading in (0, 1)
    ]
    assert together == [14, 16]
    assert_norms(
        row, MANAGERS | YOUTH_LEADER | {("teacher", PRIMARY): ("13.00", "15.00")}
    )


@pytest.mark.parametrize(
    ("region", "classes", "pupils", "expected"),
    [
        # 297 = 8 × 35 + 17 = 7 × 40 + 17 = 6 × 45 + 27.
        (1, 8, 297, ("16.20", "16.20")),
        (1, 8, 296, ("15.20", "15.20")),
        (2, 8, 297, ("13.30", "15.20")),
        (2, 8, 340, ("16.20", "16.20")),
        (2, 8, 339, ("15.20", "15.20")),
        (3, 8, 297, ("12.40", "15.20")),
        (3, 8, 382, ("16.20", "16.20")),
        (3, 8, 381, ("15.20", "15.20")),
        # Small classes of the mountains: the readings part.
        (1, 8, 250, ("13.30", "15.20")),
    ],
)
def test_lower_secondary(region, classes, pupils, expected):
    row = school("THCS", [("06", classes, pupils)], region=region)
    assert_norms(row, MANAGERS | YOUTH_LEADER | {("teacher", LOWER): expected})


@pytest.mark.parametrize("special", ["semi_boarding", "boarding", "disabled"])
def test_boarding_lower_secondary_has_2_20_and_nothing_for_leftovers(special):
    row = school("THCS", [("06", 8, 297)], special_type=special)
    assert_norms(
        row, MANAGERS | YOUTH_LEADER | {("teacher", LOWER): ("17.60", "17.60")}
    )


def test_border_boarding_school_has_the_ordinary_ratio():
    row = school("THCS", [("06", 8, 297)], special_type="border_boarding")
    assert_norms(
        row, MANAGERS | YOUTH_LEADER | {("teacher", LOWER): ("16.20", "16.20")}
    )


@pytest.mark.parametrize(
    "special", ["", "semi_boarding", "disabled", "border_boarding"]
)
def test_primary_has_no_boarding_ratio(special):
    row = primary(10, 212, special_type=special)
    assert_norms(
        row, MANAGERS | YOUTH_LEADER | {("teacher", PRIMARY): ("13.00", "15.00")}
    )


@pytest.mark.parametrize(
    ("region", "classes", "pupils", "expected"),
    [
        # 430 = 9 × 45 + 25 = 10 × 40 + 30 = 12 × 35 + 10.
        (3, 10, 430, ("21.25", "22.50")),
        (2, 10, 430, ("23.50", "23.50")),
        # By actual classes 80 are left: four times 17.
        (1, 10, 430, ("27.00", "26.50")),
    ],
)
def test_upper_secondary_has_no_youth_leader(region, classes, pupils, expected):
    row = school("THPT", [("10", classes, pupils)], region=region)
    assert_norms(row, MANAGERS | {("teacher", UPPER): expected})


def test_boarding_school_with_both_secondary_levels():
    row = school(
        "THCS-THPT",
        [("06", 4, 140), ("10", 6, 200)],
        special_type="boarding",
        region=3,
    )
    # Its own charter says 35 a class wherever it stands: 4 and 5 norm classes.
    expected = {
        ("teacher", LOWER): ("8.80", "8.80"),
        ("teacher", UPPER): ("12.00", "14.40"),
    }
    assert_norms(row, MANAGERS | YOUTH_LEADER | expected)


def test_only_specialised_classes_of_a_gifted_school_have_3_1():
    row = school(
        "THPT",
        [
            ("10", 5, 150, {"specialised_classes": 4, "specialised_pupils": 120}),
            ("11", 5, 150, {"specialised_classes": 4, "specialised_pupils": 120}),
            ("12", 3, 100, {"specialised_classes": 2, "specialised_pupils": 60}),
        ],
        special_type="gifted",
        region=3,
    )
    # 10 × 3.1 + 3 × 2.25 = 37.75; 400 // 35 = 11 norm classes like these 13.
    assert_norms(row, MANAGERS | {("teacher", UPPER): ("31.94", "37.75")})


# Preschools


def preschool(grades, **fields):
    return school("MN", grades, **fields)


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        ([("M5", 2, 70)], ("4.40", "4.40")),
        ([("M5", 2, 86)], ("5.40", "5.40")),
        ([("M5", 2, 85)], ("4.40", "4.40")),
        # Too few for a class: one teacher for eleven, by norm classes.
        ([("M3", 1, 14)], ("1.00", "2.20")),
        ([("M3", 1, 10)], ("0.00", "2.20")),
        ([("M4", 2, 74)], ("5.40", "5.40")),
        ([("N1", 1, 21)], ("3.50", "3.50")),
        ([("N2", 1, 28)], ("3.50", "3.50")),
        # 62 = 2 × 25 + 12, and three groups that are not full.
        ([("N3", 3, 62)], ("6.00", "7.50")),
        # Mixed: the ratio of the group, and no size to divide by.
        ([("MX", 3, 61)], ("6.60", "6.60")),
        ([("NX", 2, 30)], ("5.00", "5.00")),
        # Each age group by itself: leftovers are not put together.
        ([("M4", 1, 40), ("M5", 1, 45)], ("4.40", "4.40")),
        # Every inclusive child takes five places more: 90 = 2 × 35 + 20.
        ([("M5", 2, 70, {"inclusive": 4})], ("5.40", "5.40")),
        ([("M5", 2, 70, {"inclusive": 3})], ("4.40", "4.40")),
    ],
)
@pytest.mark.parametrize("region", [1, 3])
def test_preschool_by_age_group_whatever_the_region(grades, expected, region):
    row = preschool(grades, region=region, teaches_two_sessions=region == 3)
    assert_norms(row, MANAGERS | {("teacher", PRESCHOOL): expected})


def test_site_with_a_single_small_class_has_two_teachers():
    row = preschool([("MX", 1, 14)], sites=[("MX", 14)])
    assert_norms(row, MANAGERS | {("teacher", PRESCHOOL): ("2.00", "2.00")})


def test_sites_are_taken_out_of_their_age_group():
    row = preschool([("M5", 4, 90)], sites=[("M5", 9), ("M5", 11)])
    # 2 × 2.0, and the other 70 children in 2 classes.
    assert_norms(row, MANAGERS | {("teacher", PRESCHOOL): ("8.40", "8.40")})


def test_site_whose_one_class_is_full_has_the_ordinary_ratio():
    row = preschool([("M5", 1, 35)], sites=[("M5", 35)])
    assert_norms(row, MANAGERS | {("teacher", PRESCHOOL): ("2.20", "2.20")})


def test_inclusive_child_fills_the_one_class_of_a_site():
    # 31 children, one of them for six places: 36 of 35, so it is not too small.
    row = preschool([("M5", 1, 31, {"inclusive": 1})], sites=[("M5", 31, 1)])
    assert_norms(row, MANAGERS | {("teacher", PRESCHOOL): ("2.20", "2.20")})


def test_ratio_of_each_class_by_its_sessions():
    row = primary(10, 250, two_session_classes=4)
    # 4 × 1.5 + 6 × 1.2.
    assert_norms(
        row, MANAGERS | YOUTH_LEADER | {("teacher", PRIMARY): ("13.20", "13.20")}
    )


def test_norms_bind_public_schools_only():
    row = primary(10, 212, ownership="private")
    assert_norms(row, {})


# Schools with several levels


def test_teachers_level_by_level_and_one_of_everything_else():
    row = school("TH-THCS", [("01", 5, 110), ("06", 4, 100)])
    expected = {
        # 110 = 4 × 25 + 10; 100 = 2 × 35 + 30.
        ("teacher", PRIMARY): ("6.00", "7.50"),
        ("teacher", LOWER): ("4.80", "7.60"),
    }
    assert_norms(row, MANAGERS | YOUTH_LEADER | expected)


@pytest.mark.parametrize(
    ("kind", "grades", "vice_principals"),
    [
        ("TH-THCS", [("01", 20, 400), ("06", 20, 500)], "3.00"),
        ("TH-THCS", [("01", 20, 400), ("06", 19, 500)], "2.00"),
        ("TH", [("01", 45, 1000)], "2.00"),
        ("THCS", [("06", 12, 300)], "2.00"),
        ("TH", [("01", 5, 90)], "2.00"),
        ("MN", [("M5", 41, 1200)], "2.00"),
    ],
)
def test_vice_principals(kind, grades, vice_principals):
    row = school(kind, grades)
    stored, slow = by_both(row)
    expected = (vice_principals, vice_principals)
    assert (stored["vice_principal", ""], slow["vice_principal", ""]) == (
        expected,
        expected,
    )


# Rounding is a setting, because the texts name none


def test_rounding_keeps_two_decimals_until_the_department_decides():
    NormSet.objects.all().delete()
    make.reference()
    assert set(NormSet.objects.values_list("rounding", flat=True)) == {"none"}


@pytest.mark.parametrize(
    ("rounding", "lower", "primary"),
    [
        ("none", ("13.30", "15.20"), ("10.50", "15.00")),
        ("down", ("13.00", "15.00"), ("10.00", "15.00")),
        ("nearest", ("13.00", "15.00"), ("11.00", "15.00")),
        ("up", ("14.00", "16.00"), ("11.00", "15.00")),
    ],
)
def test_rounding(rounding, lower, primary):
    NormSet.objects.filter(family="general").update(rounding=rounding)
    row = school("TH-THCS", [("01", 10, 212), ("06", 8, 287)], region=2)
    recompute()
    expected = {("teacher", PRIMARY): primary, ("teacher", LOWER): lower}
    stored = {key: value for key, value in norms_of(row).items() if key in expected}
    assert stored == expected
    gaps = slow_gaps.all_gaps(make.YEAR, [row], rounding=rounding)
    slow = {
        key: (
            f"{gaps[row.pk, *key].required_norm_classes:.2f}",
            f"{gaps[row.pk, *key].required_actual_classes:.2f}",
        )
        for key in expected
    }
    assert slow == expected


def test_region_is_the_one_decided_for_the_day_of_the_data():
    row = primary(10, 212, region=None)
    make.commune_region(row.commune, 3, valid_from="2020-01-01", valid_to="2025-09-29")
    make.commune_region(row.commune, 1, valid_from="2025-09-30")
    recompute()
    assert norms_of(row)["teacher", PRIMARY] == ("13.00", "15.00")


def test_draft_norms_compute_nothing():
    row = primary(10, 212)
    in_force = NormSet.objects.get(family="general", status="in_force")
    NormSet.objects.create(
        code="du-thao",
        family="general",
        title="Dự thảo",
        title_en="Draft",
        document="Dự thảo",
        status="draft",
        valid_from="2024-01-01",
    )
    recompute()
    used = set(row.gaps.filter(post="teacher").values_list("norm_set", flat=True))
    assert used == {in_force.pk}
