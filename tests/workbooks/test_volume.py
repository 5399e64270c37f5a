"""A province's staff in one file: twenty thousand rows of twenty columns, little memory."""

import os
import subprocess
import sys

import xlsxwriter
from django.conf import settings

ROWS, COLUMNS = 20_000, 20
KINDS = ["text", "integer", "text", "yes_no", "decimal"]
PROGRAM = """
import sys
import django
django.setup()
from communes.workbooks import headings, values
from communes.workbooks.columns import Column
from communes.workbooks.opening import open_workbook

def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if "VmHWM" in line) // 1024

kinds = sys.argv[2].split()
columns = [Column(f"c{n}", f"Cột {n}", kinds[n % len(kinds)]) for n in range(20)]
before = peak()
with open(sys.argv[1], "rb") as file:
    book = open_workbook(file.read(), sys.argv[1])
(table,), _remarks = headings.tables(book, columns)
read = {column.name: values.column(table.cells(column.name), column) for column in columns}
print(len(table), sum(len(problems) for _values, problems in read.values()))
print(sum(value is not None for found, _problems in read.values() for value in found))
print(peak() - before)
"""


def test_twenty_thousand_rows_take_little_memory(tmp_path):
    path = tmp_path / "staff.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [f"Cột {n}" for n in range(COLUMNS)])
        for row in range(1, ROWS + 1):
            values = [f"Nguyễn Văn {row}", row, "Khánh Khê", "x", "1.234,5"]
            values[1] = "nhiều" if row % 100 == 0 else row
            sheet.write_row(row, 0, values * (COLUMNS // len(values)))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path), " ".join(KINDS)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "edu_lang_son.settings"},
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    rows, found, megabytes = done.stdout.splitlines()
    wrong = ROWS // 100 * COLUMNS // len(KINDS)
    assert (rows, found) == (f"{ROWS} {wrong}", str(ROWS * COLUMNS - wrong))
    assert int(megabytes) < 70
