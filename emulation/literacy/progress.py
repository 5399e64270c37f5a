"""Progress of digital literacy: people reached over people there are, against targets.

Nothing makes up for anything else: people beyond a total, whether of a commune or of
a group, fill no gap but their own. The province is the sum over the sum of those
units that have a total, and says how many they are.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_CEILING, Decimal

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.models import Commune
from communes.numbers import shown
from emulation.literacy.totals import (
    DEPARTMENT,
    Total,
    last_day,
    pupils,
    reached,
    staff,
    totals_of_units,
)
from emulation.models import (
    CourseSession,
    LearnerGroup,
    LearningTarget,
    SessionLearners,
)
from schools.models import Institution

GROUPS = tuple(LearnerGroup)


@dataclass(frozen=True)
class Cell:
    """One group of one unit; `target` is a LearningTarget or None."""

    group: LearnerGroup
    reached: int
    total: Total | None
    target: object = None

    @property
    def number(self):
        return self.total.number if self.total else None

    @property
    def counted(self):
        """People reached, as far as there are people: none beyond the total."""
        return min(self.reached, self.number) if self.total else 0

    @property
    def beyond(self):
        return max(0, self.reached - self.number) if self.total else 0

    @property
    def share(self):
        """Of one; above one where more were reached than there are, see `why_beyond`."""
        return Decimal(self.reached) / self.number if self.total else None

    @property
    def gap(self):
        """People still to reach until the target; None where that cannot be said."""
        if not self.total or not self.target:
            return None
        return max(0, needed(self.number, self.target.share) - self.reached)

    @property
    def bar(self):
        return bar_of(self.share)

    @property
    def why_beyond(self):
        return beyond_in_words(self.reached, self.number) if self.beyond else ""


@dataclass(frozen=True)
class SumCell:
    """One group over all units that have a total."""

    group: LearnerGroup
    cells: tuple[Cell, ...]
    communes: int
    with_total: int
    target: object = None

    @property
    def known(self):
        return [cell for cell in self.cells if cell.total]

    @property
    def reached(self):
        return sum(cell.counted for cell in self.known)

    @property
    def number(self):
        return sum(cell.number for cell in self.known) if self.known else None

    @property
    def share(self):
        return Decimal(self.reached) / self.number if self.number else None

    @property
    def bar(self):
        return bar_of(self.share)

    @property
    def gap(self):
        """The sum of gaps: what one unit has beyond its target fills no other's."""
        found = [cell.gap for cell in self.known if cell.gap is not None]
        return sum(found) if found else None

    @property
    def beyond(self):
        return sum(cell.beyond for cell in self.known)

    @property
    def without_total(self):
        """People reached in units that have no total, in neither of the two sums."""
        return sum(cell.reached for cell in self.cells if not cell.total)

    @property
    def coverage(self):
        return _("%(some)s/%(all)s xã có số liệu") % {
            "some": self.with_total,
            "all": self.communes,
        }


@dataclass(frozen=True)
class Row:
    """A commune, the department's own schools, or one school, with its five groups."""

    unit: str
    name: str
    cells: dict[str, Cell]
    cluster: str = ""
    is_own: bool = False

    @property
    def gap(self):
        found = [cell.gap for cell in self.cells.values() if cell.gap is not None]
        return sum(found) if found else None


@dataclass(frozen=True)
class Progress:
    year: int
    at: datetime
    rows: list[Row]
    province: dict[str, SumCell]
    targets: dict[str, LearningTarget] = field(default_factory=dict)


def needed(number, share):
    """People that make up `share` per cent of `number`: no part of a person."""
    return int((number * Decimal(share) / 100).to_integral_value(ROUND_CEILING))


def bar_of(share):
    """How long a bar is, in per cent of its place: a full one is full."""
    return 0 if share is None else min(100, int(share * 100))


