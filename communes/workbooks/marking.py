"""The workbook that was sent, given back with everything marked that must be mended.

It is written anew from the values that were read: sheets, rows, columns, headings,
hidden rows and one-line merged headings stay where they were, formulas become their
results, and looks that carry no meaning are lost. A first sheet lists all problems.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from communes.export import is_dangerous
from communes.workbooks import stamps
from communes.workbooks.cells import ERROR, QUESTION
from communes.workbooks.sheets import SheetData, Workbook
from communes.workbooks.styles import Styles, sheet_name
from communes.workbooks.tables import Table
from communes.workbooks.validations import Validations
from communes.workbooks.writing import write_stamp

# Beyond it Excel grows slow; every cell is coloured and listed nevertheless.
MOST_COMMENTS = 5_000
MOST_LINKS = 60_000
COLOURS = {ERROR: "#F8CBAD", QUESTION: "#FFE699", "warning": "#DDEBF7"}
_WIDTH_ROWS = 200


def marked(
    book: Workbook,
    problems: Iterable,
    stream,
    tables: Sequence[Table] = (),
    fixes: Iterable = (),
):
    """Write `book` into `stream` as xlsx, with `problems` coloured and commented.

    A problem has sheet, row (number), column (letter, "" for the whole row), value,
    severity, message and suggestion, as communes.models.ImportProblem has. With
    `tables` the columns that were found get their drop-downs again; `fixes` are
    (sheet, row number, column letter, text) of cells put right in the browser.
    """
    import xlsxwriter  # noqa: PLC0415  (slow to import, needed by exports alone)

    problems = list(problems)
    _lay_over(book, fixes)
    options = {"constant_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(stream, options) as target:
        writer = _Marker(target, problems)
        names = writer.names(book)
        writer.write_list(problems, names)
        for sheet in book.sheets:
            writer.write(sheet, names[sheet.name], tables)
        writer.validations.write_lists(target)
        write_stamp(target, [*book.stamp.items(), ("marked", "1")])


def _lay_over(book, fixes):
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for name, number, letter, text in fixes:
        index = number - sheets[name].first_row if name in sheets else -1
        if letter.isalpha() and 0 <= index < len(sheets[name].rows):
            row, place = sheets[name].rows[index], _index(letter)
            row.extend([""] * (place + 1 - len(row)))
            row[place] = text


class _Marker:
    def __init__(self, target, problems):
        self.target, self.styles = target, Styles(target)
        self.validations = Validations()
        self.comments = 0
        self.made = {}
        # Problems of each row by place; those of a whole row stand in its first cell.
        self.by_row: dict[tuple[str, int], dict[int, list]] = {}
        for problem in problems:
            row = self.by_row.setdefault((problem.sheet, problem.row), {})
            row.setdefault(_index(problem.column), []).append(problem)

    def names(self, book):
        """The name of each sheet in the new workbook, by the one it was sent with."""
        taken = {name.lower() for name in (stamps.PROBLEMS, stamps.LISTS, stamps.SHEET)}
        return {sheet.name: sheet_name(sheet.name, taken) for sheet in book.sheets}

    # --- the list in front

    def write_list(self, problems, names):
        sheet = self.target.add_worksheet(stamps.PROBLEMS)
        for place, width in enumerate([6, 20, 8, 24, 12, 70, 24]):
            sheet.set_column(place, place, width)
        title = _("Cần sửa: %(count)s chỗ") % {"count": len(problems)}
        sheet.write_string(0, 0, title, self.styles.title)
        words = _("Bấm vào ô ở cột C để đến chỗ cần sửa. Sửa xong, gửi lại tệp này.")
        sheet.write_string(1, 0, words, self.styles.note)
        labels = [_("TT"), _("Trang tính"), _("Ô"), _("Giá trị"), _("Mức")]
        for place, label in enumerate([*labels, _("Vấn đề"), _("Gợi ý")]):
            sheet.write_string(3, place, label, self.styles.heading)
        for number, problem in enumerate(problems, start=1):
            self._write_problem(sheet, 3 + number, number, problem, names)
        sheet.freeze_panes(4, 0)
        sheet.fit_to_pages(1, 0)
        sheet.set_landscape()

    def _write_problem(self, sheet, row, number, problem, names):
        sheet.write_number(row, 0, number)
        self._write_text(sheet, row, 1, problem.sheet)
        cell = f"{problem.column or 'A'}{problem.row}"
        if problem.row and problem.sheet in names and number <= MOST_LINKS:
            target = f"internal:'{names[problem.sheet]}'!{cell}"
            sheet.write_url(row, 2, target, string=cell)
        elif problem.row:
            sheet.write_string(row, 2, cell)
        self._write_text(sheet, row, 3, problem.value)
        sheet.write_string(row, 4, _severity(problem), self._marked(problem.severity))
        sheet.write_string(row, 5, problem.message, self.styles.wrapped)
        self._write_text(sheet, row, 6, problem.suggestion)

    # --- the sheets that were sent

    def write(self, data: SheetData, name: str, tables: Sequence[Table]):
        sheet = self.target.add_worksheet(name)
        if data.hidden:
            sheet.hide()
        for place, width in enumerate(_widths(data)):
            sheet.set_column(place, place, width)
        headings = {
            number
            for table in tables
            if table.sheet is data
            for number in range(table.heading_rows[0], table.heading_rows[1] + 1)
        }
        merged = {
            (top, left): right
            for top, left, bottom, right in data.merged
            if top == bottom and right > left
        }
        for index, row in enumerate(data.rows):
            number = data.number(index)
            if number in data.hidden_rows:
                sheet.set_row(number - 1, None, None, {"hidden": True})
            self._write_row(sheet, data, number, row, merged, number in headings)
        for table in tables:
            if table.sheet is data:
                self._finish(sheet, table)

    def _write_row(self, sheet, data, number, row, merged, is_heading):
        marks = self.by_row.get((data.name, number), {})
        for place in range(max([len(row), *(at + 1 for at in marks)])):
            cell = row[place] if place < len(row) else ""
            problems = marks.get(place)
            style = self.styles.heading if is_heading and cell != "" else None
            if problems:
                style = self._marked(problems[0].severity, cell)
                self._comment(sheet, number - 1, place, problems)
            if (number, place) in merged and isinstance(cell, str) and not problems:
                last = merged[number, place]
                sheet.merge_range(number - 1, place, number - 1, last, cell, style)
            elif cell != "" or problems:
                self._write_cell(sheet, number - 1, place, cell, style)

    def _comment(self, sheet, row, place, problems):
        if self.comments < MOST_COMMENTS:
            self.comments += 1
            text = "\n".join(_told(problem) for problem in problems)
            sheet.write_comment(row, place, text, {"x_scale": 2.5, "y_scale": 1.5})

    def _finish(self, sheet, table):
        top = table.heading_rows[1]
        last = max([*table.row_numbers, top + 1]) - 1
        sheet.freeze_panes(top, 0)
        for column in table.present:
            place = table.places[column.name]
            self.validations.apply(sheet, place, column, top, last)

    # --- cells

    def _write_text(self, sheet, row, place, text):
        style = self._format({"quote_prefix": True}) if is_dangerous(text) else None
        if text:
            sheet.write_string(row, place, text, style)

    def _write_cell(self, sheet, row, place, cell, style):
        if isinstance(cell, bool):
            sheet.write_boolean(row, place, cell, style)
        elif isinstance(cell, int | float) and math.isfinite(cell):
            sheet.write_number(row, place, cell, style)
        elif isinstance(cell, datetime | date | time | timedelta):
            sheet.write_datetime(row, place, cell, style or self._date(cell))
        elif text := str(cell):
            if is_dangerous(text) and style is None:
                style = self._format({"quote_prefix": True})
            sheet.write_string(row, place, text, style)
        else:
            sheet.write_blank(row, place, None, style)

    def _marked(self, severity, cell=""):
        facts = {"bg_color": COLOURS.get(severity, COLOURS[ERROR])}
        if isinstance(cell, str) and is_dangerous(cell):
            facts["quote_prefix"] = True
        if isinstance(cell, datetime | date | time | timedelta):
            facts["num_format"] = _date_format(cell)
        return self._format(facts)

    def _date(self, cell):
        return self._format({"num_format": _date_format(cell)})

    def _format(self, facts):
        key = tuple(sorted(facts.items()))
        if key not in self.made:
            self.made[key] = self.target.add_format(facts)
        return self.made[key]


def _date_format(cell):
    if isinstance(cell, datetime):
        return "dd/mm/yyyy hh:mm"
    return "dd/mm/yyyy" if isinstance(cell, date) else "[h]:mm:ss"


def _told(problem):
    hint = _("Gợi ý: %(value)s") % {"value": problem.suggestion}
    return f"{problem.message} {hint}" if problem.suggestion else problem.message


def _severity(problem):
    words = {ERROR: _("Lỗi"), QUESTION: _("Cần hỏi")}
    return words.get(problem.severity, _("Cảnh báo"))


def _index(name):
    """The index of a column by its letters: A is 0, and so is no letter at all."""
    index = 0
    for letter in name if name.isalpha() else "":
        index = index * 26 + ord(letter) - 64
    return max(index - 1, 0)


def _widths(data):
    """Column widths that fit the first rows, since those sent are not known."""
    widths: list[int] = []
    for row in data.rows[:_WIDTH_ROWS]:
        for place, cell in enumerate(row):
            if place == len(widths):
                widths.append(9)
            width = 12 if isinstance(cell, date) else len(str(cell)) + 2
            widths[place] = min(max(widths[place], width), 30)
    return widths
