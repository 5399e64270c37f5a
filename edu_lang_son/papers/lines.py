"""Lines of a statistical form: a count by ownership, and by sex and ethnicity where known."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from communes.numbers import UNKNOWN

WHOLE, PUBLIC, PRIVATE = "", "public", "private"
OWNERSHIPS = (WHOLE, PUBLIC, PRIVATE)
# Who is counted: all, women, ethnic minority, women of ethnic minority.
PARTS = ("all", "girls", "ethnic", "ethnic_girls")
# A cell that makes no sense, such as women among schools.
NOTHING = None


@dataclass(frozen=True)
class Line:
    """One row of the form; `cells` by ownership and part, what is missing unknown."""

    number: str
    label: str
    unit: str
    cells: dict = field(default_factory=dict)
    # Whether women and minorities can be asked for at all.
    of_people: bool = False
    is_heading: bool = False

    def values(self):
        """The cells in the order of the columns."""
        if self.is_heading:
            return [NOTHING] * (len(OWNERSHIPS) * len(PARTS))
        found = []
        for ownership in OWNERSHIPS:
            for part in PARTS:
                if part != "all" and not self.of_people:
                    found.append(NOTHING)
                else:
                    found.append(self.cells.get((ownership, part), UNKNOWN))
        return found


def heading(number, label):
    return Line(number, label, "", is_heading=True)


def unknown(number, label, unit, *, of_people=False):
    """A line of the ministry's form that the system does not collect."""
    return Line(number, label, unit, of_people=of_people)


def counted(number, label, unit, rows: Iterable, value: Callable, known: set):
    """Sums of `value(row)` by ownership; rows that do not know it are left out.

    `known`: the ownerships that have an institution at all; elsewhere there is none,
    which is zero and not unknown.
    """
    sums = {}
    for row in rows:
        if (own := value(row)) is not None:
            for key in (WHOLE, row["ownership"]):
                sums[key] = sums.get(key, 0) + own
    cells = {(key, "all"): number for key, number in sums.items()}
    return Line(number, label, unit, {**nobody(known, ("all",)), **cells})


def summed(number, label, unit, rows, names):
    """Sums of the columns `names` (one for each part, or None) over grouped rows."""
    cells = {}
    for row in rows:
        for part, name in zip(PARTS, names, strict=False):
            value = row[name] if name else None
            if value is None:
                continue
            for key in (WHOLE, row["ownership"]):
                cells[key, part] = cells.get((key, part), 0) + value
    return Line(number, label, unit, cells, of_people=len(names) > 1)


def with_none(line, known):
    """The line with zeros where there is no institution of an ownership."""
    parts = PARTS if line.of_people else ("all",)
    cells = {**nobody(known, parts), **line.cells}
    return Line(line.number, line.label, line.unit, cells, line.of_people)


def nobody(known, parts):
    missing = [key for key in (PUBLIC, PRIVATE) if key not in known]
    if len(missing) == 2:
        missing.append(WHOLE)
    return {(key, part): 0 for key in missing for part in parts}
