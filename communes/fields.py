"""Form fields that read what people here really type: days in every usual spelling."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

WORDS = re.compile(r"ngày|tháng|năm", re.IGNORECASE)
PARTS = re.compile(r"(\d+)[\s./-]+(\d+)[\s./-]+(\d+)")
SHOWN = "%d/%m/%Y"


def read_day(text, *, latest=None):
    """The day that `text` names: 1/9/2026, 01.09.26, 2026-09-01, 01092026, in words.

    None where it names none. A year of two digits is of this century unless that
    were after `latest`.
    """
    plain = " ".join(WORDS.sub(" ", text).split())
    if re.fullmatch(r"\d{8}", plain):
        plain = f"{plain[:2]}/{plain[2:4]}/{plain[4:]}"
    found = PARTS.fullmatch(plain)
    if not found:
        return None
    day, month, year = found.groups()
    if len(day) == 4:
        day, year = year, day
    if len(year) not in (2, 4) or len(day) > 2 or len(month) > 2:
        return None
    number = int(year) + (2000 if len(year) == 2 else 0)
    try:
        read = date(number, int(month), int(day))
        if len(year) == 2 and latest and read > latest:
            read = read.replace(year=number - 100)
    except ValueError:
        return None
    return read


class DayField(forms.DateField):
    """A day, typed in any usual way and shown as dd/mm/yyyy."""

    def __init__(self, *, is_past=False, **kwargs):
        attrs = {"placeholder": "dd/mm/yyyy", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.DateInput(format=SHOWN, attrs=attrs))
        self.is_past = is_past
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values or not isinstance(value, str):
            return super().to_python(value)
        latest = timezone.localdate() if self.is_past else None
        found = read_day(value, latest=latest)
        if found is None:
            raise ValidationError(
                _("“%(text)s” không phải là một ngày. Hãy ghi như 01/09/2026.")
                % {"text": value.strip()},
                code="invalid",
            )
        return found


class BirthField(DayField):
    """A birthday; of some people only the year is known, which stays an `int`."""

    def __init__(self, **kwargs):
        super().__init__(is_past=True, **kwargs)

    def to_python(self, value):
        if isinstance(value, str) and re.fullmatch(r"\s*(19|20)\d\d\s*", value):
            return int(value)
        return super().to_python(value)
