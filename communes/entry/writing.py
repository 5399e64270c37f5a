"""Saving cells: nobody overwrites what she has not seen, and nothing typed is lost.

Each edit says what the person saw before. Where something else stands now, it is a
conflict and both values go back. What the rules allow becomes a figure; what they do
not waits as a PendingCell beside the figures until it is put right.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.entry import authors, rules, values
from communes.entry.forms import EntryForm, Line, Unit
from communes.models import PendingCell, Rule, User

MAX_TYPED = PendingCell._meta.get_field("text").max_length


@dataclass(frozen=True)
class Edit:
    """One cell as somebody typed it, and what she saw there before."""

    unit: str
    line: str
    field: str
    before: object
    value: object


@dataclass
class Outcome:
    """What became of one edit.

    state: "saved", "pending" (kept, with the sentences that say why), "conflict"
    (`value` is what stands there, by whom and when) or "refused".
    """

    edit: Edit
    state: str
    value: object = None
    sentences: list[str] = field(default_factory=list)
    by: User | None = None
    at: datetime | None = None


@dataclass
class _LineState:
    """A line while it is being saved: figures, waiting texts, the edits that apply."""

    unit: Unit
    line: Line
    stored: dict
    pending: dict
    previous: dict
    edits: list = field(default_factory=list)


@transaction.atomic
def save(form: EntryForm, period, edits: list[Edit], *, by) -> list[Outcome]:
    """Save what can be saved; one Outcome per edit, in their order."""
    wanted = {edit.unit for edit in edits}
    units = [unit for unit in form.units(by, period) if unit.code in wanted]
    open_units = {unit.code: unit for unit in units if unit.is_open}
    form.lock(open_units.values(), period)
    lines = _lines(form, period, open_units)
    outcomes = {}
    for edit in edits:
        state = lines.get((edit.unit, edit.line))
        refusal = _refusal(form, edit, units, state)
        outcome = refusal or _conflict(form, period, edit, state)
        if outcome:
            outcomes[edit] = outcome
        else:
            state.edits.append(edit)
    touched = [state for state in lines.values() if state.edits]
    outcomes |= _settle(form, period, touched, by)
    if any(one.state == "saved" for one in outcomes.values()):
        form.recompute([state.unit for state in touched], period)
    return [outcomes[edit] for edit in edits]


def _lines(form, period, open_units):
    """(unit, line) -> _LineState of every line that may be written."""
    units = list(open_units.values())
    stored, previous = form.stored(units, period), form.previous(units, period)
    pending = defaultdict(dict)
    for cell in waiting(form, period, units):
        pending[cell.unit, cell.line][cell.field] = cell
    lines, empty = form.lines(units, period), form.empty()
    return {
        (unit.code, line.code): _LineState(
            unit,
            line,
            stored.get((unit.code, line.code), empty),
            pending[unit.code, line.code],
            previous.get((unit.code, line.code), {}),
        )
        for unit in units
        for line in lines[unit.code]
    }


def waiting(form, period, units):
    """Pending cells of a form in some units."""
    return PendingCell.objects.filter(
        period=period, form=form.code, unit__in=[unit.code for unit in units]
    ).select_related("typed_by")


def _refusal(form, edit, units, state):
    if edit.field not in form.field_names:
        return Outcome(edit, "refused", sentences=[_("Biểu này không có cột đó.")])
    if state is not None:
        return None
    unit = next((unit for unit in units if unit.code == edit.unit), None)
    if unit is None or unit.is_open:
        return Outcome(edit, "refused", sentences=[_("Biểu này không có dòng đó.")])
    return Outcome(edit, "refused", sentences=[str(unit.note)])


def _conflict(form, period, edit, state):
    """The edit's conflict with what stands there now, or None."""
    cell = state.pending.get(edit.field)
    now = cell.text if cell else state.stored.get(edit.field)
    if values.clean(now) in (values.clean(edit.before), values.clean(edit.value)):
        return None
    if cell:
        by, at = cell.typed_by, cell.typed_at
    else:
        by, at = authors.last(form, period, edit)
    return Outcome(edit, "conflict", value=now, by=by, at=at)


