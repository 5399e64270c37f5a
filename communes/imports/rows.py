"""The data rows of a workbook, column by column, with the fixes of its sender laid over."""

from bisect import bisect_right

from communes.workbooks import headings, values
from communes.workbooks.cells import letters

# A fix in this column answers questions about a row; its value names their codes.
ANSWERS = "?"


class Rows:
    """Rows of all tables of a workbook under one numbering: their `place`, from 0.

    `values[name][place]` is a value that was understood, None or "" otherwise;
    `cell(place, name)` is what the sheet says, for words to people.
    """

    def __init__(self, tables, columns):
        self.columns = {column.name: column for column in columns}
        self.tables, self.starts, self.numbers = tables, [], []
        for table in tables:
            self.starts.append(len(self.numbers))
            self.numbers += table.row_numbers
        self.cells = {name: self._cells(name) for name in self.columns}
        # The sheets themselves are not needed any more, and large.
        for table in tables:
            table.sheet.rows = []
        self.values: dict[str, list] = {}
        self.answers: dict[int, set[str]] = {}

    def __len__(self):
        return len(self.numbers)

    def _cells(self, name):
        if not any(name in table.places for table in self.tables):
            return None
        return [cell for table in self.tables for cell in table.cells(name)]

    def place(self, place) -> tuple[str, int]:
        """(sheet name, row number) of a row as its sender sees it."""
        return self._table(place).sheet.name, self.numbers[place]

    def letter(self, place, name) -> str:
        return self._table(place).letter(name)

    def cell(self, place, name):
        cells = self.cells.get(name)
        return None if cells is None else cells[place]

    def has(self, name) -> bool:
        """Whether the workbook has the column at all."""
        return self.cells.get(name) is not None

    def answered(self, place, code) -> bool:
        """Whether the sender has confirmed what the question `code` asks."""
        return code in self.answers.get(place, ())

    def _table(self, place):
        return self.tables[bisect_right(self.starts, place) - 1]

    def lay_over(self, fixes):
        """Cells as put right in the browser; `fixes` are (sheet, row, column, value)."""
        if not fixes:
            return
        places = {}
        for table, start in zip(self.tables, self.starts, strict=True):
            for offset, number in enumerate(table.row_numbers):
                places[table.sheet.name, number] = start + offset
        for sheet, number, column, value in fixes:
            place = places.get((sheet, number))
            if place is None:
                continue
            if column == ANSWERS:
                self.answers[place] = set(value.split())
            elif name := self._name(place, column):
                self.cells[name][place] = value

    def _name(self, place, letter):
        table = self._table(place)
        found = (n for n, at in table.places.items() if letters(at) == letter)
        return next(found, None)

    def read(self, report):
        """Turn the cells of every column into values; report those that are none."""
        for name, column in self.columns.items():
            cells = self.cells[name]
            if cells is None:
                self.values[name] = [None] * len(self)
                continue
            self.values[name], problems = values.column(cells, column)
            for place, problem in problems.items():
                report.problem(place, name, problem)


def from_workbook(book, columns, fixes):
    """(rows, remarks about sheets) of a workbook; WorkbookRefused without any table."""
    tables, remarks = headings.tables(book, columns)
    left_out = {(sheet, number) for sheet, number, column, _ in fixes if not column}
    for table in tables:
        remarks += [(table.sheet.name, remark) for remark in table.remarks]
        table.row_numbers = [
            number
            for number in table.row_numbers
            if (table.sheet.name, number) not in left_out
        ]
    rows = Rows(tables, columns)
    rows.lay_over([fix for fix in fixes if fix[2]])
    return rows, remarks
