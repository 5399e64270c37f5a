"""Support posts, averages of the province and posts without a number, by hand and slowly."""

from datetime import date
from decimal import Decimal

import pytest

from staffing import gaps
from staffing.models import NormSet, PlaceGap, PostNorm, StaffingGap, TeacherRatio
from tests import factories as make
from tests.alternatives import gaps as slow_gaps

from .computed import as_text, norms_of, recompute, support_of

pytestmark = pytest.mark.django_db

FREE = {"nurse": None, "cook": None, "guard": None, "helper": None}
PRIMARY = {"registrar": "1", "counsellor": "1", **FREE}
LOWER = PRIMARY | {"equipment": "1"}
UPPER = LOWER


@pytest.fixture(autouse=True)
def norms(db):
    make.reference()


def school(kind, grades, *, region=1, **fields):
    row = make.institution(kind, commune=make.commune(region=region), **fields)
    filed = make.school_return(row)
    for code, classes, pupils, *rest in grades:
        make.grade(filed, code, classes=classes, pupils=pupils, **dict(*rest))
    return row


def slow_support(institution):
    found = slow_gaps.all_gaps(make.YEAR, [institution])
    headed = ("teacher", "principal", "vice_principal", "youth_leader")
    return {
        post: as_text(gap.required_actual_classes)
        for (_, post, _level), gap in found.items()
        if post not in headed
    }


def assert_support(institution, expected):
    recompute()
    assert support_of(institution) == expected
    assert slow_support(institution) == expected


@pytest.mark.parametrize(
    ("region", "classes", "special", "librarians", "office", "registrars"),
    [
        # ≥ 28 classes in vùng 3, ≥ 19 in vùng 1 and 2: two, else one.
        (3, 28, "", "2", "2", "1"),
        (3, 27, "", "1", "2", "1"),
        (2, 19, "", "2", "2", "1"),
        (2, 18, "", "1", "2", "1"),
        (1, 19, "", "2", "2", "1"),
        (1, 18, "", "1", "2", "1"),
        (1, 5, "semi_boarding", "2", "2", "1"),
    ],
)
def test_primary(region, classes, special, librarians, office, registrars):
    row = school(
        "TH", [("01", classes, classes * 20)], region=region, special_type=special
    )
    boarders = {"pupil_manager": None} if special else {}
    assert_support(
        row,
        PRIMARY
        | boarders
        | {"librarian": librarians, "office": office, "registrar": registrars},
    )


def test_school_for_the_disabled_has_one_helper_for_fifteen_pupils():
    row = school("TH", [("01", 6, 40)], special_type="disabled")
    assert_support(
        row,
        PRIMARY
        | {"librarian": "2", "office": "3", "registrar": "2", "inclusion": "2.67"},
    )


@pytest.mark.parametrize(
    ("special", "classes", "lunch", "expected"),
    [
        ("", 19, 0, {"librarian": "2", "office": "2"}),
        ("", 40, 0, {"librarian": "2", "office": "3"}),
        ("boarding", 8, 0, {"librarian": "2", "office": "3", "registrar": "2"}),
        ("disabled", 20, 0, {"librarian": "1", "office": "3", "registrar": "2"}),
        # PTDTBT: library by its classes, a third in the office above 200 boarders.
        ("semi_boarding", 8, 200, {"librarian": "1", "office": "2"}),
        ("semi_boarding", 8, 201, {"librarian": "1", "office": "3"}),
        ("semi_boarding", 19, 0, {"librarian": "2", "office": "2"}),
    ],
)
def test_lower_secondary(special, classes, lunch, expected):
    row = school(
        "THCS",
        [("06", classes, 300, {"lunch_boarders": lunch})],
        special_type=special,
    )
    more = {"pupil_manager": None} if special.endswith("boarding") else {}
    if special == "disabled":
        more = {"inclusion": "20"}
    assert_support(row, LOWER | more | expected)


@pytest.mark.parametrize(
    ("special", "classes", "pupils", "expected"),
    [
        ("", 20, 800, {"librarian": "2", "office": "2"}),
        ("", 40, 1600, {"librarian": "2", "office": "3"}),
        (
            "boarding",
            12,
            400,
            {"librarian": "3", "office": "3", "equipment": "2", "registrar": "2"},
        ),
        (
            "boarding",
            12,
            401,
            {"librarian": "3", "office": "4", "equipment": "2", "registrar": "2"},
        ),
        (
            "gifted",
            30,
            900,
            {"librarian": "4", "office": "3", "equipment": "4", "registrar": "2"},
        ),
    ],
)
def test_upper_secondary(special, classes, pupils, expected):
    row = school("THPT", [("10", classes, pupils)], special_type=special)
    more = {"pupil_manager": None} if special == "boarding" else {}
    assert_support(row, UPPER | more | expected)


