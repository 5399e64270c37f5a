"""The criteria sets that ship: their arithmetic, what they leave open, loading twice."""

import pytest
from django.db.models import Sum

from communes import indicators
from emulation import seeding
from emulation.models import (
    AwardKind,
    Course,
    CriteriaGroup,
    CriteriaSet,
    Criterion,
    Item,
    LearningTarget,
    SetLevel,
    SkillArea,
)
from schools.models import Award, Facilities, InstitutionKind
from tests import factories as make

pytestmark = pytest.mark.django_db

PRESCHOOLS = ["MN", "MG", "NT"]
MODELS = (
    AwardKind,
    Course,
    CriteriaGroup,
    CriteriaSet,
    Criterion,
    Item,
    LearningTarget,
    SetLevel,
    SkillArea,
)


def points_of_groups(**of_set):
    rows = CriteriaGroup.objects.filter(**of_set).annotate(
        known=Sum("criteria__items__max_points")
    )
    return {
        (row.criteria_set.code, row.code): (row.known, row.max_points)
        for row in rows.select_related("criteria_set")
    }


def test_every_group_is_out_of_100_and_only_one_of_4725_is_not_known_whole():
    seeding.load_reference()
    points = points_of_groups()
    assert points.pop(("qd-4725", "2")) == (90, 100)
    assert points == {
        ("binh-dan-hoc-vu-so", "A"): (100, 100),
        ("binh-dan-hoc-vu-so", "B"): (100, 100),
        ("binh-dan-hoc-vu-so-to", "A"): (100, 100),
        ("binh-dan-hoc-vu-so-xa", "A"): (100, 100),
        ("binh-dan-hoc-vu-so-xa", "B"): (100, 100),
        ("cds-mam-non", "1"): (100, 100),
        ("cds-mam-non", "2"): (100, 100),
        ("doi-moi-sang-tao", "D"): (100, 100),
        ("qd-4725", "1"): (100, 100),
        ("truyen-thong", "T"): (100, 100),
    }


def test_4725_is_laid_out_as_the_reference_gives_it():
    seeding.load_reference()
    found = CriteriaSet.objects.get(code="qd-4725")
    criteria = Criterion.objects.filter(group__criteria_set=found)
    assert [
        (
            one.code,
            one.is_mandatory,
            [int(item.max_points) for item in one.items.all()],
            one.band_1_below and int(one.band_1_below),
            one.band_3_above and int(one.band_3_above),
        )
        for one in criteria.order_by("code")
    ] == [
        ("1.1", True, [0], None, None),
        ("1.2", True, [0], None, None),
        ("1.3", False, [6, 6, 6, 6, 6], 10, 20),
        ("1.4", False, [10], None, None),
        ("1.5", False, [15, 5], 10, 15),
        ("1.6", False, [7, 7, 6], 10, 15),
        ("1.7", False, [8, 7, 5], 10, 15),
        ("2.1", True, [0], None, None),
        ("2.2", True, [0], None, None),
        ("2.3", False, [6, 6, 10, 6, 10, 10, 6, 6], 30, 50),
        ("2.4", False, [8, 12, 10], 10, 20),
    ]
    assert list(found.levels.values_list("number", "from_points", "is_inclusive")) == [
        (1, 0, True),
        (2, 50, True),
        (3, 75, False),
    ]
    assert found.mandatory_cap == 1
    assert not set(found.institution_kinds) & set(PRESCHOOLS)
    assert "90/100" in found.groups.get(code="2").note


def test_what_nobody_checked_says_so_and_nothing_is_frozen():
    seeding.load_reference()
    confirmed = Criterion.objects.filter(is_confirmed=True)
    assert [str(one) for one in confirmed] == ["1.3 Phần mềm dạy học trực tuyến"]
    for model in (CriteriaSet, Criterion, Item, AwardKind, LearningTarget):
        assert not model.objects.filter(is_confirmed=False, note="").exists(), model
    assert not Item.objects.filter(is_confirmed=True).exists()
    assert not CriteriaSet.objects.filter(frozen_at__isnull=False).exists()


def test_everything_has_an_english_name_and_kinds_that_exist():
    make.reference()
    for model in (CriteriaSet, CriteriaGroup, Criterion, Item, AwardKind, Course):
        assert not model.objects.filter(name_en="").exists(), model
    kinds = set(InstitutionKind.objects.values_list("pk", flat=True))
    named = [
        *CriteriaSet.objects.values_list("institution_kinds", flat=True),
        *Criterion.objects.values_list("except_kinds", flat=True),
    ]
    assert {kind for row in named for kind in row} <= kinds
    assert sorted(CriteriaSet.objects.get(code="cds-mam-non").institution_kinds) == (
        sorted(PRESCHOOLS)
    )


def test_measures_name_what_is_there_to_be_measured():
    seeding.load_reference()
    known = {
        "facilities": {field.name for field in Facilities._meta.fields},
        "awards": set(Award.Contest.values),
        "indicator": {one.code for one in indicators.all()},
        "register": {
            "initiatives",
            "digital_initiatives",
            "press_copies",
            "press_articles",
        },
        "course": {
            f"{group}:completed"
            for group in ("official", "teacher", "pupil", "parent", "villager")
        },
    }
    measures = Item.objects.exclude(measure="").values_list("measure", flat=True)
    assert len(measures) == 16
    for code in measures:
        source, _colon, what = code.partition(":")
        assert what in known[source], code


def test_loading_again_adds_nothing_and_leaves_what_was_edited():
    seeding.load_reference()
    before = {model: model.objects.count() for model in MODELS}
    Item.objects.filter(criterion__code="2.3", code="2.3.1").update(max_points=16)
    AwardKind.objects.filter(code="giay-khen").update(name="Giấy khen")
    assert seeding.load_reference() == 0
    assert {model: model.objects.count() for model in MODELS} == before
    assert points_of_groups(criteria_set__code="qd-4725", code="2") == {
        ("qd-4725", "2"): (100, 100)
    }
    assert AwardKind.objects.get(code="giay-khen").name == "Giấy khen"


def test_a_set_of_which_a_later_version_alone_is_left_is_not_loaded_again():
    seeding.load_reference()
    own = CriteriaSet.objects.get(code="truyen-thong")
    CriteriaSet.objects.filter(pk=own.pk).update(version=2)
    assert seeding.load_reference() == 0