def _settle(form, period, touched, by):
    """Write what the rules allow, keep the rest; outcomes by edit."""
    checks = rules.checks(form, severities=[Rule.Severity.ERROR])
    columns, empty = {one.name: one.column() for one in form.fields}, form.empty()
    settled = [_judge(state, checks, columns, empty) for state in touched]
    table = {
        (state.unit.code, state.line.code): accepted
        for state, accepted, _kept in settled
        if accepted != state.stored
    }
    if not _written(form, period, touched, table):
        words = _("Số liệu này trái với số liệu khác của cùng dòng. Hãy kiểm tra lại.")
        settled = [
            (state, state.stored, {edit.field: [words] for edit in state.edits})
            for state in touched
        ]
    _keep(form, period, settled, by)
    return {
        edit: _outcome(edit, accepted, kept)
        for state, accepted, kept in settled
        for edit in state.edits
    }


def _outcome(edit, accepted, kept):
    if edit.field in kept:
        text = values.clean(edit.value)
        return Outcome(edit, "pending", value=text, sentences=kept[edit.field])
    return Outcome(edit, "saved", value=accepted.get(edit.field))


def _judge(state, checks, columns, empty):
    """(state, values to be stored, field -> sentences of what must wait)."""
    typed = {name: cell.text for name, cell in state.pending.items()}
    typed |= {edit.field: edit.value for edit in state.edits}
    parsed, kept = _parsed(columns, empty, typed)
    asked = [check for check in checks if check.is_about(state.unit, state.line)]
    while True:
        candidate = state.stored | parsed
        blamed = _blamed(asked, candidate, parsed, state)
        if not blamed:
            return state, candidate, kept
        for name, sentences in blamed.items():
            del parsed[name]
            kept.setdefault(name, []).extend(sentences)


def _parsed(columns, empty, typed):
    """(field -> value, field -> sentences) of the texts that are and are not values."""
    parsed, kept = {}, {}
    for name, raw in typed.items():
        try:
            value = values.parse(columns[name], raw)
        except values.NotAValue as error:
            kept[name] = [str(error)]
        else:
            parsed[name] = empty[name] if value is None else value
    return parsed, kept


def _blamed(checks, candidate, parsed, state):
    """New values that a broken rule looks at: they wait, what was there before stays.

    Of the fields a rule compares, the one whose cell shows its sentence is blamed if
    it is new; the others only if it is not.
    """
    seen = rules.with_previous(candidate, state.previous)
    blamed = defaultdict(list)
    new = {name for name in parsed if parsed[name] != state.stored.get(name)}
    for check in checks:
        involved = check.names & new
        if not involved or not check.fails(seen):
            continue
        shown_at = check.rule.shown_at
        for name in {shown_at} if shown_at in involved else involved:
            blamed[name].append(check.sentence(seen))
    return blamed


def _written(form, period, touched, table):
    """Write `table`; False where the database's own constraints refuse it."""
    if not table:
        return True
    try:
        with transaction.atomic():
            form.write([state.unit for state in touched], period, table)
    except IntegrityError:
        return False
    return True


def _keep(form, period, settled, by):
    """Make the pending cells of these lines those that must wait, and no others."""
    gone, waits = [], []
    for state, _accepted, kept in settled:
        typed = {edit.field: values.clean(edit.value) for edit in state.edits}
        gone += [cell.pk for name, cell in state.pending.items() if name not in kept]
        waits += [
            PendingCell(
                period=period,
                form=form.code,
                unit=state.unit.code,
                commune_id=state.unit.commune,
                institution_code=state.unit.institution_code,
                line=state.line.code,
                field=name,
                text=typed[name][:MAX_TYPED],
                typed_by=by,
                typed_at=timezone.now(),
            )
            for name in kept.keys() & typed.keys()
        ]
    PendingCell.objects.filter(pk__in=gone).delete()
    PendingCell.objects.bulk_create(
        waits,
        update_conflicts=True,
        unique_fields=["period", "form", "unit", "line", "field"],
        update_fields=["text", "typed_by", "typed_at"],
    )