@pytest.mark.parametrize(
    ("inclusive", "expected"),
    [(0, {}), (1, {"inclusion": "1"}), (19, {"inclusion": "1"})]
    + [(20, {"inclusion": "2"}), (45, {"inclusion": "2"})],
)
def test_helper_of_inclusive_pupils(inclusive, expected):
    row = school("TH", [("01", 10, 200, {"inclusive": inclusive})])
    assert_support(row, PRIMARY | {"librarian": "1", "office": "2"} | expected)
    young = school("MN", [("M5", 30, 600, {"inclusive": inclusive})])
    assert_support(young, FREE | {"librarian": None, "office": None} | expected)


def test_school_of_several_levels_by_the_highest_on_its_total():
    """10 + 9 classes: one set of everything, and a second librarian by the sum."""
    row = school("TH-THCS", [("01", 10, 200), ("06", 9, 250, {"inclusive": 3})])
    assert_support(row, LOWER | {"librarian": "2", "office": "2", "inclusion": "1"})


def test_office_is_one_line_whoever_sits_in_it():
    row = school("TH", [("01", 10, 200)])
    for post in ("clerk", "accountant", "accountant"):
        make.employee(row, post)
    recompute()
    gap = StaffingGap.objects.get(institution=row, post="office")
    assert (gap.required_actual_classes, gap.present, gap.surplus_actual_classes) == (
        2,
        3,
        1,
    )
    assert not StaffingGap.objects.filter(post__in=["clerk", "accountant"]).exists()


def test_contract_labour_is_neither_missing_nor_over():
    row = school("TH", [("01", 10, 200)])
    for post in ("nurse", "cook", "cook", "pupil_manager"):
        make.employee(row, post, contract="labour")
    recompute()
    found = {
        gap.post_id: (
            gap.required_actual_classes,
            gap.present,
            gap.shortage_actual_classes,
            gap.surplus_actual_classes,
            gap.inputs["rule"],
        )
        for gap in StaffingGap.objects.filter(institution=row, post__group="support")
        if gap.required_actual_classes is None
    }
    assert found == {
        "nurse": (None, 1, 0, 0, "unnumbered"),
        "cook": (None, 2, 0, 0, "unnumbered"),
        "guard": (None, 0, 0, 0, "unnumbered"),
        "helper": (None, 0, 0, 0, "unnumbered"),
        # Not a boarding school: the text says nothing about the post here.
        "pupil_manager": (None, 1, 0, 0, "unknown"),
    }


def test_lost_article_of_preschools_is_a_setting_to_fill():
    row = school("MN", [("M5", 4, 120)])
    make.employee(row, "accountant")
    recompute()
    gap = StaffingGap.objects.get(institution=row, post="office")
    assert (gap.required_actual_classes, gap.surplus_norm_classes) == (None, 0)
    assert gap.inputs["rule"] == "open"
    PostNorm.objects.filter(norm_set__family="preschool", post="office").update(
        quantity=2, confirmed=True
    )
    recompute()
    gap.refresh_from_db()
    assert (gap.required_actual_classes, gap.shortage_actual_classes) == (2, 1)


# Averages that the province decides (art. 3.4)


def test_average_of_a_commune_and_of_a_school_goes_before_the_region():
    row = school("TH-THCS", [("01", 10, 212), ("06", 4, 120)])
    make.class_average(commune=row.commune, pupils_per_class=20)
    recompute()
    # 212 = 10 × 20 + 12; lower secondary keeps the region's 35: 120 = 3 × 35 + 15.
    assert norms_of(row)["teacher", "primary"] == ("16.00", "16.00")
    assert norms_of(row)["teacher", "lower_secondary"] == ("5.70", "7.60")
    make.class_average(institution=row, pupils_per_class=18)
    recompute()
    # 212 = 11 × 18 + 14; 10 classes of 18 leave 32: two times 12.
    assert norms_of(row)["teacher", "primary"] == ("17.50", "17.00")
    inputs = row.gaps.get(post="teacher", level="primary").inputs
    named = {key: inputs[key] for key in inputs if key.startswith("average")}
    assert named | {"by_region": inputs["pupils_by_region"]} == {
        "average_decision": "01/QĐ-UBND",
        "average_decided_on": "2024-06-01",
        "average_of": "institution",
        "by_region": 25,
    }


