"""A sheet arranged as a table: headings in groups, lines under their school, sums."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from communes.entry import conditions, forms, rules, values
from communes.levels import Level
from communes.models import Rule


@dataclass
class Cell:
    """One cell on the page: what its box shows and what the sender saw before."""

    unit: str
    line: str
    field: dict
    text: str
    before: str
    suggestion: str = ""
    state: str = ""
    sentences: list[str] = field(default_factory=list)

    @property
    def name(self):
        return address(self.unit, self.line, self.field["name"])


@dataclass
class Row:
    """One line of one unit."""

    line: dict
    cells: list[Cell]

    @property
    def before(self):
        """What the boxes of this row showed, for a form sent without a script."""
        return "\t".join(cell.before for cell in self.cells)


@dataclass
class Block:
    """One unit with its rows and their sums."""

    number: int
    unit: dict
    rows: list[Row]
    sums: list
    filled: int
    expected: int

    @property
    def is_complete(self):
        return self.filled >= self.expected


@dataclass
class Grid:
    """The whole table of a form."""

    form: forms.EntryForm
    sheet: dict
    blocks: list[Block]

    @property
    def has_lines(self):
        return bool(self.sheet["line_label"])

    @property
    def name_label(self):
        """Heading of the first column."""
        if not self.has_lines:
            return _("Đơn vị")
        return _("Đơn vị, %(line)s") % {"line": self.sheet["line_label"].lower()}

    @property
    def fields(self):
        return self.sheet["fields"]

    @property
    def groups(self):
        """(label, number of columns) of the upper line of headings."""
        found = groupby(self.fields, key=lambda one: one["group"])
        return [(label, len(list(columns))) for label, columns in found]

    @property
    def sums(self):
        return sums_of([block.sums for block in self.blocks], self.fields)

    @property
    def is_open(self):
        return any(block.unit["is_open"] for block in self.blocks)

    @property
    def closed_notes(self):
        """Why units are closed, each reason once, in the order of the units."""
        notes = [one.unit["note"] for one in self.blocks if not one.unit["is_open"]]
        return list(dict.fromkeys(notes))

    @property
    def filled(self):
        return sum(block.filled for block in self.blocks)

    @property
    def expected(self):
        return sum(block.expected for block in self.blocks)

    @property
    def complete(self):
        return sum(block.is_complete for block in self.blocks)


def address(unit, line, name):
    return f"{unit}/{line}/{name}"


def arrange(form, sheet, *, level="", kept=None) -> Grid:
    """The table of `sheet`; `level` leaves only its lines.

    `kept`: address -> Cell state after saving, for what could not be saved.
    """
    progress = _progress(form, sheet)
    blocks = []
    for number, unit in enumerate(sheet["units"], 1):
        lines = [one for one in unit["lines"] if not level or one["level"] == level]
        if lines:
            blocks.append(_block(number, unit, lines, sheet, progress, kept or {}))
    return Grid(form, sheet, blocks)


def levels_in(sheet):
    """Levels that have lines in the sheet, in their order of appearance."""
    found = (line["level"] for unit in sheet["units"] for line in unit["lines"])
    return [level for level in dict.fromkeys(found) if level]


def _block(number, unit, lines, sheet, progress, kept):
    fields = sheet["fields"]
    rows = [Row(line, _cells(unit, line, fields, kept)) for line in _told_apart(lines)]
    filled, expected = progress(unit, lines)
    sums = sums_of(
        [[line["values"].get(f["name"]) for f in fields] for line in lines], fields
    )
    return Block(number, unit, rows, sums, filled, expected)


def _told_apart(lines):
    """The same age may stand under two levels: then each says which."""
    often = Counter(line["label"] for line in lines)
    if all(number == 1 for number in often.values()):
        return lines
    return [
        line | {"label": f"{Level(line['level']).label} · {line['label']}"}
        for line in lines
    ]


def _cells(unit, line, fields, kept):
    return [_cell(unit, line, one, kept) for one in fields]


def _cell(unit, line, column, kept):
    name = column["name"]
    waiting = line["pending"].get(name)
    stood = values.clean(line["values"].get(name) if waiting is None else waiting)
    cell = Cell(
        unit["code"],
        line["code"],
        column,
        text=stood,
        before=stood,
        suggestion=values.clean(line["previous"].get(name)),
        state="" if waiting is None else "pending",
    )
    left = kept.get(cell.name)
    if left:
        cell.text, cell.state, cell.sentences = left
    return cell


def sums_of(rows, fields):
    """Sum of each column that counts something; None where nothing is entered."""
    columns = zip(*rows, strict=True) if rows else ([] for _ in fields)
    sums = []
    for column, one in zip(columns, fields, strict=True):
        numbers = [value for value in column if isinstance(value, int)]
        counts = one["kind"] == "integer" and numbers
        sums.append(sum(numbers) if counts else None)
    return sums


def _progress(form, sheet):
    """(unit, lines) -> (cells filled in, cells that must be).

    The rules of severity "missing" name the cells, of a line or of a whole unit; a
    form without any wants all its fields.
    """
    by_line = [r for r in sheet["rules"] if r["severity"] == Rule.Severity.MISSING]
    by_unit = required_of_units(form)
    names = [one["name"] for one in sheet["fields"]]

    def progress(unit, lines):
        owing = [line for line in lines if not line["is_optional"]]
        done = [
            found
            for line in owing
            for found in _cells_done(unit, line, by_line, names, by_unit)
        ]
        done += [
            any(line["values"].get(rule["shown_at"]) is not None for line in lines)
            for rule in by_unit
            if not rule["kinds"] or unit["kind"] in rule["kinds"]
        ]
        return sum(done), len(done)

    return progress


def required_of_units(form):
    """The rules that want a column filled in somewhere in a unit."""
    found = rules.checks(
        form, grain=Rule.Grain.UNIT, severities=[Rule.Severity.MISSING]
    )
    return [{"shown_at": one.rule.shown_at, "kinds": one.rule.kinds} for one in found]


def _cells_done(unit, line, by_line, names, by_unit):
    """Whether each cell that a line owes is there, or is not owed after all."""
    if not by_line:
        return [] if by_unit else [_has(line["values"], name) for name in names]
    seen = rules.with_previous(line["values"], line["previous"])
    asked = {r["shown_at"]: r["tree"] for r in by_line if _is_about(r, unit, line)}
    return [_is_done(name, tree, seen) for name, tree in asked.items()]


def _is_done(name, tree, seen):
    if _has(seen, name):
        return True
    known = all(_has(seen, other) for other in conditions.needed(tree))
    return known and conditions.holds(tree, seen)


def _has(values_of, name):
    return values_of.get(name) not in (None, "")


def _is_about(rule, unit, line):
    return (not rule["levels"] or line["level"] in rule["levels"]) and (
        not rule["kinds"] or unit["kind"] in rule["kinds"]
    )
