"""What the rules say about units in one period: lines form by form, then whole units."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from communes.entry import rules, values
from communes.entry.figures import Figures, unit_values
from communes.entry.forms import EntryForm, Line, Unit, due_in
from communes.models import Explanation, PendingCell, Rule, User

PENDING = "pending"
BLOCKING = frozenset({Rule.Severity.ERROR, Rule.Severity.MISSING, PENDING})
MAX_FIGURES = Explanation._meta.get_field("figures").max_length


@dataclass(frozen=True)
class Finding:
    """One thing to put right or to explain, at one cell of one unit.

    `severity`: "error", "missing", "warning", or "pending" for a cell whose text is
    no figure yet. What a rule finds about a whole unit has no line.
    """

    rule: str
    severity: str
    form: str
    unit: str
    line: str
    field: str
    sentence: str
    # The explanation that stands, who wrote it and when.
    explanation: str = ""
    explained_by: User | None = None
    explained_at: datetime | None = None
    # The values the rule looked at: an explanation holds for these.
    figures: str = ""


def for_units(
    period, units: Iterable[Unit], forms: Iterable[EntryForm] | None = None
) -> list[Finding]:
    """Findings about `units` (schools and communes) in the forms due in `period`.

    As many queries for one unit as for all of them.
    """
    due = due_in(period)
    asked = due if forms is None else [form for form in forms if form in due]
    by_grain = {grain: _by_form(rules.checks(grain=grain)) for grain in Rule.Grain}
    codes = {form.code for form in asked} | _mentioned(by_grain, asked)
    units = list(units)
    sheets = {
        form.code: Figures.load(form, units, period)
        for form in due
        if form.code in codes
    }
    cells = _waiting(period, units, asked)
    found = []
    for form in asked:
        line_checks = by_grain[Rule.Grain.LINE][form.code]
        found += _pending(sheets[form.code], line_checks, cells)
        found += _about_lines(sheets[form.code], line_checks)
    unfinished = {(one.form, one.unit) for one in found if one.severity in BLOCKING}
    for form in asked:
        unit_checks = by_grain[Rule.Grain.UNIT][form.code]
        found += _about_units(form, sheets, unit_checks, unfinished)
    return _explained(period, units, found)


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """What must be put right before a return can be handed in."""
    return [one for one in findings if one.severity in BLOCKING]


def unexplained(findings: Iterable[Finding]) -> list[Finding]:
    """Warnings that nobody has explained for the figures that stand there now."""
    warnings = (one for one in findings if one.severity == Rule.Severity.WARNING)
    return [one for one in warnings if not one.explanation]


def by_unit(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Unit code -> its findings; units without any are left out."""
    grouped = defaultdict(list)
    for one in findings:
        grouped[one.unit].append(one)
    return dict(grouped)


def _by_form(checks):
    grouped = defaultdict(list)
    for check in checks:
        grouped[check.rule.form].append(check)
    return grouped


def _mentioned(by_grain, asked):
    """Codes of forms whose totals the rules of the asked forms look at."""
    return {
        name.partition(".")[0]
        for form in asked
        for check in by_grain[Rule.Grain.UNIT][form.code]
        for name in check.names
        if "." in name
    }


def _about_lines(sheet, checks):
    for unit in sheet.units:
        for line in sheet.lines[unit.code]:
            asked = [check for check in checks if check.is_about(unit, line)]
            if not asked:
                continue
            seen = sheet.values(unit, line)
            for check in asked:
                if check.fails(seen):
                    yield _finding(check, unit, line.code, seen)


def _about_units(form, sheets, checks, unfinished):
    for unit in sheets[form.code].units:
        known = {}
        for check in checks:
            if not _is_about_unit(check.rule, unit, sheets[form.code]):
                continue
            # Half a school is always unusual: nobody should have to explain that.
            if _only_warns(check) and _rests_on(check, unit, unfinished):
                continue
            levels = tuple(check.rule.levels)
            if levels not in known:
                known[levels] = unit_values(form, sheets, unit, levels)
            seen = known[levels]
            if check.fails(seen):
                yield _finding(check, unit, "", seen)


def _only_warns(check):
    return check.rule.severity == Rule.Severity.WARNING


def _rests_on(check, unit, unfinished):
    """Whether the rule looks at a form of the unit that is not finished."""
    mentioned = {name.partition(".")[0] for name in check.names if "." in name}
    return any(
        (code, unit.code) in unfinished for code in {check.rule.form, *mentioned}
    )


def _is_about_unit(rule, unit, sheet):
    if rule.kinds and unit.kind not in rule.kinds:
        return False
    levels = {line.level for line in sheet.lines[unit.code]}
    return not rule.levels or bool(levels & set(rule.levels))


def _finding(check, unit, line, seen):
    rule = check.rule
    return Finding(
        rule=rule.pk,
        severity=Rule.Severity(rule.severity).value,
        form=rule.form,
        unit=unit.code,
        line=line,
        field=rule.shown_at,
        sentence=check.sentence(seen),
        figures=_figures(check, seen),
    )


def _figures(check, seen):
    """A stable text of the values a rule looked at."""
    text = "; ".join(f"{name}={seen.get(name)}" for name in sorted(check.names))
    return text if len(text) <= MAX_FIGURES else sha256(text.encode()).hexdigest()


def _waiting(period, units, asked):
    """Pending cells by (form, unit)."""
    grouped = defaultdict(list)
    rows = PendingCell.objects.filter(
        period=period,
        form__in=[form.code for form in asked],
        unit__in=[unit.code for unit in units],
    )
    for cell in rows.order_by("pk"):
        grouped[cell.form, cell.unit].append(cell)
    return grouped


def _pending(sheet, checks, cells):
    for unit in sheet.units:
        lines = {line.code: line for line in sheet.lines[unit.code]}
        for cell in cells[sheet.form.code, unit.code]:
            line = lines.get(cell.line, Line(cell.line))
            sentence = _why_pending(sheet, checks, unit, line, cell)
            yield Finding(
                "", PENDING, sheet.form.code, unit.code, cell.line, cell.field, sentence
            )


def _why_pending(sheet, checks, unit, line, cell):
    """Why the figures could not take what is typed in a cell."""
    try:
        value = values.parse(sheet.form.field(cell.field).column(), cell.text)
    except values.NotAValue as error:
        return str(error)
    seen = sheet.values(unit, line) | {cell.field: value}
    for check in checks:
        about = cell.field in check.names and check.is_about(unit, line)
        if about and check.rule.severity == Rule.Severity.ERROR and check.fails(seen):
            return check.sentence(seen)
    words = _("“%(text)s” chưa được ghi nhận. Hãy nhập lại ô này.")
    return words % {"text": cell.text}


def _explained(period, units, found):
    """The findings with the explanations that were written for the same figures."""
    rows = Explanation.objects.filter(
        period=period, unit__in=[unit.code for unit in units]
    ).select_related("author")
    written = {(row.rule_id, row.unit, row.line, row.figures): row for row in rows}
    return [_with(one, written) for one in found]


def _with(one, written):
    row = written.get((one.rule, one.unit, one.line, one.figures))
    if row is None or one.severity != Rule.Severity.WARNING:
        return one
    return replace(
        one,
        explanation=row.text,
        explained_by=row.author,
        explained_at=row.written_at,
    )
