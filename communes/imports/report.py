"""What a check finds wrong, kept until all of it is known and then stored at once."""

from collections.abc import Iterator

from communes.models import ImportProblem
from communes.workbooks.cells import CellProblem, shown

from .rows import Rows

ERROR = ImportProblem.Severity.ERROR
QUESTION = ImportProblem.Severity.QUESTION
WARNING = ImportProblem.Severity.WARNING
LONGEST = 300


class Report:
    """Problems of a workbook, and which of its rows cannot be taken."""

    def __init__(self, rows: Rows | None = None):
        self.rows = rows
        self.problems: list[tuple] = []
        # Places of rows with an error or a question that is not answered.
        self.stopped: set[int] = set()
        self.counts = {ERROR: 0, QUESTION: 0, WARNING: 0}

    def cell(self, place, name, code, message, suggestion="", severity=ERROR):
        """A problem of the cell of column `name` in the row at `place`."""
        value = shown(self.rows.cell(place, name))
        self._row(place, name, value, severity, code, message, suggestion)

    def row(self, place, code, message, severity=ERROR):
        """A problem of a whole row."""
        self._row(place, "", "", severity, code, message, "")

    def problem(self, place, name, found: CellProblem):
        severity = QUESTION if found.severity == "question" else ERROR
        self.cell(place, name, found.code, found.message, found.suggestion, severity)

    def sheet(self, sheet, remark):
        """Something about a sheet as a whole, or about a row that is no data."""
        self.add(
            sheet,
            remark.row,
            remark.column,
            "",
            remark.severity,
            remark.code,
            remark.message,
        )

    def add(self, sheet, number, column, value, severity, code, message, suggestion=""):
        self.counts[severity] += 1
        self.problems.append(
            (
                sheet,
                number,
                column,
                value[:LONGEST],
                str(severity),
                code,
                str(message),
                suggestion[:LONGEST],
            )
        )

    def _row(self, place, name, value, severity, code, message, suggestion):
        sheet, number = self.rows.place(place)
        column = self.rows.letter(place, name) if name else ""
        if severity != WARNING:
            self.stopped.add(place)
        self.add(sheet, number, column, value, severity, code, message, suggestion)

    @property
    def errors(self) -> int:
        """What stands in the way of applying: errors and open questions."""
        return self.counts[ERROR] + self.counts[QUESTION]

    def stored(self, source_id) -> Iterator[tuple]:
        for problem in self.problems:
            yield (source_id, *problem)
