"""A workbook once it is open: sheets of plain cells, and why one was refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class WorkbookRefused(Exception):
    """A file that is not read at all; `sentence` says why and what to do."""

    def __init__(self, code: str, sentence: str):
        super().__init__(code, sentence)
        self.code = code
        self.sentence = sentence


@dataclass
class SheetData:
    """One sheet. `rows[i]` is the sheet's row `first_row + i`; index 0 is column A.

    A cell is "", text, float, int, bool, date, datetime, time, timedelta, or a
    BrokenCell where the sheet shows an error or a formula without a result. Rows may
    differ in length. `merged` holds (first row, first column, last row, last column)
    of merged cells, rows as numbers of the sheet, columns from 0.
    """

    name: str
    rows: list[list]
    first_row: int = 1
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def number(self, index: int) -> int:
        """The sheet's own number of `rows[index]`."""
        return self.first_row + index


@dataclass
class Workbook:
    """What a file holds. `stamp` is what our own template says about itself, if any."""

    sheets: list[SheetData]
    stamp: Mapping[str, str] = field(default_factory=dict)
    # "xlsx", "xls" or "ods", by content and not by name.
    format: str = "xlsx"

    @property
    def visible(self) -> list[SheetData]:
        return [sheet for sheet in self.sheets if not sheet.hidden]
