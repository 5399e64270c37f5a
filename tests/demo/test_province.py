"""At full size the demo shows what the province has published."""

from collections import Counter

import pytest
from django.db.models import Count, Sum

from communes.models import CultureSocietyOffice, Population, Province
from schools.models import Award, GradeFigures, SchoolReturn
from staffing.models import Absence, Person

from .questions import (
    as_of,
    children_by_age,
    classes_by_level,
    learners,
    learners_by_level,
    open_schools,
    other_sites,
    staff,
    standard_share,
    start_rows,
    teachers_by_level,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]


def totals(year):
    schools = open_schools(year)
    return {
        "institutions": schools.count(),
        "semi_boarding": schools.filter(special_type="semi_boarding").count(),
        "boarding": schools.filter(special_type="boarding").count(),
        "other_sites": other_sites(year),
        "learners": learners(year),
        "staff": staff(year).count(),
    }


def test_totals_of_2025():
    assert totals(2025) == {
        "institutions": 648,
        "semi_boarding": 84,
        "boarding": 11,
        "other_sites": 612,
        "learners": 211143,
        "staff": 20614,
    }
    assert standard_share(2025) == 48.9


def test_totals_of_2023():
    assert totals(2023) == {
        "institutions": 660,
        "semi_boarding": 92,
        "boarding": 11,
        "other_sites": 651,
        "learners": 210205,
        "staff": 20919,
    }


def test_kinds_and_levels():
    kinds = open_schools(2025).values_list("kind").annotate(n=Count("pk"))
    assert dict(kinds) == {
        "MN": 230,
        "TH": 140,
        "TH-THCS": 125,
        "THCS": 116,
        "THCS-THPT": 4,
        "THPT": 25,
        "GDTX": 8,
    }
    assert learners_by_level(2025) == {
        "preschool": 56000,
        "primary": 76000,
        "lower_secondary": 54000,
        "upper_secondary": 22600,
        "continuing": 2543,
    }


def test_khanh_khe():
    here = open_schools(2025).filter(commune="06286")
    office = CultureSocietyOffice.objects.get(commune="06286", school_year=2025)
    found = {
        "schools": here.count(),
        "managed_here": here.filter(managing_commune="06286").count(),
        "learners": learners(2025, school_return__institution__commune="06286"),
        "staff": staff(2025, institution__commune="06286").count(),
        "office_staff": office.staff,
        "education_specialists": office.education_specialists,
    }
    assert found == {
        "schools": 11,
        "managed_here": 11,
        "learners": 2550,
        "staff": 300,
        "office_staff": 10,
        "education_specialists": 1,
    }


def test_khuat_xa():
    here = open_schools(2025).filter(commune="06565")
    figures = start_rows(GradeFigures, 2025).filter(
        school_return__institution__commune="06565"
    )
    assert dict(here.values_list("kind").annotate(n=Count("pk"))) == {
        "MN": 3,
        "TH": 2,
        "TH-THCS": 2,
        "THCS": 1,
    }
    assert figures.aggregate(classes=Sum("classes"), pupils=Sum("pupils")) == {
        "classes": 90,
        "pupils": 1830,
    }


def test_every_upper_secondary_school_belongs_to_the_department():
    levels = ("upper_secondary", "continuing")
    upper = open_schools(2025).filter(kind__highest_level__in=levels)
    assert set(upper.values_list("managing_commune", flat=True)) == {None}
    others = open_schools(2025).exclude(kind__highest_level__in=levels)
    assert not others.filter(managing_commune=None).exists()


def test_attendance_of_young_children():
    residents = dict(
        Population.objects.filter(school_year=2025, age_to__lte=5)
        .values_list("age_from")
        .annotate(n=Sum("total"))
    )
    children = children_by_age(2025)

    def share(*ages):
        return round(
            100 * sum(children[a] for a in ages) / sum(residents[a] for a in ages), 2
        )

    assert share(5) == pytest.approx(99.93, abs=0.02)
    assert share(3, 4, 5) == pytest.approx(98.92, abs=0.02)
    assert share(0, 1, 2) == pytest.approx(49.63, abs=0.02)


BANDS = {
    "preschool": (23, 25.5, 1.75, 1.96),
    "primary": (22, 26, 1.40, 1.46),
    "lower_secondary": (30, 34, 1.75, 1.90),
    "upper_secondary": (38.5, 42, 2.0, 2.15),
}


@pytest.mark.parametrize("level", BANDS)
def test_class_sizes_and_teachers_per_class(level):
    smallest, largest, fewest, most = BANDS[level]
    classes = classes_by_level(2025)[level]
    assert smallest <= learners_by_level(2025)[level] / classes <= largest
    away = Absence.objects.filter(
        started_on__lte=as_of(2025), ended_on__gte=as_of(2025)
    )
    present = staff(2025, post="teacher", level=level).exclude(
        person__in=away.values("person")
    )
    assert fewest <= present.count() / classes
    assert teachers_by_level(2025)[level] / classes <= most


def test_ethnic_groups_and_mixed_classes():
    figures = start_rows(GradeFigures, 2025)
    pupils = figures.aggregate(whole=Sum("pupils"), part=Sum("ethnic"))
    assert pupils["part"] / pupils["whole"] == pytest.approx(0.83, abs=0.01)
    preschool = figures.filter(grade__level="preschool").aggregate(
        whole=Sum("classes"), part=Sum("mixed_classes")
    )
    assert preschool["part"] / preschool["whole"] == pytest.approx(0.219, abs=0.02)
    people = dict(Person.objects.values_list("ethnicity").annotate(n=Count("pk")))
    whole = sum(people.values())
    assert people["09"] / whole == pytest.approx(0.43, abs=0.03)
    assert people["02"] / whole == pytest.approx(0.36, abs=0.03)
    assert people["01"] / whole == pytest.approx(0.17, abs=0.03)


def test_scarce_subjects_are_scarce_and_some_are_plentiful():
    rows = staff(2025, post="teacher", level="lower_secondary")
    subjects = Counter(rows.values_list("subject", flat=True))
    classes = start_rows(GradeFigures, 2025).filter(grade__level="lower_secondary")
    classes = classes.aggregate(n=Sum("classes"))["n"]
    # Periods a week for a class, by the teachers there are for it.
    periods = {"VAN": 4, "TOAN": 4, "NN1": 3, "TIN": 1, "AN": 1}
    load = {code: classes * p / subjects[code] for code, p in periods.items()}
    assert min(load["NN1"], load["TIN"], load["AN"]) > max(load["VAN"], load["TOAN"])


def test_national_prizes_of_the_year_that_is_published():
    won = Award.objects.filter(contest="national", school_year=2024)
    assert won.aggregate(n=Sum("count")) == {"n": 34}


def test_every_return_of_the_latest_year_is_in_and_judged():
    start = SchoolReturn.objects.filter(
        period__school_year=2025, period__kind="start"
    ).values_list("state")
    assert dict(start.annotate(n=Count("pk"))) == {"approved": 648}


def test_everything_is_labelled_as_invented():
    assert set(Province.objects.values_list("is_demo", flat=True)) == {True}
