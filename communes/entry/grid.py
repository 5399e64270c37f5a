"""A sheet arranged as a table: headings in groups, lines under their school, sums."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from communes.entry import forms, values
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

    @property
    def troubles(self):
        """(block, row, cell) of every cell that is not settled."""
        return [
            (block, row, cell)
            for block in self.blocks
            for row in block.rows
            for cell in row.cells
            if cell.sentences
        ]


def address(unit, line, name):
    return f"{unit}/{line}/{name}"


def arrange(form, sheet, *, level="", kept=None) -> Grid:
    """The table of `sheet`; `level` leaves only its lines.

    `kept`: address -> Cell state after saving, for what could not be saved.
    """
    required = _required(form, sheet)
    blocks = []
    for number, unit in enumerate(sheet["units"], 1):
        lines = [one for one in unit["lines"] if not level or one["level"] == level]
        if lines:
            blocks.append(_block(number, unit, lines, sheet, required, kept or {}))
    return Grid(form, sheet, blocks)


def levels_in(sheet):
    """Levels that have lines in the sheet, in their order of appearance."""
    found = (line["level"] for unit in sheet["units"] for line in unit["lines"])
    return [level for level in dict.fromkeys(found) if level]


def _block(number, unit, lines, sheet, required, kept):
    fields = sheet["fields"]
    rows = [Row(line, _cells(unit, line, fields, kept)) for line in lines]
    filled = expected = 0
    for line in lines:
        asked = required(unit, line)
        expected += len(asked)
        filled += sum(line["values"].get(name) not in (None, "") for name in asked)
    sums = sums_of(
        [[line["values"].get(f["name"]) for f in fields] for line in lines], fields
    )
    return Block(number, unit, rows, sums, filled, expected)


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


def _required(form, sheet):
    """(unit, line) -> names of the fields that must be filled in there.

    The rules of severity "missing" say so; a form without any wants all its fields.
    """
    asked = defaultdict(list)
    for rule in sheet["rules"]:
        if rule["severity"] == Rule.Severity.MISSING:
            asked[rule["shown_at"]].append(rule)
    names = [one["name"] for one in sheet["fields"]]

    def required(unit, line):
        if line["is_optional"]:
            return []
        if not asked:
            return names
        return [n for n in names if any(_is_about(r, unit, line) for r in asked[n])]

    return required


def _is_about(rule, unit, line):
    return (not rule["levels"] or line["level"] in rule["levels"]) and (
        not rule["kinds"] or unit["kind"] in rule["kinds"]
    )
