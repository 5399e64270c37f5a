"""Who owes which return, and what waits for this reader: the facts of first pages."""

from dataclasses import dataclass
from decimal import Decimal

from communes.approvable import State
from communes.models import CellComment, Notice, ReportingPeriod
from communes.templatetags.shell import address
from communes.windows import Window
from schools.completeness import shares
from schools.effort import minutes_left
from schools.models import Institution, SchoolReturn
from schools.readiness import Doubts, doubts_of
from schools.window import windows

# What a person must act on comes first.
ORDER = (State.REJECTED, "", State.DRAFT, State.SUBMITTED, State.APPROVED, State.LOCKED)
MOST = 5


@dataclass(frozen=True)
class Task:
    """One institution and the state of its return; none yet is ""."""

    institution: Institution
    school_return: SchoolReturn | None
    period: ReportingPeriod
    window: Window
    # What is left to enter, by how long it took others; None where nobody knows.
    minutes: int | None = None
    # How much of it is filled in; None for a school that has no year before.
    share: Decimal | None = None
    # What the rules say of it.
    doubts: Doubts = Doubts()

    @property
    def state(self):
        return self.school_return.state if self.school_return else ""

    @property
    def is_open(self):
        return self.state in ("", State.DRAFT, State.REJECTED)

    @property
    def is_ready(self):
        """Begun, and nothing is missing or wrong: it only has to be handed in."""
        begun = self.state in (State.DRAFT, State.REJECTED)
        return begun and not self.doubts.blocking

    @property
    def per_cent(self):
        """The share as a whole number that says 100 only when nothing is missing."""
        return None if self.share is None else int(self.share * 100)

    @property
    def entry_url(self):
        """The school's page of entry, while something may be entered there."""
        if not self.window.is_open:
            return ""
        period = self.period
        return address(
            "entry_school", period.school_year_id, period.kind, self.institution.code
        )


def tasks(institutions, user, period):
    """Every institution with its return, what needs a hand first."""
    rows = list(institutions)
    returns = {
        row.institution_id: row
        for row in SchoolReturn.objects.visible_to(user)
        .filter(period=period, institution__in=rows)
        .select_related("decided_by", "submitted_by")
    }
    keys = [row.pk for row in rows]
    allowed, filled = windows(period, rows), shares(period, keys)
    left, doubts = minutes_left(period, filled), doubts_of(period, rows)
    found = [
        Task(
            row,
            returns.get(row.pk),
            period,
            allowed[row.pk],
            left.get(row.pk),
            filled[row.pk],
            doubts[row.code],
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (ORDER.index(one.state), one.is_ready))


def minutes(found):
    """Minutes left over all open tasks, in steps of five; None where nobody knows."""
    known = [
        task.minutes for task in found if task.is_open and task.minutes is not None
    ]
    return -(-sum(known) // 5) * 5 if known else None


def tools(period):
    """Where figures are entered, and what for: pages that the site has by now."""
    year, kind = period.school_year_id, period.kind
    at_start = kind == ReportingPeriod.Kind.START
    form = "classes" if at_start else "results"
    template, upload = address("workbook_template", form), address("import_new")
    query = f"?year={year}"
    return {
        "grid_url": address("entry_grid", year, kind, form),
        "submit_url": address("entry_submit", year, kind),
        "template_url": f"{template}{query}" if template else "",
        "import_url": f"{upload}{query}&kind={form}" if upload else "",
    }


@dataclass(frozen=True)
class Question:
    """A remark on a cell that nobody has settled yet."""

    comment: CellComment
    place: str
    url: str


def questions(user):
    """Open remarks that this reader may see, the one to answer first on top."""
    found = list(
        CellComment.objects.visible_to(user)
        .filter(resolved_at__isnull=True)
        .exclude(author=user)
        .select_related("author", "period__school_year", "commune")
        .order_by("answer_by", "written_at")[:MOST]
    )
    names = dict(
        Institution.objects.filter(
            code__in=[one.institution_code for one in found]
        ).values_list("code", "name")
    )
    return [
        Question(one, names.get(one.institution_code, str(one.commune)), _cell(one))
        for one in found
    ]


def _cell(comment):
    period = comment.period
    where = (period.school_year_id, period.kind)
    if comment.institution_code:
        return address("entry_school", *where, comment.institution_code)
    return address("entry_grid", *where, comment.form)


def news(user):
    """The newest notices that this reader has not read."""
    return Notice.objects.visible_to(user).unread()[:MOST]
