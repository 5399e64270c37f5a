"""What is missing, wrong or doubtful in returns, school by school.

The door of approval asks here whether returns may be handed in; the pages of whoever
submits and of whoever judges show the same.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from communes.entry import checks, forms
from communes.entry.figures import fills_in
from communes.entry.forms import Unit
from communes.models import CellComment, Rule

from .window import windows


@dataclass(frozen=True)
class Doubt:
    """A finding of the checks with the words for its place: form and line."""

    finding: checks.Finding
    place: str = ""

    def __getattr__(self, name):
        return getattr(self.finding, name)


@dataclass(frozen=True)
class Doubts:
    """What the checks and the department say about one school's return."""

    blocking: tuple = ()
    warnings: tuple = ()
    questions: tuple = ()

    @property
    def unexplained(self):
        return [one for one in self.warnings if not one.explanation]

    @property
    def explained(self):
        return [one for one in self.warnings if one.explanation]

    @property
    def is_clean(self):
        """Nothing to look at: no error, no warning even explained, no open question."""
        return not (self.blocking or self.warnings or self.questions)


def doubts_of(period, institutions):
    """{institution code: Doubts}, in as many queries for one school as for all."""
    schools = list(institutions)
    questions = defaultdict(list)
    comments = CellComment.objects.filter(
        period=period,
        institution_code__in=[school.code for school in schools],
        resolved_at__isnull=True,
    )
    for comment in comments.select_related("author"):
        questions[comment.institution_code].append(comment)
    found = findings_of(period, schools)
    places = places_of(period, schools, found)
    return {
        school.code: Doubts(
            _placed(checks.blocking(found.get(school.code, ())), places),
            _placed(warnings(found.get(school.code, ())), places),
            tuple(questions[school.code]),
        )
        for school in schools
    }


def doubts_of_commune(period, commune):
    """What the rules say of the forms that a commune answers for itself."""
    unit = Unit(code=commune.code, name=commune.full_name, commune=commune.code)
    found = checks.for_units(period, [unit])
    return Doubts(
        tuple(map(Doubt, checks.blocking(found))), tuple(map(Doubt, warnings(found)))
    )


def _placed(findings, places):
    return tuple(
        Doubt(one, places.get((one.form, one.unit, one.line), "")) for one in findings
    )


def places_of(period, schools, found):
    """{(form, unit, line): its words} for every form in which something was found."""
    used = {one.form for findings in found.values() for one in findings}
    units = [unit_of(school) for school in schools if school.code in found]
    return {
        (form.code, unit, line.code): f"{form.title}, {line.label}"
        if line.label
        else str(form.title)
        for form in forms.due_in(period)
        if form.code in used
        for unit, lines in form.lines(
            [unit for unit in units if fills_in(unit, form)], period
        ).items()
        for line in lines
    }


def warning_counts(period, schools):
    """{institution code: (warnings, those unexplained)} without more than is counted."""
    return {
        code: (len(warnings(findings)), len(checks.unexplained(findings)))
        for code, findings in findings_of(period, schools).items()
    }


def findings_of(period, schools):
    """{institution code: what the rules say about it}, whoever asks."""
    return checks.by_unit(checks.for_units(period, [unit_of(row) for row in schools]))


def unit_of(school):
    """A school as the checks know it; they ask neither for its state nor its window."""
    return Unit(
        code=school.code,
        name=school.name,
        commune=school.managing_commune_id,
        institution_code=school.code,
        kind=school.kind_id,
    )


def warnings(findings):
    return [one for one in findings if one.severity == Rule.Severity.WARNING]


def settled(filed):
    """Remarks on cells of a return that are done with, oldest first."""
    rows = CellComment.objects.filter(
        period=filed.period,
        institution_code=filed.institution.code,
        resolved_at__isnull=False,
    )
    return list(rows.select_related("author"))


def obstacles(returns):
    """Why `returns` cannot be handed in yet, by school; the same few queries for all."""
    rows = list(
        returns.select_related("institution", "period").order_by(
            "period", "institution__search_name"
        )
    )
    periods = {row.period_id: row.period for row in rows}
    found = []
    for pk, period in periods.items():
        own = [row.institution for row in rows if row.period_id == pk]
        found += [*_closed(period, own), *_unfinished(period, own)]
    return found


def _closed(period, schools):
    """Schools whose window is shut: before the period opens, after it locks."""
    found = windows(period, schools)
    for school in schools:
        window = found[school.pk]
        if not window.is_open:
            yield f"{school.name}: {window.sentence}"


def _unfinished(period, schools):
    """Schools with errors, missing figures, or texts that are no figures yet."""
    found = findings_of(period, schools)
    for school in schools:
        if blocking := checks.blocking(found.get(school.code, ())):
            words = _("%(school)s còn %(number)s việc phải sửa: %(first)s")
            yield words % {
                "school": school.name,
                "number": len(blocking),
                "first": blocking[0].sentence,
            }
