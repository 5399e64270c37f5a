"""Days as people type them, and what cannot be read as a day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from communes.fields import BirthField, DayField

FIRST = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("01/09/2026", FIRST),
        ("1/9/26", FIRST),
        ("1-9-2026", FIRST),
        ("01.09.2026", FIRST),
        ("1. 9. 2026", FIRST),
        ("2026-09-01", FIRST),
        ("2026/9/1", FIRST),
        ("01092026", FIRST),
        (" 01 / 09 / 2026 ", FIRST),
        ("ngày 1 tháng 9 năm 2026", FIRST),
        ("Ngày 01 Tháng 09 Năm 2026", FIRST),
    ],
)
def test_usual_spellings_of_a_day(typed, day):
    assert DayField().clean(typed) == day


@pytest.mark.parametrize(
    "typed",
    ["31/02/2026", "9/2026", "1/13/2026", "hôm qua", "1/9/026", "2026", "0/0/0"],
)
def test_what_is_no_day_is_refused_in_a_sentence(typed):
    with pytest.raises(ValidationError) as refused:
        DayField().clean(typed)
    assert refused.value.messages == [
        f"“{typed}” không phải là một ngày. Hãy ghi như 01/09/2026."
    ]


def test_two_digits_of_a_birth_year_never_lie_ahead():
    born = [BirthField().clean(text) for text in ("15/5/85", "1.2.03", "1985")]
    assert born == [date(1985, 5, 15), date(2003, 2, 1), 1985]
