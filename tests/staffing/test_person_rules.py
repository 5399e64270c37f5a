"""The rows that check a staff workbook check the page of one person too."""

from datetime import date

import pytest
from django.utils import timezone

from communes.models import Rule
from staffing import person_rules
from staffing.forms import PersonForm
from tests import factories as make

pytestmark = pytest.mark.django_db


def told(born):
    form = PersonForm(
        {
            "personal_id": "020985000001",
            "full_name": "Nông Thị Hoa",
            "sex": "F",
            "birth_date": f"{born:%d/%m/%Y}",
            "ethnicity": "02",
        }
    )
    form.is_valid()
    return form.errors.get("birth_date", [])


def test_somebody_too_old_is_refused_until_the_rule_is_off():
    make.reference()
    born = date(timezone.localdate().year - 76, 1, 1)
    (sentence,) = told(born)
    assert sentence.startswith(f"Sinh năm {born.year}, đã 76 tuổi.")
    assert told(date(1985, 5, 15)) == []
    Rule.objects.filter(pk="staff-age-high").update(is_active=False)
    assert told(born) == []


@pytest.mark.parametrize(
    ("day", "years"),
    [(date(2026, 5, 14), 40), (date(2026, 5, 15), 41), (date(2027, 1, 1), 41)],
)
def test_years_are_full_years(day, years):
    assert person_rules.full_years(date(1985, 5, 15), day) == years