def test_average_counts_on_its_days_only_and_leaves_charters_alone():
    row = school("THCS", [("06", 8, 287)], special_type="boarding")
    make.class_average(
        commune=row.commune, level="lower_secondary", pupils_per_class=20
    )
    past = school("TH", [("01", 10, 212)])
    make.class_average(institution=past, valid_to=date(2025, 9, 29))
    recompute()
    assert norms_of(row)["teacher", "lower_secondary"] == ("17.60", "17.60")
    assert norms_of(past)["teacher", "primary"] == ("13.00", "15.00")


# Given norm sets, and gaps against places


def draft_like(norm_set, **changes):
    """A draft with the same rows as `norm_set`."""
    copied = NormSet.objects.create(
        **{
            "code": "du-thao",
            "family": norm_set.family,
            "title": "Dự thảo",
            "title_en": "Draft",
            "document": "Dự thảo",
            "valid_from": date(2026, 1, 1),
            **changes,
        }
    )
    for rows in ("classsizenorm_rows", "teacherratio_rows", "postnorm_rows"):
        for line in getattr(norm_set, rows).all():
            line.pk = None
            line.norm_set = copied
            line.save()
    return copied


def test_given_norm_sets_are_computed_without_writing():
    school("THCS", [("06", 8, 250)])
    recompute()
    before = list(StaffingGap.objects.values().order_by("pk"))
    draft = draft_like(NormSet.objects.get(code="TT20-2023"))
    TeacherRatio.objects.filter(
        norm_set=draft, level="lower_secondary", special_type=""
    ).update(ratio=Decimal("2.2"))

    def teachers(**given):
        found = gaps.compute(make.YEAR, **given)
        return {
            (one.required_norm, one.required_actual, one.norm_set_id)
            for one in found
            if one.post_id == "teacher"
        }

    in_force = NormSet.objects.get(code="TT20-2023")
    assert teachers() == {(Decimal("13.30"), Decimal("15.20"), in_force.pk)}
    assert teachers(norm_sets={NormSet.Family.GENERAL: draft}) == {
        (Decimal("15.40"), Decimal("17.60"), draft.pk)
    }
    assert teachers(communes=["none"]) == set()
    assert list(StaffingGap.objects.values().order_by("pk")) == before


def test_reading_gives_what_is_stored():
    row = school("TH-THCS", [("01", 10, 212), ("06", 4, 120, {"inclusive": 2})])
    for post in ("teacher", "teacher", "clerk", "nurse", "equipment", "equipment"):
        make.employee(row, post, level="primary" if post == "teacher" else "")
    make.assigned_places(row, 5)
    recompute()
    stored = {
        (one.post_id, one.level): (
            one.norm_set_id,
            one.required_norm_classes,
            one.required_actual_classes,
            one.present,
            one.shortage_norm_classes,
            one.surplus_norm_classes,
            one.shortage_actual_classes,
            one.surplus_actual_classes,
            one.inputs["rule"],
        )
        for one in StaffingGap.objects.all()
    }
    read = {
        (one.post_id, one.level): (
            one.norm_set_id,
            one.required_norm,
            one.required_actual,
            one.present,
            one.shortage_norm,
            one.surplus_norm,
            one.shortage_actual,
            one.surplus_actual,
            one.inputs["rule"],
        )
        for one in gaps.compute(make.YEAR)
    }
    assert read == stored


def test_places_and_unfilled_places_are_two_figures():
    row = school("TH", [("01", 10, 212)])
    make.assigned_places(row, 6)
    make.assigned_places(row, 1, group="support")
    for contract in ("permanent", "permanent", "fixed_term", "labour"):
        make.employee(row, contract=contract)
    make.absence(make.employee(row).person, "maternity")
    for post in ("clerk", "librarian"):
        make.employee(row, post)
    recompute()
    found = {
        one.group: (
            *(one.places, one.at_work, one.employed),
            *(one.shortage, one.surplus, one.unfilled, one.overfilled),
        )
        for one in PlaceGap.objects.filter(institution=row)
    }
    # Six places: three at work and one on leave; the contract holds none of them.
    assert found == {
        "teacher": (6, 3, 4, 3, 0, 2, 0),
        "support": (1, 2, 2, 0, 1, 0, 1),
    }
    contract = PlaceGap.objects.get(group="teacher").inputs
    assert (contract["contract"], contract["away"]) == (1, 1)
