"""A return beside the one of a year before: every figure of every form."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from communes.entry import forms
from communes.entry.forms import DEPARTMENT
from communes.numbers import shown, signed


@dataclass(frozen=True)
class Cell:
    """One figure of both years, with what the checks say about it."""

    value: object
    before: object
    findings: tuple = ()

    @property
    def text(self):
        return in_words(self.value)

    @property
    def before_text(self):
        return in_words(self.before)

    @property
    def is_same(self):
        return self.value == self.before

    @property
    def difference(self):
        """The change with its sign; nothing where there is no number on both sides."""
        if not (_is_number(self.value) and _is_number(self.before)):
            return ""
        return signed(self.value - self.before, 0)

    @property
    def is_empty(self):
        return self.value is None and self.before is None

    @property
    def says_something(self):
        return bool(self.value or self.before or self.findings)


@dataclass(frozen=True)
class Row:
    label: str
    cells: list


@dataclass(frozen=True)
class Table:
    """One form of one school: lines down and fields across, or fields down."""

    code: str
    title: str
    line_label: str
    fields: list
    rows: list
    total: Row | None = None
    # Fields with nothing or nought in either year, named but not drawn.
    left_out: str = ""

    @property
    def has_lines(self):
        return bool(self.line_label)

    @property
    def pairs(self):
        """Field and cell, for a form with one line per school."""
        return list(zip(self.fields, self.rows[0].cells, strict=True))


def tables_of(filed, *, user, doubts):
    """A table for every form of the period that the school fills in."""
    found = []
    for form in forms.due_in(filed.period):
        table = _table(form, filed, user, doubts)
        if table is not None:
            found.append(table)
    return found


def _table(form, filed, user, doubts):
    school, period = filed.institution, filed.period
    units = form.units(user, period, commune=school.managing_commune_id or DEPARTMENT)
    own = [unit for unit in units if unit.institution_code == school.code]
    if not own:
        return None
    stored, previous = form.stored(own, period), form.previous(own, period)
    findings = _by_cell(doubts, form.code)
    fields = list(form.fields)
    rows = [
        Row(
            line.label,
            [
                Cell(
                    stored.get((school.code, line.code), {}).get(one.name),
                    previous.get((school.code, line.code), {}).get(one.name),
                    tuple(findings.get((line.code, one.name), ())),
                )
                for one in fields
            ],
        )
        for line in form.lines(own, period)[school.code]
    ]
    return _trimmed(form, fields, rows)


def _by_cell(doubts, form):
    found = {}
    for finding in (*doubts.blocking, *doubts.warnings):
        if finding.form == form:
            found.setdefault((finding.line, finding.field), []).append(finding)
    return found


def _trimmed(form, fields, rows):
    """The table without what says nothing in either year; None where nothing is left."""
    if not form.line_label:
        return Table(form.code, form.title, form.line_label, fields, rows)
    rows = [row for row in rows if not all(cell.is_empty for cell in row.cells)]
    if not rows:
        return None
    kept = [
        place
        for place in range(len(fields))
        if any(row.cells[place].says_something for row in rows)
    ]
    left_out = ", ".join(
        str(one.label) for place, one in enumerate(fields) if place not in kept
    )
    rows = [Row(row.label, [row.cells[place] for place in kept]) for row in rows]
    shown = [fields[place] for place in kept]
    total = _total(rows)
    return Table(form.code, form.title, form.line_label, shown, rows, total, left_out)


def _total(rows):
    columns = zip(*(row.cells for row in rows), strict=True)
    cells = [
        Cell(_sum(cell.value for cell in column), _sum(cell.before for cell in column))
        for column in map(list, columns)
    ]
    return Row(_("Toàn trường"), cells)


def _sum(values):
    known = [value for value in values if _is_number(value)]
    return sum(known) if known else None


def _is_number(value):
    return isinstance(value, int) and not isinstance(value, bool)


def in_words(value):
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    return value if isinstance(value, str) and value else shown(value, 0)
