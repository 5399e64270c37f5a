"""A document as one workbook: a sheet of contents with links, a sheet for every table.

Charts and maps bring the values they are drawn from. Numbers stay numbers.
"""

import io
import re
from decimal import Decimal

from communes import export
from communes.documents.blocks import (
    Chart,
    Column,
    Document,
    Kind,
    Map,
    Table,
    heading_rows,
)

FORMATS = {
    Kind.WHOLE: "#,##0",
    Kind.DECIMAL: "#,##0.{digits}",
    Kind.PERCENT: "0.{digits}%",
    Kind.SIGNED: "+#,##0.{digits};−#,##0.{digits};0",
    Kind.POINTS: "+0.{digits};−0.{digits};0",
}
# Excel's own limit, and signs that a sheet's name may not have.
NAME_LENGTH = 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def write(document: Document) -> bytes:
    """The bytes of the .xlsx file."""
    import xlsxwriter  # noqa: PLC0415  (slow to import, needed by documents alone)

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties(
            {
                "title": document.name,
                "author": document.author,
                "created": document.moment,
            }
        )
        _Book(book, document).write()
    return stream.getvalue()


def tables_of(document: Document) -> list[Table]:
    """Every table, and every chart and map as the table of its values."""
    return [
        block if isinstance(block, Table) else as_table(block)
        for block in document.blocks
        if isinstance(block, Table | Chart | Map)
    ]


def as_table(picture: Chart | Map) -> Table:
    """What a picture shows, as rows."""
    column = picture.column
    if isinstance(picture, Map):
        rows = [(area.label, area.value) for area in picture.areas]
        columns = (Column("Xã, phường", width=3), column)
    else:
        rows = [
            (name, *(series.values[place] for series in picture.series))
            for place, name in enumerate(picture.categories)
        ]
        columns = (
            Column("", width=3),
            *(
                Column(series.label, column.kind, column.digits)
                for series in picture.series
            ),
        )
    return Table(picture.code, picture.title, columns, rows, notes=(picture.sentence,))


class _Book:
    def __init__(self, book, document):
        self.book, self.document = book, document
        self.bold = book.add_format({"bold": True})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "border": 1,
                "align": "center",
                "valign": "vcenter",
                "bg_color": "#E8EEF1",
            }
        )
        self.note = book.add_format({"italic": True, "font_color": "#55677A"})
        self.link = book.add_format({"font_color": "#0B4F6C", "underline": 1})
        self.quoted = book.add_format({"quote_prefix": True, "border": 1})
        self.formats, self.names = {}, set()

    def write(self):
        contents = self.book.add_worksheet("Mục lục")
        self.names.add("mục lục")
        found = [(self.name_of(table), table) for table in tables_of(self.document)]
        self.contents(contents, found)
        for name, table in found:
            self.sheet(self.book.add_worksheet(name), table)

    def name_of(self, table):
        """The table's title as a sheet may be called, once."""
        plain = NOT_IN_NAMES.sub(" ", table.title).strip()[:NAME_LENGTH] or table.code
        name, number = plain, 2
        while name.lower() in self.names:
            tail = f" {number}"
            name, number = plain[: NAME_LENGTH - len(tail)] + tail, number + 1
        self.names.add(name.lower())
        return name

    def contents(self, sheet, found):
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, self.document.name, self.title)
        row = 1
        for label, value in self.document.facts:
            sheet.write_string(row, 1, f"{label}: {value}")
            row += 1
        for number, (name, table) in enumerate(found, start=1):
            sheet.write_number(row + number, 0, number)
            sheet.write_url(
                row + number, 1, f"internal:'{name}'!A1", self.link, table.title
            )

    def sheet(self, sheet, table):
        sheet.write_string(0, 0, table.title, self.title)
        sheet.write_url(1, 0, "internal:'Mục lục'!A1", self.link, "Về mục lục")
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, 12 * column.width)
        top = self.heading(sheet, table.columns, 3)
        for row, values in enumerate(table.rows, start=top):
            self.row(sheet, row, table.columns, values)
        last = top + len(table.rows)
        if table.totals is not None:
            self.row(sheet, last, table.columns, table.totals, bold=True)
            last += 1
        for place, words in enumerate(table.notes, start=last + 1):
            sheet.write_string(place, 0, words, self.note)
        sheet.freeze_panes(top, 1)

    def heading(self, sheet, columns, top):
        rows = heading_rows(columns)
        if len(rows) == 1:
            for place, (text, _span, _rows) in enumerate(rows[0]):
                sheet.write_string(top, place, text, self.head)
            return top + 1
        place, below = 0, iter(rows[1])
        for text, span, down in rows[0]:
            if down == 2:
                sheet.merge_range(top, place, top + 1, place, text, self.head)
            elif span == 1:
                sheet.write_string(top, place, text, self.head)
            else:
                sheet.merge_range(top, place, top, place + span - 1, text, self.head)
            for under in range(place, place + span) if down == 1 else ():
                sheet.write_string(top + 1, under, next(below)[0], self.head)
            place += span
        return top + 2

    def row(self, sheet, row, columns, values, *, bold=False):
        for place, (column, value) in enumerate(zip(columns, values, strict=True)):
            if value is None or value == "":
                sheet.write_blank(row, place, None, self.format(column, bold))
            elif isinstance(value, int | float | Decimal):
                scale = 100 if column.kind == Kind.POINTS else 1
                sheet.write_number(
                    row, place, float(value) * scale, self.format(column, bold)
                )
            else:
                dangerous = export.is_dangerous(value)
                form = self.quoted if dangerous else self.format(column, bold)
                sheet.write_string(row, place, value, form)

    def format(self, column, bold):
        key = (column.kind, column.digits, bold)
        if key not in self.formats:
            look = {"border": 1, "bold": bold}
            if column.is_number:
                pattern = FORMATS[column.kind].format(digits="0" * column.digits)
                look["num_format"] = pattern.replace(".;", ";").rstrip(".")
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]
