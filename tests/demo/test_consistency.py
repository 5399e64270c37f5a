"""Small or large, the demo's rows agree with each other."""

from calendar import monthrange
from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.db.models import F, Sum

from schools.models import (
    AgeFigures,
    GradeFigures,
    GradeResults,
    Institution,
    NetworkChangePart,
)
from staffing.models import Assignment, Person

from .questions import (
    FULL_YEARS,
    YEARS,
    as_of,
    learners,
    open_schools,
    staff,
    start_rows,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]
CELLS = ("pupils", "girls", "ethnic", "ethnic_girls")


@pytest.mark.parametrize("year", FULL_YEARS)
def test_learners_by_age_add_up_to_learners_by_grade(year):
    sums = {name: Sum(name) for name in CELLS}
    by_grade = start_rows(GradeFigures, year).values_list(
        "school_return", "grade__level"
    )
    by_age = start_rows(AgeFigures, year).values_list("school_return", "level")
    grades = {row[:2]: row[2:] for row in by_grade.annotate(**sums) if row[2]}
    ages = {row[:2]: row[2:] for row in by_age.annotate(**sums)}
    assert len(grades) > 50
    assert ages == grades


def test_changes_of_the_network_explain_every_school_that_came_or_went():
    sides = {"before": set(), "after": set()}
    for year in YEARS[1:]:
        gone = set(open_schools(year - 1)) - set(open_schools(year))
        come = set(open_schools(year)) - set(open_schools(year - 1))
        parts = NetworkChangePart.objects.filter(
            change__effective_on__gt=as_of(year - 1),
            change__effective_on__lte=as_of(year),
        ).select_related("institution")
        for side in sides:
            sides[side] = {p.institution for p in parts if p.side == side}
        assert sides["before"] - sides["after"] == gone
        assert sides["after"] - sides["before"] == come
        assert gone | come


def test_cohorts_move_up():
    """Whoever was promoted in summer sits in the next grade in autumn."""
    changed = NetworkChangePart.objects.values("institution")
    steady = Institution.objects.exclude(pk__in=changed)
    promoted = {
        (row["school_return__institution"], year + 1, int(row["grade"]) + 1): row[
            "promoted"
        ]
        for year in (2021, 2022, 2023, 2024)
        for row in GradeResults.objects.filter(
            school_return__period__school_year=year,
            school_return__institution__in=steady,
            grade__in=["01", "02", "03", "04", "06", "07", "08", "10", "11"],
        ).values("school_return__institution", "grade", "promoted")
    }
    found = {}
    for year in (2022, 2023, 2024, 2025):
        rows = start_rows(GradeFigures, year).filter(
            school_return__institution__in=steady, grade__code__regex=r"^\d\d$"
        )
        for school, grade, moved_up in rows.exclude(
            grade__in=["01", "06", "10"]
        ).values_list(
            "school_return__institution", "grade", F("pupils") - F("repeaters")
        ):
            found[school, year, int(grade)] = moved_up
    promoted = {key: number for key, number in promoted.items() if number}
    assert len(found) > 200
    assert found == promoted


def test_no_class_is_absurdly_large_and_none_is_empty():
    figures = GradeFigures.objects.filter(pupils__gt=0)
    assert not figures.filter(pupils__gt=46 * F("classes")).exists()
    preschool = figures.filter(grade__level="preschool")
    assert not preschool.filter(pupils__gt=42 * F("classes")).exists()
    assert not figures.filter(pupils__lt=3 * F("classes")).exists()


def test_a_principal_at_nearly_every_school_and_never_two():
    for year in YEARS:
        heads = Counter(
            staff(year, post="principal").values_list("institution", flat=True)
        )
        assert set(heads.values()) == {1}
        assert set(heads) <= set(open_schools(year).values_list("pk", flat=True))
        assert 0 <= open_schools(year).count() - len(heads) <= 5


def test_nobody_serves_at_two_main_places_or_at_a_closed_school():
    for year in YEARS:
        people = Counter(staff(year).values_list("person", flat=True))
        assert set(people.values()) == {1}
        hosts = set(staff(year).values_list("institution", flat=True))
        assert hosts <= set(open_schools(year).values_list("pk", flat=True))


def test_retired_people_left_at_the_end_of_a_month_at_the_right_age():
    retired = Assignment.objects.filter(end_reason="retired").select_related("person")
    assert retired.count() > 20
    for assignment in retired:
        last, born = assignment.ended_on, assignment.person.birth_date
        assert last.day == monthrange(last.year, last.month)[1]
        months = (last.year - born.year) * 12 + last.month - born.month
        # NĐ 135/2020: three months a year for men, four for women, from 2021 on.
        step = last.year - 2021
        months_due = {"M": 723 + 3 * step, "F": 664 + 4 * step}[assignment.person.sex]
        assert months_due <= months <= months_due + 12


def test_personal_numbers_can_belong_to_nobody():
    numbers = Person.objects.values_list("personal_id", flat=True)
    assert {number[:4] for number in numbers} == {"0209"}


def test_some_teach_at_a_second_school_nearby():
    second = Assignment.objects.filter(is_main=False).select_related("institution")
    assert second.count() >= 5
    for assignment in second:
        main = assignment.person.assignments.get(is_main=True, ended_on=None)
        assert main.institution.commune_id == assignment.institution.commune_id
        assert main.institution_id != assignment.institution_id
        assert assignment.share < 1


def test_history_begins_with_the_loaded_rows():
    def remembered():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pgh_label, count(*) FROM schools_institutionevent GROUP BY 1"
            )
            return dict(cursor.fetchall())

    before = remembered()
    school = Institution.objects.earliest("pk")
    school.name += " mới"
    school.save()
    loaded = Institution.objects.count()
    assert (before, remembered()) == (
        {"loaded": loaded},
        {"loaded": loaded, "update": 1},
    )


def test_learners_reported_stay_those_of_the_scale():
    assert {year: learners(year) for year in (2023, 2025)} == {2023: 22300, 2025: 22400}


def test_dates_of_people_fit_their_lives():
    assert not Assignment.objects.filter(
        started_on__lt=F("person__birth_date") + (date(2018, 1, 1) - date(2000, 1, 1))
    ).exists()
    assert not Assignment.objects.filter(
        started_on__lt=F("institution__opened_on")
    ).exists()
