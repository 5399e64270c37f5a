"""The department's rules about staff, asked of a workbook's rows."""

from datetime import date

import pytest
from django.utils import timezone

from communes.models import ImportProblem, Rule
from tests.imports.files import problems, staff

pytestmark = pytest.mark.django_db

THIS_YEAR = timezone.localdate().year


def born(years_ago):
    return date(THIS_YEAR - years_ago, 1, 1)


ROWS = [
    {"birth_date": born(76), "obtained_on": date(1985, 6, 30)},
    {"birth_date": born(64)},
    {"birth_date": date(1995, 6, 30), "obtained_on": date(2012, 6, 29)},
    {"birth_date": date(2007, 11, 2), "obtained_on": date(2025, 6, 30)},
    {
        "birth_date": born(23),
        "obtained_on": date(THIS_YEAR - 1, 6, 30),
        "post": "Hiệu trưởng",
        "level": "",
    },
    {},
]


def send(world):
    """A workbook of six people, all good but for what ROWS says of them."""
    people = [
        {
            "school": world.here.code,
            "personal_id": f"02098500010{place}",
            "full_name": f"Nông Thị {'ABCDEF'[place]}",
            **row,
        }
        for place, row in enumerate(ROWS)
    ]
    return staff(world.head, *people)


def test_rows_that_break_a_rule_are_told_with_its_sentence(world):
    source = send(world)
    assert problems(source) == [
        (2, "F", "staff-age-high"),
        (3, "F", "staff-past-retirement"),
        (4, "Q", "staff-degree-grown-up"),
        (5, "L", "staff-started-grown-up"),
        (6, "H", "staff-young-manager"),
    ]
    assert (source.errors, source.warnings) == (2, 3)
    old = ImportProblem.objects.get(source=source, code="staff-age-high")
    assert old.message.startswith(f"Sinh năm {THIS_YEAR - 76}, đã 76 tuổi.")


def test_rule_that_is_off_is_silent_in_the_workbook_too(world):
    Rule.objects.filter(form="staff").update(is_active=False)
    assert problems(send(world)) == []


def test_rule_of_names_that_staff_do_not_have_rests(world):
    Rule.objects.filter(form="staff").delete()
    Rule.objects.create(
        code="staff-odd",
        form="staff",
        severity="error",
        condition="pupils <= 0",
        sentence="?",
        sentence_en="?",
        shown_at="post",
    )
    assert problems(send(world)) == []
