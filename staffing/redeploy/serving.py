"""Who serves in a line with surplus, who of them is spared, and in which order they go."""

from calendar import monthrange
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery

from staffing.forecast import retirement
from staffing.models import Absence, Assignment, Post, Protection

from .problem import PERSON, Candidate, Line

Contract = Assignment.Contract
# The subject of those who teach a whole class and name none.
WHOLE_CLASS = {"preschool": "MN", "primary": "TH"}


@dataclass(frozen=True)
class Serving:
    """A person in a main post, and why that person is spared, if so."""

    assignment: Assignment
    protected: str = ""

    @property
    def key(self):
        """(school's key, line): what the person could be moved from."""
        row = self.assignment
        return (row.institution_id, line_of(row))


def line_of(assignment):
    """Posts that have one maximum together, as văn thư and kế toán, are one line."""
    if assignment.post.group != Post.Group.TEACHER:
        return Line(assignment.post.counted_with_id or assignment.post_id)
    subject = assignment.subject_id or WHOLE_CLASS.get(assignment.level, "")
    return Line(assignment.post_id, assignment.level, subject)


def serving(institutions, rules, *, as_of, today):
    """Serving at `institutions` on the day of the data and still, in a main post."""
    rows = (
        Assignment.objects.serving_on(as_of)
        .filter(
            institution__in=institutions,
            is_main=True,
            ended_on__isnull=True,
            post__group__in=rules.post_groups,
        )
        .exclude(contract=Contract.VISITING)
        .select_related("person", "post")
        .annotate(**_facts(today))
    )
    ages = retirement.ages()
    for row in rows:
        yield Serving(row, why_spared(row, rules, ages, today=today))


def _facts(today):
    lasting = Q(ended_on__isnull=True) | Q(ended_on__gte=today)
    own = {"person": OuterRef("person")}
    posts = Assignment.objects.filter(**own)
    absences = Absence.objects.filter(lasting, **own).order_by("-started_on")
    cases = Protection.objects.filter(lasting, **own).order_by("-started_on")
    return {
        "absence": Subquery(absences.values("kind")[:1]),
        "hardship": Subquery(cases.values("reason")[:1]),
        "teaches_elsewhere": Exists(posts.filter(lasting, is_main=False)),
        "came_from_elsewhere": Exists(
            posts.filter(is_main=True, started_on__lt=OuterRef("started_on")).exclude(
                institution=OuterRef("institution")
            )
        ),
    }


def why_spared(row, rules, ages, *, today):
    """A code of why somebody is not to be moved, empty for whoever may be."""
    if rules.is_on("absent") and row.absence:
        return row.absence
    if rules.is_on("hardship") and row.hardship:
        return row.hardship
    if rules.is_on("part_loaded") and row.teaches_elsewhere:
        return "part_loaded"
    if _is_leaving(row.person, rules, ages, today):
        return "retiring"
    recently = months_from(today, -rules.months("moved_months"))
    if row.came_from_elsewhere and row.started_on > recently:
        return "moved"
    return ""


def _is_leaving(person, rules, ages, today):
    months = rules.months("retiring_months")
    if not months:
        return False
    last = retirement.last_day(
        person.sex, person.birth_date, ages, year_only=person.birth_year_only
    )
    return last is not None and last <= months_from(today, months)


ORDER = {
    "order_contract": lambda row: row.contract == Contract.LABOUR,
    # Whoever came last is first to go.
    "order_service": lambda row: -row.started_on.toordinal(),
    "order_age": lambda row: -row.person.birth_date.toordinal(),
}


def candidate(one, rules):
    """As the solver knows the person; equal ones go in the order of registration."""
    order = tuple(int(ORDER[code](one.assignment)) for code in rules.order)
    return Candidate(one.assignment.person_id, order, one.protected)


def hundredths(amount):
    return round(amount * PERSON)


def months_from(day, months):
    """The same day so many months later or earlier, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(
        year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1])
    )
