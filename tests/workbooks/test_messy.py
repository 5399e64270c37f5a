"""One sheet with all the mess of real files, as xlsx, xls and ods: the same values."""

import io
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from communes.workbooks import headings, values
from communes.workbooks.columns import Column
from communes.workbooks.opening import open_workbook
from tests.workbooks.building import ods, ods_row, xls, xls_stream

COLUMNS = [
    Column("school", "Mã trường", required=True),
    Column("name", "Tên trường"),
    Column("pupils", "Số học sinh", "integer", required=True),
    Column("girls", "Nữ", "integer", group="Học sinh"),
    Column("ratio", "Tỷ lệ chuyên cần", "decimal"),
    Column("day", "Ngày lập", "date"),
    Column("power", "Điện lưới", "yes_no"),
    Column("kind", "Loại", "choice", choices=[("TH", "Tiểu học"), ("MN", "Mầm non")]),
]


def decomposed(text):
    return unicodedata.normalize("NFD", text)


SHEET = [
    ["UBND XÃ KHÁNH KHÊ", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    [],
    ["", "", "", "BIỂU TỔNG HỢP"],
    ["TT", "Tên trường", "Mã trường", "Học sinh", "", "Tỷ lệ", "Ngày lập", "Điện",
     "Loại", "Ghi chú"],
    ["", "", "", decomposed("Số học sinh"), "Nữ", "chuyên cần ", "", "lưới", "", ""],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)"],
    [1.0, decomposed("TH Khánh Khê"), "A1 ", "1.234", 601.0, "98,5", "05/09/2026",
     "x", "Tiểu học"],
    [2.0, " MN\u00a0Hoa  Sen", "A2", 90.0, "44\u200b", "1.234,5", "5-9-26", "Có",
     "mam non", "mới"],
    [3.0, "TH Hồng Phong", "A3", " 120 ", "–", 97.25, "2026-09-05", "không", "TH"],
    [],
    [4.0, "TH Bản Chu", "A4", "12.5", "nhiều", "1.234", "25/13/2026", "?", "Tieu hoc."],
    ["", "Tổng cộng", "", "1.444", 645.0],
    ["", "Khánh Khê, ngày 05 tháng 9 năm 2026"],
    ["", "Người lập biểu", "", "", "", "THỦ TRƯỞNG ĐƠN VỊ"],
    ["", "Nguyễn Thị Hoa", "", "", "", "Lê Văn An"],
]  # fmt: skip


def as_xlsx():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        old = book.add_worksheet("Năm trước")
        old.write_row(0, 0, ["Mã trường", "Tên trường", "Số học sinh"])
        old.hide()
        sheet = book.add_worksheet("Lớp")
        for number, row in enumerate(SHEET):
            sheet.write_row(number, 0, row)
        sheet.merge_range(3, 3, 3, 4, "Học sinh")
        for place in (0, 1, 2, 6, 8):
            sheet.merge_range(3, place, 4, place, SHEET[3][place])
        sheet.activate()
        sheet.set_first_sheet()
    return stream.getvalue()


FILES = {
    "a.xlsx": as_xlsx(),
    "a.xls": xls(xls_stream(SHEET)),
    "a.ods": ods({"Lớp": "".join(map(ods_row, SHEET))}),
}


def read(table):
    found, wrong = {}, {}
    for column in COLUMNS:
        found[column.name], problems = values.column(table.cells(column.name), column)
        for place, problem in problems.items():
            row, letter = table.row_numbers[place], table.letter(column.name)
            wrong[f"{letter}{row}"] = problem.code, problem.suggestion
    return found, wrong


@pytest.mark.parametrize("name", FILES)
def test_the_same_values_whatever_the_format(name):
    (table,), remarks = headings.tables(open_workbook(FILES[name], name), COLUMNS)
    found, wrong = read(table)
    fifth = date(2026, 9, 5)
    assert found == {
        "school": ["A1", "A2", "A3", "A4"],
        "name": ["TH Khánh Khê", "MN Hoa Sen", "TH Hồng Phong", "TH Bản Chu"],
        "pupils": [1234, 90, 120, None],
        "girls": [601, 44, None, None],
        "ratio": [Decimal("98.5"), Decimal("1234.5"), Decimal("97.25"), None],
        "day": [fifth, fifth, fifth, None],
        "power": [True, True, False, None],
        "kind": ["TH", "MN", "TH", "TH"],
    }
    assert wrong == {
        "D11": ("not_whole", "13"),
        "E11": ("not_a_number", ""),
        "F11": ("ambiguous_number", "1234"),
        "G11": ("no_such_day", ""),
        "H11": ("not_yes_or_no", ""),
    }
    said = [(remark.code, remark.row, remark.column) for remark in table.remarks]
    assert said == [
        ("unknown_column", 5, "J"),
        ("total_row", 12, ""),
    ]
    hidden = [("Năm trước", "hidden_sheet")] if name == "a.xlsx" else []
    assert [(sheet, remark.code) for sheet, remark in remarks] == hidden
