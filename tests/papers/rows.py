"""A small world in which letters are due: one commune with two schools, one of them late."""

from datetime import date

from communes.models import ReportingPeriod
from communes.papers import kinds, ordering
from tests import factories as make

YEAR = make.YEAR
ALL = frozenset(kinds.Role)


def late_world():
    """A commune whose period is over: one school has handed in, one has not."""
    make.reference()
    commune = make.commune(name="Khánh Khê", code="06286")
    make.school("TH", commune=commune, name="Tiểu học Khánh Khê")
    make.institution("MN", commune=commune, name="Mầm non Khánh Khê")
    ReportingPeriod.objects.filter(kind="start").update(
        opens_on=date(2025, 9, 1), due_on=date(2025, 10, 31), locks_on=date(2030, 1, 1)
    )
    return commune


def order(code="late_communes", **asked):
    kind = kinds.get(code)
    return ordering.order(kind, **{"year": make.school_year(), **asked})
