"""Khánh Khê before a period: eleven schools, last year's figures, and a workbook with faults."""

import io
from datetime import timedelta
from itertools import cycle

import openpyxl
from django.utils import timezone

from communes.models import ReportingPeriod
from schools.models import Grade
from tests import factories as make
from tests.factories.complete import grade_figures

YEAR = make.YEAR
SCHOOLS = (
    ("TH", "Trường Tiểu học Khánh Khê"),
    ("TH", "Trường Tiểu học Bình Trung"),
    ("TH", "Trường Tiểu học Nà Chuông"),
    ("MN", "Trường Mầm non Khánh Khê"),
    ("MN", "Trường Mầm non Bình Trung"),
    ("MN", "Trường Mầm non Xuân Long"),
    ("MN", "Trường Mầm non Nà Chuông"),
    ("TH-THCS", "Trường TH&THCS Xuân Long"),
    ("TH-THCS", "Trường TH&THCS Điềm He"),
    ("THCS", "Trường THCS Khánh Khê"),
    ("THCS", "Trường THCS Bình Trung"),
)
LINES = sum(len(make.GRADES[kind]) for kind, _name in SCHOOLS)

# Column and what is written there instead of the right figure.
FAULTS = (
    ("pupils", "năm mươi"),
    ("girls", 60),
    ("classes", -1),
    ("pupils", 50.5),
    ("ethnic", 99),
    ("two_session_classes", 9),
    ("english", "50 em"),
    ("right_age", 51),
    ("unit", "99999999"),
    ("line", "Lớp 99"),
)
PLANTED = 40


class KhanhKhe:
    """The commune with its people; every school handed in a year before."""

    def __init__(self):
        make.reference()
        self.commune = make.commune(name="Khánh Khê", cluster="Cao Lộc")
        self.schools = [
            make.complete_school(
                kind, name=name, commune=self.commune, year=YEAR - 1, state="locked"
            )
            for kind, name in SCHOOLS
        ]
        make.complete_commune_forms(self.commune, year=YEAR - 1)
        make.complete_commune_forms(self.commune, year=YEAR)
        self.period = self.open_period()
        self.head = make.owner(self.commune, first_name="Trưởng phòng")
        self.official = make.official(first_name="Chuyên viên Sở")

    def open_period(self):
        row, today = make.period(YEAR), timezone.localdate()
        ReportingPeriod.objects.filter(pk=row.pk).update(
            opens_on=today - timedelta(days=20),
            due_on=today + timedelta(days=4),
            locks_on=today + timedelta(days=20),
        )
        row.refresh_from_db()
        return row


class Sheet:
    """The table of a template, by the codes in its hidden row."""

    def __init__(self, content):
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.page = next(page for page in self.book if page["A3"].value == "[unit]")
        self.columns = {
            str(cell.value).strip("[]"): cell.column_letter
            for cell in self.page[3]
            if cell.value
        }

    def cell(self, name, row):
        return self.page[f"{self.columns[name]}{row}"]

    def rows(self):
        return range(6, self.page.max_row + 1)

    def content(self):
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()


def filled_with_faults(content):
    """The template of classes filled in, and what was planted: (cell, right value)."""
    sheet, grades = Sheet(content), {str(g): g.pk for g in Grade.objects.all()}
    taught = {code for kind, _name in SCHOOLS for code in make.GRADES[kind]}
    planted, faults = [], cycle(FAULTS)
    for row in sheet.rows():
        code = grades.get(sheet.cell("line", row).value)
        # What the grid already holds stays; groups that no school runs stay empty.
        if code not in taught or sheet.cell("pupils", row).value is not None:
            continue
        for name, figure in grade_figures(code).items():
            sheet.cell(name, row).value = figure
        if len(planted) < PLANTED:
            name, wrong = next(faults)
            cell = sheet.cell(name, row)
            planted.append((cell.coordinate, cell.value))
            cell.value = wrong
    return sheet.content(), planted
