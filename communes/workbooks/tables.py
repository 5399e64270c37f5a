"""A table found in a sheet: where its columns stand, which rows are data, what to say."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from communes.workbooks.cells import ERROR, letters
from communes.workbooks.columns import Column
from communes.workbooks.sheets import SheetData

WARNING = "warning"


@dataclass(frozen=True)
class Remark:
    """Something to tell about a sheet as a whole, or about one row or column of it.

    `severity` is "error" where the table cannot be taken so, "question" or "warning".
    `row` is the sheet's own number, 0 for none; `column` its letter, "" for none.
    """

    code: str
    message: str
    severity: str = WARNING
    row: int = 0
    column: str = ""


@dataclass
class Table:
    """The columns and the data rows of one sheet.

    - `places`: index in the row (0 is A) of every column that was found, by name.
    - `heading_rows`: first and last sheet row of the headings, both included.
    - `row_numbers`: sheet row of every data row, top to bottom; blank rows, totals,
      numbering rows and what stands under the table are left out.
    - `remarks`: missing or repeated columns, unknown columns, rows left out, hidden
      rows. Those with severity "error" stop an import of this sheet.
    - `by_codes`: whether our template's hidden code row was found and decided.
    """

    sheet: SheetData
    columns: Sequence[Column]
    places: dict[str, int]
    heading_rows: tuple[int, int]
    row_numbers: list[int] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    by_codes: bool = False

    def __len__(self):
        return len(self.row_numbers)

    @property
    def errors(self) -> list[Remark]:
        return [remark for remark in self.remarks if remark.severity == ERROR]

    @property
    def present(self) -> list[Column]:
        """The columns that the sheet really has."""
        return [column for column in self.columns if column.name in self.places]

    def rows(self) -> list[list]:
        """The data rows as the sheet has them, aligned with `row_numbers`."""
        rows, first = self.sheet.rows, self.sheet.first_row
        return [rows[number - first] for number in self.row_numbers]

    def cells(self, name: str) -> list:
        """The cells of a column, aligned with `row_numbers`; all "" if it is missing."""
        place = self.places.get(name)
        if place is None:
            return [""] * len(self.row_numbers)
        return [row[place] if place < len(row) else "" for row in self.rows()]

    def letter(self, name: str) -> str:
        """The letter of a column in the sheet; "" if it is missing."""
        place = self.places.get(name)
        return "" if place is None else letters(place)
