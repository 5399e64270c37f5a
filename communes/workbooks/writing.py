"""Templates for download: what the system knows, ready to be filled in and sent back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from communes.export import is_dangerous
from communes.workbooks import columns as kinds
from communes.workbooks import stamps
from communes.workbooks.columns import Column
from communes.workbooks.dates import YearOnly
from communes.workbooks.guide import write_guide
from communes.workbooks.stamps import Stamp
from communes.workbooks.styles import Styles, sheet_name
from communes.workbooks.validations import Validations

TITLE_ROW, STAMP_ROW, CODE_ROW = 0, 1, 2
# Frozen on the left: the columns that say whose row it is, if they leave room.
MOST_FROZEN = 3


@dataclass
class TemplateSheet:
    """A sheet to be filled in: a row for each of `rows`, and `spare` empty ones.

    A row holds values by the names of columns: codes for choices, booleans for yes and
    no, None for what is not known. Sheets with spare rows let people add rows.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Mapping[str, object]] = field(default_factory=list)
    spare: int = 0


def write_template(stamp: Stamp, sheets: Sequence[TemplateSheet], stream):
    """Write an xlsx template into `stream`, row by row, so that memory stays small."""
    import xlsxwriter  # noqa: PLC0415  (slow to import, needed by exports alone)

    options = {"constant_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(stream, options) as book:
        writer = _Writer(book, stamp)
        write_guide(book, stamp, sheets, writer.styles)
        for sheet in sheets:
            writer.write(sheet)
        book.worksheets()[1].activate()
        writer.validations.write_lists(book)
        write_stamp(book, stamp.lines())


def write_stamp(book, lines):
    """The facts that make the reader know the file again, where nobody edits them."""
    sheet = book.add_worksheet(stamps.SHEET)
    sheet.very_hidden()
    for row, (name, text) in enumerate(lines):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, text)
        book.set_custom_property(f"edu_lang_son.{name}", text, "text")


class _Writer:
    def __init__(self, book, stamp):
        self.book, self.stamp = book, stamp
        self.styles = Styles(book)
        self.validations = Validations()
        # Sheet names in use, our own from the start.
        self.names = {name.lower() for name in stamps.OURS}

    def write(self, described: TemplateSheet):
        sheet = self.book.add_worksheet(sheet_name(described.name, self.names))
        columns = described.columns
        top = self._write_top(sheet, columns)
        for place, column in enumerate(columns):
            width = min(max(len(column.label) // 2 + 3, _width(column)), 40)
            beyond = self.styles.cell(column.kind, locked=not described.spare)
            sheet.set_column(place, place, width, beyond)
        last = top
        for last, row in enumerate(described.rows, start=top + 1):
            for place, column in enumerate(columns):
                self._write_cell(sheet, last, place, column, row.get(column.name))
        last += described.spare
        for place, column in enumerate(columns):
            if not column.fixed:
                self.validations.apply(
                    sheet, place, column, top + 1, max(last, top + 1)
                )
        sheet.autofilter(top, 0, max(last, top + 1), len(columns) - 1)
        frozen = [column.fixed for column in columns[: MOST_FROZEN + 1]]
        left = frozen.index(False) if False in frozen else MOST_FROZEN
        sheet.freeze_panes(top + 1, min(left, MOST_FROZEN))
        sheet.protect("", ALLOWED)
        sheet.set_landscape()
        sheet.repeat_rows(top)
        sheet.fit_to_pages(1, 0)

    def _write_top(self, sheet, columns):
        """Everything above the data; returns the row of the headings."""
        styles, top = self.styles, CODE_ROW + 1
        sheet.write_string(TITLE_ROW, 0, title(self.stamp), styles.title)
        sheet.write_string(STAMP_ROW, 0, about(self.stamp), styles.note)
        sheet.set_row(CODE_ROW, None, None, {"hidden": True})
        for place, column in enumerate(columns):
            sheet.write_string(CODE_ROW, place, f"[{column.name}]", styles.note)
        if any(column.group for column in columns):
            self._write_groups(sheet, top, columns)
            top += 1
        sheet.set_row(top, 48)
        for place, column in enumerate(columns):
            label = f"{column.label} *" if column.required else column.label
            sheet.write_string(top, place, label, styles.heading)
            if words := _note(column):
                sheet.write_comment(top, place, words, {"x_scale": 2, "y_scale": 1.5})
        return top

    def _write_groups(self, sheet, row, columns):
        for group, run in groupby(enumerate(columns), lambda pair: pair[1].group):
            places = [place for place, _column in run]
            if group and len(places) > 1:
                first, last = places[0], places[-1]
                sheet.merge_range(row, first, row, last, group, self.styles.heading)
            elif group:
                sheet.write_string(row, places[0], group, self.styles.heading)

    def _write_cell(self, sheet, row, place, column, value):
        style = self.styles.cell(column.kind, locked=column.fixed)
        if value is None or value == "":
            sheet.write_blank(row, place, None, style)
        elif column.kind == kinds.YES_NO:
            words = _("Có") if value else _("Không")
            sheet.write_string(row, place, words, style)
        elif isinstance(value, YearOnly):
            # In a cell of dates 1980 would be the 1,980th day of the calendar.
            plain = self.styles.cell(kinds.INTEGER, locked=column.fixed, plain=True)
            sheet.write_number(row, place, value.year, plain)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, style)
        elif column.kind in (kinds.INTEGER, kinds.DECIMAL):
            sheet.write_number(row, place, value, style)
        else:
            text = str(value)
            if column.kind == kinds.CHOICE:
                text = column.choices.labels.get(text, text)
            if is_dangerous(text):
                style = self.styles.cell(column.kind, locked=column.fixed, quoted=True)
            sheet.write_string(row, place, text, style)


# What people may still do in a protected sheet.
ALLOWED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}


def _width(column):
    match column.kind:
        case kinds.TEXT | kinds.CHOICE:
            return 22
        case kinds.PERSONAL_NUMBER | kinds.DATE | kinds.BIRTH_DATE:
            return 14
    return 10


def _note(column):
    words = [column.help] if column.help else []
    if column.required:
        words.append(_("Bắt buộc."))
    if column.fixed:
        words.append(_("Hệ thống đã điền, không sửa."))
    return "\n".join(words)


def title(stamp: Stamp) -> str:
    parts = [stamp.title, _("năm học %(year)s") % {"year": stamp.school_year}]
    return " – ".join([*parts, stamp.commune_name] if stamp.commune_name else parts)


def about(stamp: Stamp) -> str:
    """The visible stamp: when the template was made, in which format."""
    words = _("Mẫu phiên bản %(format)s do hệ thống lập lúc %(time)s.")
    made = f"{stamp.made_at:%H:%M %d/%m/%Y}" if stamp.made_at else "…"
    return words % {"format": stamp.format, "time": made}
