"""Tables to CSV and XLSX files that say what they hold and cannot run as formulas."""

import csv
import tempfile
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

CSV, XLSX = "csv", "xlsx"
FORMATS = (CSV, XLSX)
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# A spreadsheet takes a text that begins so for a formula or a command.
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
NUMBERS = (int, float, Decimal)


@dataclass(frozen=True)
class About:
    """What a reader of the file must know: it travels without the page it came from."""

    title: str
    source: str
    school_year: str = ""
    data_time: str = ""
    coverage: str = ""
    filters: list[tuple[str, str]] = field(default_factory=list)

    def lines(self) -> list[tuple[str, str]]:
        """Label and value of each fact, in the order they are written."""
        chosen = "; ".join(f"{label}: {value}" for label, value in self.filters)
        lines = [
            (_("Bảng"), self.title),
            (_("Nguồn"), self.source),
            (_("Năm học"), self.school_year),
            (_("Bộ lọc"), chosen or _("không lọc")),
            (_("Số liệu đến"), self.data_time),
            (_("Mức đầy đủ"), self.coverage),
            (_("Xuất lúc"), f"{timezone.localtime():%H:%M %d/%m/%Y}"),
        ]
        return [(label, value) for label, value in lines if value]


def is_dangerous(value):
    return isinstance(value, str) and value.lstrip(" ").startswith(DANGEROUS)


def harmless(value):
    """`value`, with a quote before any text that a spreadsheet would calculate."""
    return f"'{value}" if is_dangerous(value) else value


def respond(kind, about, header, rows, name):
    """The file as a download; `rows` may be a generator and is read only once."""
    if kind == XLSX:
        return _respond_xlsx(about, header, rows, name)
    response = StreamingHttpResponse(
        csv_chunks(about, header, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


class _Line:
    """The file that csv.writer needs: it hands each line back instead of keeping it."""

    def write(self, line):
        return line


def csv_chunks(about, header, rows):
    """Bytes of a CSV file, line by line, marked as UTF-8 for Excel."""
    writer = csv.writer(_Line())
    yield b"\xef\xbb\xbf"
    for line in [*about.lines(), (), header]:
        yield writer.writerow([harmless(cell) for cell in line]).encode()
    for row in rows:
        yield writer.writerow([_csv_cell(cell) for cell in row]).encode()


def _csv_cell(value):
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if value is None or isinstance(value, NUMBERS):
        return _text(value) if isinstance(value, bool) else value
    return harmless(_text(value))


def _text(value):
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    return str(value)


def _respond_xlsx(about, header, rows, name):
    # Closed, and so removed, by the response once it has been sent.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    write_xlsx(file, about, header, rows)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE
    )


def write_xlsx(file, about, header, rows):
    """Write a workbook row by row, so that twenty thousand rows stay off the memory."""
    import xlsxwriter  # noqa: PLC0415  (slow to import, needed by exports alone)

    options = {"constant_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(_("Số liệu"))
        styles = _styles(book)
        top = _write_about(sheet, about, styles)
        _write_header(sheet, top, header, styles)
        last = top
        for last, row in enumerate(rows, start=top + 1):
            for column, value in enumerate(row):
                _write_cell(sheet, last, column, value, styles)
        sheet.autofilter(top, 0, last, max(len(header) - 1, 0))


def _styles(book):
    return {
        "bold": book.add_format({"bold": True}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "header": book.add_format(
            {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#EDF3F6"}
        ),
        "whole": book.add_format({"num_format": "#,##0"}),
        "decimal": book.add_format({"num_format": "#,##0.##"}),
        "date": book.add_format({"num_format": "dd/mm/yyyy"}),
        "time": book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        "quoted": book.add_format({"quote_prefix": True}),
    }


def _write_about(sheet, about, styles):
    """The facts on top; returns the row of the heading, one line below them."""
    sheet.set_column(0, 0, 40)
    for row, (label, value) in enumerate(about.lines()):
        sheet.write_string(row, 0, label, styles["bold"])
        sheet.write_string(row, 1, value, styles["title" if row == 0 else "bold"])
    return len(about.lines()) + 1


def _write_header(sheet, row, header, styles):
    for column, label in enumerate(header):
        if column:
            sheet.set_column(column, column, min(max(len(label) + 2, 10), 32))
        sheet.write_string(row, column, label, styles["header"])
    sheet.freeze_panes(row + 1, 1)


def _write_cell(sheet, row, column, value, styles):
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None)
        sheet.write_datetime(row, column, local, styles["time"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, styles["date"])
    elif isinstance(value, NUMBERS) and not isinstance(value, bool):
        style = "whole" if value == int(value) else "decimal"
        sheet.write_number(row, column, value, styles[style])
    else:
        _write_text(sheet, row, column, _text(value), styles["quoted"])


def _write_text(sheet, row, column, text, quoted):
    """Never calculated, and with the quote mark not even after an edit in Excel."""
    sheet.write_string(row, column, text, quoted if is_dangerous(text) else None)
