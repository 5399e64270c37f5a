"""Who handed in when, period by period: the facts behind the board of completeness."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.models import DeadlineException, ReportingPeriod
from communes.numbers import NONE

SQL = Path(__file__).parent / "sql"
TIMELINESS = (SQL / "timeliness.sql").read_text(encoding="utf-8")
EXPECTED = (SQL / "expected.sql").read_text(encoding="utf-8")

IN_TIME, LATE, OPEN, MISSING, NOTHING = "in-time", "late", "open", "missing", "nothing"


@dataclass(frozen=True)
class Standing:
    """One commune (None: the department's own schools) in one period."""

    period: ReportingPeriod
    due_on: date
    today: date
    is_extended: bool = False
    expected: int = 0
    handed_in: int = 0
    on_time: int = 0
    # By how many days the latest of those handed in missed the deadline.
    days_late: int | None = None
    first_day: date | None = None
    last_day: date | None = None

    @property
    def missing(self):
        return max(self.expected - self.handed_in, 0)

    @property
    def days_behind(self):
        """Days after the deadline: of the latest return, or until today while one is missing."""
        overdue = (self.today - self.due_on).days if self.missing else 0
        return max(self.days_late or 0, overdue)

    @property
    def kind(self):
        if not self.expected:
            return NOTHING
        if self.missing:
            return MISSING if self.today > self.due_on else OPEN
        return LATE if self.days_late else IN_TIME

    @property
    def mark(self):
        """The few characters that fit into a small square."""
        return {
            NOTHING: NONE,
            OPEN: f"{self.handed_in}/{self.expected}",
            MISSING: f"{self.handed_in}/{self.expected}",
            LATE: f"+{self.days_late}",
            IN_TIME: "✓",
        }[self.kind]

    @property
    def words(self):
        """The same for somebody who hears it."""
        facts = {
            "handed_in": self.handed_in,
            "expected": self.expected,
            "days": self.days_behind,
        }
        return {
            NOTHING: _("không có trường phải báo cáo"),
            OPEN: _("đã nộp %(handed_in)s/%(expected)s, chưa đến hạn"),
            MISSING: _("đã nộp %(handed_in)s/%(expected)s, quá hạn %(days)s ngày"),
            LATE: _("nộp đủ, trường muộn nhất sau hạn %(days)s ngày"),
            IN_TIME: _("nộp đủ, đúng hạn"),
        }[self.kind] % facts


def recent_periods(years, today=None):
    """Periods that have opened, of the last `years` school years, oldest first."""
    today = today or timezone.localdate()
    opened = ReportingPeriod.objects.filter(opens_on__lte=today)
    newest = opened.order_by("-school_year_id").first()
    if newest is None:
        return []
    since = newest.school_year_id - years + 1
    found = opened.filter(school_year__gte=since).select_related("school_year")
    return list(found.order_by("as_of"))


def standings(periods, today=None):
    """{commune code or None: {period pk: Standing}}, in three queries for any number."""
    today = today or timezone.localdate()
    by_key = {period.pk: period for period in periods}
    granted = {
        (period, commune): due_on
        for period, commune, due_on in DeadlineException.objects.filter(
            period__in=by_key
        ).values_list("period", "commune", "due_on")
    }
    facts = _facts(TIMELINESS, by_key)
    expected = _facts(EXPECTED, by_key)
    found = {}
    for key in facts.keys() | expected.keys():
        period, commune = by_key[key[0]], key[1]
        found.setdefault(commune, {})[period.pk] = Standing(
            period,
            granted.get(key, period.due_on),
            today,
            key in granted,
            **expected.get(key, {}),
            **facts.get(key, {}),
        )
    return found


def _facts(sql, periods):
    """{(period, commune): the other columns} of one of the queries."""
    with connection.cursor() as cursor:
        zone = timezone.get_default_timezone_name()
        cursor.execute(sql, {"periods": list(periods), "zone": zone})
        names = [column.name for column in cursor.description[2:]]
        return {
            (period, commune): dict(zip(names, rest, strict=True))
            for period, commune, *rest in cursor.fetchall()
        }
