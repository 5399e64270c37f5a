"""Workbooks for the tests of imports: rows of a kind's columns, written as people do."""

import io
from datetime import date

import xlsxwriter

from communes import imports
from communes.models import ImportChange, ImportProblem
from staffing.imports.columns import columns

STAFF = {
    "personal_id": "020985000001",
    "full_name": "Nông Thị Hoa",
    "sex": "Nữ",
    "birth_date": date(1985, 5, 15),
    "ethnicity": "Tày",
    "post": "Giáo viên",
    "level": "Tiểu học",
    "subject": "Toán",
    "contract": "Hợp đồng lao động",
    "started_on": date(2025, 11, 1),
    "degree": "Đại học",
    "major": "Sư phạm Toán",
    "is_teacher_training": "Có",
    "has_certificate": "Không",
    "obtained_on": date(2008, 6, 30),
}


def workbook(order, rows, sheet="Nhân sự"):
    """Bytes of an xlsx file: a heading row, then a row for each dict of cells."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, [str(column.label) for column in order])
        for number, row in enumerate(rows, start=1):
            for place, column in enumerate(order):
                cell = row.get(column.name)
                if isinstance(cell, date):
                    page.write_datetime(number, place, cell, day)
                elif cell is not None:
                    page.write(number, place, cell)
    return content.getvalue()


def staff_file(*rows):
    """A staff workbook; each row says only how it differs from STAFF."""
    return workbook(columns(), [STAFF | row for row in rows])


def checked(kind, content, by, year=2025, name="tệp.xlsx"):
    """The import of `content` by the account `by`, checked here and now."""
    source = imports.start(kind, content, name, year=year, by=by, in_background=False)
    imports.check(source.pk)
    source.refresh_from_db()
    return source


def staff(by, *rows):
    return checked("staff", staff_file(*rows), by)


def problems(source):
    """{(row, column, code)} of what stops or warns."""
    found = ImportProblem.objects.filter(source=source)
    return sorted(found.values_list("row", "column", "code"))


def changes(source):
    """[(row, action, before, after)] without what only the machine needs."""
    hidden = {"assignment", "qualification"}

    def seen(facts):
        return {name: value for name, value in facts.items() if name not in hidden}

    found = ImportChange.objects.filter(source=source)
    return [(c.row, c.action, seen(c.before), seen(c.after)) for c in found]


def counts(source):
    return source.rows, source.new, source.changed, source.unchanged, source.errors
