"""A school of Khánh Khê and staff workbooks with faults in them."""

import io

import openpyxl
import pytest
from django.db import connection

from communes import imports
from communes.models import Import, ReportingPeriod
from tests import factories as make

HEADINGS = (
    "Mã trường",
    "Số định danh cá nhân",
    "Họ và tên",
    "Giới tính",
    "Ngày sinh",
    "Dân tộc",
    "Vị trí việc làm",
    "Cấp dạy",
    "Hợp đồng",
    "Từ ngày",
)
SHEET = "Nhân sự"
# Where the first row of data stands.
FIRST = 2


def new_person(school, number, **changes):
    """Cells of somebody the system does not know yet."""
    cells = {
        "Mã trường": school.code,
        "Số định danh cá nhân": f"02099999{number:04d}",
        "Họ và tên": f"Hoàng Văn Thử {number}",
        "Giới tính": "Nam",
        "Ngày sinh": "12/05/1990",
        "Dân tộc": "Nùng",
        "Vị trí việc làm": "Giáo viên",
        "Cấp dạy": "Tiểu học",
        "Hợp đồng": "Hợp đồng lao động",
        "Từ ngày": "01/09/2026",
    }
    cells.update(changes)
    return [cells[name] for name in HEADINGS]


def workbook(*rows):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    for row in (HEADINGS, *rows):
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture
def school(db):
    make.reference()
    commune = make.commune(name="Khánh Khê")
    row = make.institution("TH", commune=commune)
    make.school_year(2026)
    ReportingPeriod.objects.update(locks_on="2099-01-01", due_on="2098-01-01")
    return row


@pytest.fixture
def owner(school):
    return make.owner(school.commune, username="truong_phong")


def forget_staging():
    """Outside of tests these tables end with the transaction of a check."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relpersistence = 't' AND relkind = 'r'"
            " AND pg_table_is_visible(oid)"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TABLE "{name}"')


def sent(owner, *rows, check=True):
    """An import of `rows`, sent and (without a worker) checked."""
    source = imports.start(
        "staff",
        workbook(*rows),
        "can-bo.xlsx",
        year=2026,
        by=owner,
        in_background=False,
    )
    if check:
        imports.check(source.pk)
        forget_staging()
    return Import.objects.get(pk=source.pk)


@pytest.fixture
def faulty(school, owner):
    """Three people: one sound, two with the same unknown sex, one with a bad day."""
    return sent(
        owner,
        new_person(school, 1),
        new_person(school, 2, **{"Giới tính": "Nuw"}),
        new_person(school, 3, **{"Giới tính": "Nuw", "Ngày sinh": "31/02/1990"}),
    )
