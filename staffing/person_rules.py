"""The department's rules about staff, asked of one person on a page.

The workbook asks the same rows of all its people at once.
"""

from django.utils import timezone

from communes.entry import rules
from communes.models import Rule

FORM = "staff"


def errors_about(born):
    """[(field, sentence)] of the errors that a birth date breaks by itself."""
    seen = {"age": full_years(born, timezone.localdate()), "birth_year": str(born.year)}
    rows = rules.of(FORM, severities=[Rule.Severity.ERROR])
    return [
        (check.rule.shown_at, check.sentence(seen))
        for check in rows
        if check.names <= seen.keys() and check.fails(seen)
    ]


def full_years(earlier, later):
    had_birthday = (later.month, later.day) >= (earlier.month, earlier.day)
    return later.year - earlier.year - (not had_birthday)