def beyond_in_words(people, number):
    return _(
        "Số người đạt (%(reached)s) nhiều hơn tổng số (%(total)s): có thể tổng số đã "
        "cũ, có người ngoài địa bàn theo học, hoặc một người được ghi “lần đầu” nhiều "
        "lần. Phần vượt không bù cho nơi khác, nhóm khác."
    ) % {"reached": shown(people), "total": shown(number)}


def targets_of(year):
    return {row.group: row for row in LearningTarget.objects.filter(year=year)}


def progress(year, today=None):
    """Every unit's progress in a calendar year, by the days on which sessions ended."""
    today = today or timezone.localdate()
    targets = targets_of(year)
    totals = totals_of_units(year, today)
    found = reached("session__commune", session__ends_on__year=year)
    people = {(unit or DEPARTMENT, group): n for (unit, group), n in found.items()}
    units = [
        (row.code, row.full_name, row.cluster)
        for row in Commune.objects.defer("outline")
    ]
    rows = [
        Row(unit, name, cells_of(unit, people, totals, targets), cluster)
        for unit, name, cluster in units
    ]
    own = cells_of(DEPARTMENT, people, totals, targets)
    department = Row(DEPARTMENT, _("Trường và lớp do Sở quản lý"), own)
    province = {
        group.value: _summed(group, [*rows, department], len(units), targets)
        for group in GROUPS
    }
    return Progress(year, timezone.now(), [*rows, department], province, targets)


def cells_of(unit, people, totals, targets):
    return {
        group.value: Cell(
            group,
            people.get((unit, group.value), 0),
            totals.get((unit, group.value)),
            targets.get(group.value),
        )
        for group in GROUPS
    }


def _summed(group, rows, communes, targets):
    cells = tuple(row.cells[group.value] for row in rows)
    counted = [row for row in rows if row.unit and row.cells[group.value].total]
    return SumCell(group, cells, communes, len(counted), targets.get(group.value))


def progress_of_school(code, year, today=None):
    """The row of one school: what it held itself, for its own staff and pupils."""
    today = today or timezone.localdate()
    day, of_school = last_day(year, today), {"institution__code": code}
    totals = {
        (code, LearnerGroup.TEACHER.value): staff(
            day, "institution__code", **of_school
        ).get(code),
        (code, LearnerGroup.PUPIL.value): pupils(
            day, "institution__code", **of_school
        ).get(code),
    }
    people = reached(
        "session__institution__code",
        session__institution__code=code,
        session__ends_on__year=year,
    )
    name = Institution.objects.get(code=code).name
    cells = cells_of(code, people, totals, targets_of(year))
    return Row(code, name, cells, is_own=True)


@dataclass(frozen=True)
class Month:
    """People reached in sessions that ended in one month, and up to its end."""

    month: int
    groups: list[int]
    people: int
    so_far: int
    # Its bar, in per cent of the longest.
    bar: int


def by_month(year, today=None, **only):
    """The months of `year` up to today's; `only` narrows the sessions."""
    today = today or timezone.localdate()
    rows = (
        SessionLearners.objects.filter(session__ends_on__year=year, **only)
        .order_by()
        .values("group", month=TruncMonth("session__ends_on"))
        .annotate(people=Sum("first_time"))
    )
    found = {(row["month"].month, row["group"]): row["people"] for row in rows}
    last = max([today.month if year == today.year else 12, *(m for m, _g in found)])
    return _months(found, last)


def _months(found, last):
    counts = [
        [found.get((month, group.value), 0) for group in GROUPS]
        for month in range(1, last + 1)
    ]
    highest, so_far, months = max(map(sum, counts), default=0) or 1, 0, []
    for month, groups in enumerate(counts, start=1):
        so_far += sum(groups)
        bar = bar_of(Decimal(sum(groups)) / highest)
        months.append(Month(month, groups, sum(groups), so_far, bar))
    return months


def years_to_choose(today):
    """Calendar years with targets or sessions, and this one, newest first."""
    held = CourseSession.objects.dates("ends_on", "year")
    aimed = LearningTarget.objects.order_by().values_list("year", flat=True).distinct()
    return sorted({today.year, *aimed, *(day.year for day in held)}, reverse=True)
