"""The past of one cell of an entry form, and putting an earlier value back."""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from communes.approvable import State
from communes.changes import events, words
from communes.changes.reach import visible
from communes.entry import forms, values, writing
from communes.history import event_model
from communes.models import ReportingPeriod
from communes.scoping import Role

OPEN_STATES = (State.DRAFT, State.REJECTED)


@dataclass(frozen=True)
class Cell:
    """One cell of an entry form, by its codes."""

    form: forms.EntryForm
    period: ReportingPeriod
    unit: str
    line: str
    field: str

    @property
    def address(self):
        """The cell as fields of a form or of an address."""
        return {
            "period": self.period.pk,
            "form": self.form.code,
            "unit": self.unit,
            "line": self.line,
            "field": self.field,
        }


@dataclass(frozen=True)
class Restore:
    """What a button sends to put `value` back where `before` stands now."""

    cell: Cell
    before: str
    value: str


@dataclass(frozen=True)
class Step:
    """A value that the cell had, since when and by whom."""

    at: object
    who: str
    kind_label: str
    value: str
    restore: Restore | None = None


def unit_of(cell, user):
    """The unit of a cell as `user` meets it, or None where she may not look."""
    for unit in cell.form.units(user, cell.period):
        if unit.code == cell.unit:
            return unit
    return None


def steps(cell, unit, user):
    """The values of a cell, newest first; `unit` says whether one may be put back."""
    row = cell.form.row(cell.period, cell.unit, cell.line)
    if row is None:
        return []
    event = event_model(cell.form.model)
    number = events.event_models().index(event)
    seen = visible(event, user).filter(pgh_obj=row.pk).values("pk")
    told = events.read([events.told(number, event).filter(pk__in=seen)])
    now = values.clean(getattr(row, cell.field))
    return [
        _step(line, cell, now if unit.is_open else None)
        for line in words.in_words(told)
        if _is_about(line.event, cell.field)
    ]


def _is_about(event, field):
    if event.before is not None:
        return event.before.get(field) != event.row.get(field)
    return event.kind != "delete"


def _step(line, cell, now):
    value = line.event.row.get(cell.field)
    text = values.clean(value)
    may = now is not None and text != now
    return Step(
        at=line.at,
        who=line.who,
        kind_label=line.kind_label,
        value=words.value_in_words(cell.form.model, cell.field, value),
        restore=Restore(cell, now, text) if may else None,
    )


def restore(cell, before, value, *, by):
    """Put `value` back where `before` stands; the outcome says whether it went."""
    edit = writing.Edit(cell.unit, cell.line, cell.field, before, value)
    return writing.save(cell.form, cell.period, [edit], by=by)[0]


def outcome_in_words(outcome):
    """(level of the message, sentence) for the person who pressed the button."""
    if outcome.state == "saved":
        return "success", _("Đã khôi phục giá trị.")
    if outcome.state == "conflict":
        who = {"value": outcome.value, "name": words.name_of(outcome.by)}
        sentence = _(
            "Chưa khôi phục: %(name)s vừa sửa ô này thành “%(value)s”. "
            "Hãy xem lại rồi thử lần nữa."
        )
        return "warning", sentence % who
    if outcome.state == "pending":
        sentence = _("Giá trị đã đưa vào ô nhưng chưa được nhận: %(why)s")
        return "warning", sentence % {"why": " ".join(map(str, outcome.sentences))}
    return "error", " ".join(map(str, outcome.sentences))


def offer_restores(lines, user):
    """Give each field of `lines` whose value before may be put back its Restore."""
    if user.role == Role.COMMUNE_READER:
        return
    candidates = [(line, at) for line in lines if (at := _cell_of(line))]
    _fill_periods(candidates)
    open_units = _open_units(
        {(at["form"], at["period"]) for _l, at in candidates}, user
    )
    rows = _rows_now([line for line, _at in candidates])
    for line, at in candidates:
        row = rows.get((line.event.model, line.instance.pk))
        if row and (at["form"].code, at["period"], at["unit"]) in open_units:
            line.changes = [_with_restore(one, at, row) for one in line.changes]


def _cell_of(line):
    """Where the figures of a line are entered, while they may be; else None."""
    form = next((f for f in forms.registered() if f.model is line.event.model), None)
    if form is None or line.kind != "update" or line.event.before is None:
        return None
    instance = line.instance
    parents = instance._state.fields_cache
    at = {"form": form, "line": form.line_of(instance)}
    if "school_return" in parents:
        owner = parents["school_return"]
        if owner.state not in OPEN_STATES:
            return None
        return at | {"period": owner.period, "unit": owner.institution.code}
    return at | {
        "period": (instance.school_year_id, form.period_kinds[0]),
        "unit": instance.commune_id,
    }


def _fill_periods(candidates):
    """Periods of the forms that hang on a school year alone."""
    wanted = {c["period"] for _line, c in candidates if isinstance(c["period"], tuple)}
    if not wanted:
        return
    years = {year for year, _kind in wanted}
    periods = ReportingPeriod.objects.filter(school_year__in=years)
    by_key = {
        (p.school_year_id, p.kind): p for p in periods.select_related("school_year")
    }
    for _line, at in candidates:
        if isinstance(at["period"], tuple):
            at["period"] = by_key.get(at["period"])


def _open_units(places, user):
    return {
        (form.code, period, unit.code)
        for form, period in places
        if period is not None
        for unit in form.units(user, period, only_editable=True)
    }


def _rows_now(lines):
    """The changed rows as they stand now, by model and key."""
    wanted = defaultdict(set)
    for line in lines:
        wanted[line.event.model].add(line.instance.pk)
    return {
        (model, key): row
        for model, keys in wanted.items()
        for key, row in model._base_manager.in_bulk(keys).items()
    }


def _with_restore(change, at, row):
    form = at["form"]
    if change.name not in form.field_names:
        return change
    now, old = values.clean(getattr(row, change.name)), values.clean(change.raw_before)
    if now == old:
        return change
    cell = Cell(form, at["period"], at["unit"], at["line"], change.name)
    return replace(change, restore=Restore(cell, now, old))
