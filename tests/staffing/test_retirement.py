"""Who retires when: the annex by month of birth against the table of years."""

from datetime import date

import pytest
from django.db import connection

from staffing.forecast import retirement
from staffing.models import Person, RetirementAge
from tests import factories as make
from tests.alternatives import retirement as slow


@pytest.fixture
def rows(db):
    make.reference()
    return retirement.ages()


def births():
    """The 15th of every month from 1961 (men) or 1966 (women) to 1990."""
    for sex, first in (("M", 1961), ("F", 1966)):
        for year in range(first, 1991):
            for month in range(1, 13):
                yield sex, date(year, month, 15)


def test_annex_and_table_of_years_agree_on_every_month_of_birth(rows):
    found = {key: retirement.last_day(*key, rows) for key in births()}
    assert found == {key: slow.last_day(*key) for key in births()}


@pytest.mark.parametrize(
    ("sex", "born", "expected"),
    [
        ("M", date(1964, 1, 31), date(2025, 4, 30)),
        ("M", date(1964, 9, 1), date(2025, 12, 31)),
        ("M", date(1966, 4, 1), date(2028, 4, 30)),
        ("F", date(1968, 9, 15), date(2025, 5, 31)),
        ("F", date(1970, 8, 31), date(2027, 12, 31)),
        ("F", date(1975, 5, 2), date(2035, 5, 31)),
    ],
)
def test_cases_of_the_decree(rows, sex, born, expected):
    assert retirement.last_day(sex, born, rows) == expected


def test_nobody_retires_in_the_first_months_of_the_years_of_the_rise(rows):
    months = {"M": set(), "F": set()}
    for sex, born in births():
        day = retirement.last_day(sex, born, rows)
        if 2025 <= day.year <= 2027:
            months[sex].add(day.month)
    assert months == {"M": set(range(4, 13)), "F": set(range(5, 13))}


def test_year_of_birth_alone_counts_as_the_first_of_january(rows):
    known = retirement.last_day("M", date(1964, 1, 1), rows)
    assert retirement.last_day("M", date(1964, 9, 9), rows, year_only=True) == known


def test_a_day_before_the_annex_begins_has_no_answer(rows):
    assert retirement.last_day("M", date(1850, 1, 1), rows) is None


def test_the_query_says_the_same_as_python(rows):
    people = [
        make.person(sex=sex, birth_date=born, birth_year_only=born.month == 6)
        for sex, born in births()
        if born.year % 5 == 0
    ]
    sql = f"SELECT p.id, {retirement.LAST_DAY_SQL} FROM staffing_person p {retirement.JOIN_SQL}"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = dict(cursor.fetchall())
    assert found == {
        one.pk: retirement.last_day(
            one.sex, one.birth_date, rows, year_only=one.birth_year_only
        )
        for one in Person.objects.filter(pk__in=[person.pk for person in people])
    }


def test_loading_again_leaves_what_the_department_edited(rows):
    RetirementAge.objects.filter(sex="M").update(months=700)
    make.reference()
    assert set(
        RetirementAge.objects.filter(sex="M").values_list("months", flat=True)
    ) == {700}
