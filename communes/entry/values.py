"""What somebody typed into a cell, turned into a value or kept with a reason.

The page reads a cell as a workbook's cell is read: the same words mean the same.
"""

from communes.workbooks import values
from communes.workbooks.cells import CellProblem, tidy

YES, NO = "x", "0"


class NotAValue(ValueError):
    """A text that the cell cannot take, with a sentence for the person."""


def clean(raw):
    """`raw` as text without what nobody meant to type."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return YES if raw else NO
    return tidy(str(raw))


def parse(column, raw):
    """The value of `raw` in a workbook's Column; None if empty. Raises NotAValue."""
    try:
        return values.value(clean(raw), column)
    except CellProblem as problem:
        raise NotAValue(problem.message) from problem
