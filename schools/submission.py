"""The checklist before handing in: every school of one unit, ready or not, and why."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from communes.approvable import State
from communes.approval import SUBMITTERS
from communes.entry.forms import DEPARTMENT
from communes.scoping import COMMUNE_ROLES, Role
from communes.windows import Window

from .judgement import managed_by, returns_of
from .models import Institution, SchoolReturn
from .readiness import Doubts, doubts_of
from .window import windows

OPEN = ("", State.DRAFT, State.REJECTED)


@dataclass(frozen=True)
class Entry:
    """One school of the checklist."""

    institution: Institution
    filed: SchoolReturn | None
    doubts: Doubts
    window: Window

    @property
    def state(self):
        return self.filed.state if self.filed else ""

    @property
    def is_open(self):
        return self.state in OPEN

    @property
    def is_ready(self):
        nothing_left = self.filed and not self.doubts.blocking
        return bool(self.is_open and nothing_left and self.window.is_open)

    @property
    def may_ask(self):
        """Whether an unlock may be asked for now."""
        closed = self.state in (State.APPROVED, State.LOCKED)
        return closed and not self.filed.unlock_requested_at

    @property
    def days_late(self):
        """By how many days the deadline lies behind today, or behind the handing in."""
        return late(self.window, None if self.is_open else self.filed.submitted_at)


@dataclass(frozen=True)
class Checklist:
    """All schools of a unit, with what may be done about them."""

    entries: list[Entry]
    # Why this person cannot hand in, or nothing.
    refusal: str = ""

    @property
    def open(self):
        """What the department sent back, what is unfinished, then what is ready."""
        found = [one for one in self.entries if one.is_open]
        return sorted(
            found, key=lambda one: (one.state != State.REJECTED, one.is_ready)
        )

    @property
    def handed_in(self):
        return [one for one in self.entries if not one.is_open]

    @property
    def ready(self):
        return [one for one in self.entries if one.is_ready]

    @property
    def unfinished(self):
        return [one for one in self.open if not one.is_ready]

    @property
    def to_do(self):
        """How many things are left before everything can be handed in."""
        return sum(max(1, len(one.doubts.blocking)) for one in self.unfinished)

    @property
    def unexplained(self):
        return sum(len(one.doubts.unexplained) for one in self.open)

    @property
    def days_late(self):
        return max((one.days_late for one in self.open), default=0)


def late(window, at=None):
    """By how many days `at`, or today, lies behind the deadline."""
    return max(0, (timezone.localdate(at) - window.due_on).days)


def unit_of(user, asked):
    """The commune's code or DEPARTMENT that `user` hands in for; None: not hers to ask."""
    if user.role in COMMUNE_ROLES:
        return user.commune_id if asked in ("", user.commune_id) else None
    return asked or DEPARTMENT


def schools_of(user, unit, period):
    """Schools that owe a return of `period`: a clerk's own, or all of a unit."""
    rows = Institution.objects.answering_to(user).open_on(period.as_of)
    if user.role != Role.SCHOOL_CLERK:
        rows = rows.filter(managed_by(unit))
    rows = rows.select_related("kind", "managing_commune")
    return list(rows.order_by("kind__order", "search_name", "pk"))


def checklist(user, unit, period):
    schools = schools_of(user, unit, period)
    filed = returns_of(user, period, schools)
    doubts, found = doubts_of(period, schools), windows(period, schools)
    entries = [
        Entry(row, filed.get(row.pk), doubts[row.code], found[row.pk])
        for row in schools
    ]
    return Checklist(entries, refusal(user, schools))


def refusal(user, schools):
    """Why `user` cannot hand in for `schools`, in a sentence that says who can."""
    if user.role == Role.COMMUNE_OFFICER:
        return _(
            "Bạn nhập và sửa được số liệu; việc nộp báo cáo do Trưởng phòng Văn hóa - "
            "Xã hội thực hiện. Khi đã đủ, hãy báo Trưởng phòng mở trang này để nộp."
        )
    if user.role not in SUBMITTERS:
        return _("Tài khoản của bạn chỉ xem được; Trưởng phòng là người nộp báo cáo.")
    own = Institution.objects.answering_to(user, to_change=True)
    if schools and not own.filter(pk__in=[row.pk for row in schools]).exists():
        return _("Báo cáo của xã do Trưởng phòng Văn hóa - Xã hội của xã nộp.")
    return ""
