"""Where a naive statistic of schools would mislead, each with its numbers."""

import pytest

from communes import queries
from communes.models import IndicatorValue
from schools.models import AgeFigures, GradeFigures
from tests import factories as make
from tests.staffing.computed import recompute

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference(db):
    make.reference()


def parts(indicator, scope, key, *, basis="location", level=""):
    row = IndicatorValue.objects.get(
        indicator=indicator, scope=scope, scope_key=key, basis=basis, level=level
    )
    return tuple(
        None if part is None else float(part)
        for part in (row.numerator, row.denominator)
    )


def test_national_standard_counts_valid_recognitions_of_recognisable_schools():
    commune = make.commune()
    schools = [make.institution(commune=commune) for _ in range(5)]
    make.recognition(schools[0])
    make.recognition(schools[1], issued_on="2018-01-01", expires_on="2023-01-01")
    make.recognition(schools[2], issued_on="2026-01-01", expires_on="2031-01-01")
    # Renewed: two recognitions are one school.
    make.recognition(schools[3], issued_on="2019-01-01", expires_on="2024-01-01")
    make.recognition(schools[3], issued_on="2024-01-01", expires_on="2029-01-01")
    make.institution("GDTX", commune=commune)
    make.recognition(make.institution(commune=commune, ownership="private"))
    recompute()
    assert parts("national_standard_share", "commune", commune.code) == (2.0, 5.0)


def test_recognition_counts_on_its_first_and_last_day():
    commune = make.commune()
    make.recognition(make.institution(commune=commune), issued_on="2025-09-30")
    make.recognition(make.institution(commune=commune), expires_on="2025-09-30")
    make.recognition(make.institution(commune=commune), expires_on="2025-09-29")
    make.recognition(make.institution(commune=commune), issued_on="2025-10-01")
    recompute()
    assert parts("national_standard_share", "commune", commune.code) == (2.0, 4.0)


def test_attendance_is_measured_against_the_residents():
    commune = make.commune()
    school = make.school("MN", commune=commune)
    AgeFigures.objects.create(
        school_return=school.returns.get(),
        level="preschool",
        age=5,
        pupils=45,
        girls=20,
        ethnic=40,
        ethnic_girls=18,
    )
    make.population(commune, 5, 52, exempt=2)
    make.population(commune, 4, 60)
    make.population(commune, 5, 999, year=2024)
    recompute()
    assert parts("attendance_age_5", "commune", commune.code) == (45.0, 50.0)


def test_percentage_of_the_province_is_a_sum_over_a_sum():
    """1 of 10 and 90 of 90 make 91 %, not the mean of 10 % and 100 %."""
    for pupils, girls in ((10, 1), (90, 90)):
        filed = make.school_return(make.institution())
        make.grade(filed, "01", classes=3, pupils=pupils, girls=girls, ethnic_girls=0)
    recompute()
    assert parts("girls_share", "province", "20") == (91.0, 100.0)


@pytest.mark.parametrize("number", [0, None], ids=["zero", "not entered"])
def test_x_over_zero_is_no_value(number):
    school = make.institution()
    GradeFigures.objects.create(
        school_return=make.school_return(school),
        grade_id="01",
        classes=number,
        pupils=number,
    )
    recompute()
    value = queries.one_value(
        make.admin(), make.YEAR, "pupils_per_class", "institution", school.code
    )
    assert value is None or value.value is None


def test_empty_is_not_zero():
    """A grade whose girls are not entered yet stays out of both sides of the share."""
    filed = make.school_return(make.institution())
    make.grade(filed, "01", classes=1, pupils=30, girls=15)
    make.grade(filed, "02", classes=1, pupils=30, girls=None, ethnic_girls=None)
    recompute()
    key = filed.institution.code
    assert parts("girls_share", "institution", key) == (15.0, 30.0)
    assert parts("learners", "institution", key) == (60.0, None)


@pytest.mark.parametrize(
    ("state", "learners"),
    [
        ("draft", None),
        ("rejected", None),
        ("submitted", 100.0),
        ("approved", 100.0),
        ("locked", 100.0),
    ],
)
def test_only_returns_handed_in_count(state, learners):
    school = make.school("TH", pupils=20, state=state)
    recompute()
    assert parts("learners", "institution", school.code) == (learners, None)


def test_coverage_says_how_many_have_reported_and_are_approved():
    commune = make.commune()
    for state in ("draft", "submitted", "approved", "locked", "rejected"):
        make.school("TH", commune=commune, state=state)
    make.institution("TH", commune=commune)
    make.institution("TH", commune=commune, closed_on="2025-09-30")
    make.institution("TH", commune=commune, opened_on="2025-10-01")
    recompute()
    row = IndicatorValue.objects.get(
        indicator="learners",
        scope="commune",
        scope_key=commune.code,
        basis="location",
        level="",
    )
    assert (row.expected, row.reported, row.approved) == (6, 3, 2)


def test_figures_of_the_end_of_the_year_and_of_other_years_stay_out():
    school = make.school("TH", pupils=20)
    make.grade(make.school_return(school, kind="end"), "01", classes=1, pupils=999)
    make.grade(make.school_return(school, year=2024), "01", classes=1, pupils=500)
    recompute()
    assert parts("learners", "institution", school.code) == (100.0, None)
