"""What a document is made of: headings, sentences, tables and charts, as plain data.

Tables and charts hold values, not texts: the writers print them in the language of
the reader, and a workbook keeps them as numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from communes import numbers

Value = str | int | float | Decimal | None


class Kind(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"
    # Whole things, with a separator of thousands.
    WHOLE = "whole"
    DECIMAL = "decimal"
    # A share between 0 and 1, written in per cent.
    PERCENT = "percent"
    # A difference, with its sign.
    SIGNED = "signed"
    # A difference of two shares, written in percentage points.
    POINTS = "points"


@dataclass(frozen=True)
class Column:
    label: str
    kind: Kind = Kind.TEXT
    # None: at most two decimals, none where there is nothing behind the comma.
    digits: int | None = 1
    # Columns side by side under the same words share a heading.
    group: str = ""
    width: float = 1.0

    @property
    def is_number(self) -> bool:
        return self.kind != Kind.TEXT


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """A sentence or more; `key` stays the same when it is generated again."""

    key: str
    text: str
    is_point: bool = False


@dataclass(frozen=True)
class Note:
    """A remark in smaller letters."""

    text: str


@dataclass(frozen=True)
class Table:
    """Rows under columns; `totals` says in its first cell what it totals."""

    code: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    totals: Sequence[Value] | None = None
    notes: Sequence[str] = ()
    is_wide: bool = False


@dataclass(frozen=True)
class Series:
    label: str
    values: Sequence[Value]
    colour: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture that answers one question, its title, with a sentence below.

    form: "bars" (one bar a category and series, side by side), "diverging" (two
    series, left and right of zero), "lines". `column` says how values are written.
    """

    code: str
    title: str
    sentence: str
    form: str
    categories: Sequence[str]
    series: Sequence[Series]
    column: Column = field(default_factory=lambda: Column("", Kind.WHOLE))


@dataclass(frozen=True)
class Area:
    """A commune on a map: rings of [longitude, latitude], its colour and value."""

    label: str
    rings: Sequence
    colour: str
    value: Value = None
    # What is written on it; None: the label without its first word.
    name: str | None = None


@dataclass(frozen=True)
class Map:
    """Communes in the colours of classes; `legend` names them, the highest first."""

    code: str
    title: str
    sentence: str
    areas: Sequence[Area]
    legend: Sequence[tuple[str, str]]
    column: Column = field(default_factory=lambda: Column("", Kind.WHOLE))


@dataclass(frozen=True)
class Contents:
    """The table of contents, down to headings of `depth`."""

    depth: int = 3


@dataclass(frozen=True)
class Break:
    """A new page."""


@dataclass(frozen=True)
class Signing:
    """Here the foot stands, for a paper that goes on with its appendix."""


Block = Heading | Paragraph | Note | Table | Chart | Map | Contents | Break | Signing

# A table of so few rows stays on one page.
FEW_ROWS = 18
# The moment that files of a paper without one bear: no file may say when it was made,
# or the same paper would never give the same bytes.
NO_MOMENT = datetime(2000, 1, 1)


@dataclass(frozen=True)
class Letterhead:
    """The head of an official paper (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

    superior: str
    agency: str
    number: str
    place_and_date: str


@dataclass(frozen=True)
class Signer:
    role: str
    name: str = ""


@dataclass(frozen=True)
class Foot:
    """Who receives the paper and who signs it, on the right.

    A paper that nobody receives has a second signer on the left.
    """

    signer: Signer
    recipients: Sequence[str] = ()
    beside: Signer | None = None


@dataclass(frozen=True)
class Document:
    """A whole paper. `kind` is its name (Báo cáo), `title` what it is about.

    A letter (công văn) has no name: its subject stands under the number, then
    `addressees`.
    """

    kind: str
    title: str
    letterhead: Letterhead
    blocks: Sequence[Block]
    foot: Foot | None = None
    # Said below the title: a draft, invented data.
    mark: str = ""
    # What the workbook says about itself: label and value.
    facts: Sequence[tuple[str, str]] = ()
    addressees: Sequence[str] = ()
    # Smaller letters and closer lines: a profile on a page or two.
    is_compact: bool = False
    # When its content was put together, ISO 8601.
    made_at: str = ""

    @property
    def name(self) -> str:
        """The title in one line, however it is broken on the page."""
        return self.title.replace("\n", " ")

    @property
    def author(self) -> str:
        return self.letterhead.agency.replace("\n", " ")

    @property
    def moment(self) -> datetime:
        if not self.made_at:
            return NO_MOMENT
        return datetime.fromisoformat(self.made_at).replace(tzinfo=None)

    @property
    def signs_at_end(self) -> bool:
        return self.foot is not None and not self.of(Signing)

    def of(self, kind: type) -> list:
        """The blocks of one kind, in their order."""
        return [block for block in self.blocks if isinstance(block, kind)]


def written(column: Column, value: Value) -> str:
    """`value` as people read it: 1.234; 48,9%; +12; – for none, … for unknown."""
    if value is None or value == numbers.UNKNOWN or isinstance(value, str):
        return value if isinstance(value, str) else numbers.NONE
    if column.kind == Kind.WHOLE:
        return numbers.shown(value, 0)
    if column.kind == Kind.PERCENT:
        return f"{numbers.shown(numbers.exact(value) * 100, column.digits)}%"
    if column.kind == Kind.SIGNED:
        return numbers.signed(value, column.digits)
    if column.kind == Kind.POINTS:
        return numbers.signed(numbers.exact(value) * 100, column.digits)
    return numbers.shown(value, column.digits)


def heading_rows(columns: Sequence[Column]) -> list[list[tuple[str, int, int]]]:
    """(text, columns, rows) of every heading cell; two rows where there are groups."""
    if not any(column.group for column in columns):
        return [[(column.label, 1, 1) for column in columns]]
    first, second, place = [], [], 0
    while place < len(columns):
        group = columns[place].group
        if not group:
            first.append((columns[place].label, 1, 2))
            place += 1
            continue
        members = [column for column in columns[place:] if column.group == group]
        run = 0
        while run < len(members) and columns[place + run].group == group:
            second.append((columns[place + run].label, 1, 1))
            run += 1
        first.append((group, run, 1))
        place += run
    return [first, second]
