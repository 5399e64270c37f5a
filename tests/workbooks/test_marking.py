"""The workbook goes back to its sender with every wrong cell marked, in its place."""

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import openpyxl

from communes.workbooks import headings
from communes.workbooks.cells import BrokenCell
from communes.workbooks.columns import Column
from communes.workbooks.marking import marked
from communes.workbooks.opening import open_workbook
from communes.workbooks.sheets import SheetData, Workbook
from tests.workbooks.test_writing import COLUMNS, ROW, STAMP, TemplateSheet, written


@dataclass
class Problem:
    sheet: str
    row: int
    column: str
    message: str
    value: str = ""
    severity: str = "error"
    suggestion: str = ""
    code: str = "any"


SENT = SheetData(
    "Lớp",
    [
        ["BIỂU SỐ LIỆU", "", ""],
        [],
        ["Trường", "Học sinh", "", "Ngày"],
        ["A", "12,5", BrokenCell("#REF!"), date(2026, 9, 5)],
        ["=1+1", 7.0, True, datetime(2026, 9, 5, 7, 30)],
        ["", timedelta(hours=30), BrokenCell(), float("inf")],
    ],
    hidden_rows=frozenset([5]),
    merged=[(1, 0, 1, 2), (3, 1, 3, 2)],
)
PROBLEMS = [
    Problem("Lớp", 4, "B", "Không phải số nguyên.", "12,5", suggestion="13"),
    Problem("Lớp", 4, "C", "Ô chứa lỗi.", "#REF!"),
    Problem("Lớp", 5, "", "Trùng với dòng 4.", severity="question"),
    Problem("Lớp", 5, "F", "Thiếu ngày.", "=cmd|' /C calc'!A0", severity="warning"),
    Problem("Khác", 0, "", "Trang tính không được đọc.", severity="warning"),
]
RED, YELLOW, BLUE = "FFF8CBAD", "FFFFE699", "FFDDEBF7"


def back(book, problems, tables=()):
    """What another program reads from the marked workbook."""
    stream = io.BytesIO()
    marked(book, problems, stream, tables)
    return openpyxl.load_workbook(io.BytesIO(stream.getvalue()))


def test_rows_and_columns_stay_where_they_were():
    sheet = back(Workbook([SENT]), PROBLEMS)["Lớp"]
    assert [[cell.value for cell in row][:4] for row in sheet.iter_rows()] == [
        ["BIỂU SỐ LIỆU", None, None, None],
        [None, None, None, None],
        ["Trường", "Học sinh", None, "Ngày"],
        ["A", "12,5", "#REF!", datetime(2026, 9, 5)],
        ["=1+1", 7, True, datetime(2026, 9, 5, 7, 30)],
        [None, timedelta(hours=30), None, "inf"],
    ]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:C1", "B3:C3"}
    assert [n for n in range(1, 7) if sheet.row_dimensions[n].hidden] == [5]


def test_wrong_cells_are_coloured_and_say_why():
    sheet = back(Workbook([SENT]), PROBLEMS)["Lớp"]
    coloured = {
        cell.coordinate: (cell.fill.fgColor.rgb, cell.comment.text)
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert coloured == {
        "B4": (RED, "Không phải số nguyên. Gợi ý: 13"),
        "C4": (RED, "Ô chứa lỗi."),
        "A5": (YELLOW, "Trùng với dòng 4."),
        "F5": (BLUE, "Thiếu ngày."),
    }
    assert sheet["D4"].fill.fill_type is None


def test_the_first_sheet_lists_all_problems_with_links():
    book = back(Workbook([SENT]), PROBLEMS)
    sheet = book.worksheets[0]
    assert sheet.title == "Cần sửa"
    assert sheet["A1"].value == "Cần sửa: 5 chỗ"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert rows[0][:5] == ["TT", "Trang tính", "Ô", "Giá trị", "Mức"]
    assert rows[1:] == [
        [1, "Lớp", "B4", "12,5", "Lỗi", "Không phải số nguyên.", "13"],
        [2, "Lớp", "C4", "#REF!", "Lỗi", "Ô chứa lỗi.", None],
        [3, "Lớp", "A5", None, "Cần hỏi", "Trùng với dòng 4.", None],
        [4, "Lớp", "F5", "=cmd|' /C calc'!A0", "Cảnh báo", "Thiếu ngày.", None],
        [5, "Khác", None, None, "Cảnh báo", "Trang tính không được đọc.", None],
    ]
    links = [sheet.cell(row, 3).hyperlink for row in range(5, 10)]
    assert [link and link.location for link in links] == [
        "'Lớp'!B4",
        "'Lớp'!C4",
        "'Lớp'!A5",
        "'Lớp'!F5",
        None,
    ]


def test_nothing_in_it_runs_as_a_formula():
    book = back(Workbook([SENT]), PROBLEMS)
    assert (book["Lớp"]["A5"].data_type, book["Lớp"]["A5"].quotePrefix) == ("s", True)
    listed = book["Cần sửa"]["D8"]
    assert (listed.data_type, listed.quotePrefix) == ("s", True)


def test_a_marked_template_is_read_again_as_if_never_marked():
    bad = ROW | {"school": "20A-02", "pupils": None}
    book = open_workbook(written(TemplateSheet("Lớp", COLUMNS, [ROW, bad])), "a.xlsx")
    (table,), _remarks = headings.tables(book, COLUMNS)
    stream = io.BytesIO()
    problem = Problem("Lớp", table.row_numbers[1], "C", "Thiếu số học sinh.")
    marked(book, [problem], stream, [table])
    again = open_workbook(stream.getvalue(), "b.xlsx")
    assert again.stamp == dict(STAMP.lines()) | {"marked": "1"}
    (same,), remarks = headings.tables(again, COLUMNS)
    assert (same.rows(), same.remarks, remarks) == (table.rows(), [], [])
    assert (same.by_codes, same.sheet.hidden_rows) == (True, {3})
    rules = openpyxl.load_workbook(stream)["Lớp"].data_validations.dataValidation
    assert "I6:I7" in {str(rule.sqref) for rule in rules}


def test_cells_put_right_in_the_browser_are_not_lost():
    rows = [["Trường", "Số"], ["A", "12,5"], ["B"]]
    fixes = [("Lớp", 2, "B", "13"), ("Lớp", 3, "C", "=1"), ("Lớp", 3, "?", "any")]
    fixes += [("Lớp", 3, "", ""), ("Lớp", 9, "A", "x"), ("Khác", 1, "A", "x")]
    stream = io.BytesIO()
    marked(Workbook([SheetData("Lớp", rows)]), [], stream, fixes=fixes)
    sheet = openpyxl.load_workbook(stream)["Lớp"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Trường", "Số", None],
        ["A", "13", None],
        ["B", None, "=1"],
    ]
    assert sheet["C3"].data_type == "s"


def test_hidden_sheets_stay_hidden_and_names_do_not_collide():
    hidden = SheetData("cần sửa", [["a"]], hidden=True)
    book = back(Workbook([hidden, SheetData("B", [[1.0]])]), [])
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Cần sửa", "visible"),
        ("cần sửa 2", "hidden"),
        ("B", "visible"),
        ("_mau", "veryHidden"),
    ]


def test_a_table_without_rows_can_be_marked():
    columns = [Column("name", "Tên"), Column("n", "Số", "integer")]
    sheet = SheetData("A", [["Tên", "Số"]])
    table = headings.find(sheet, columns)
    book = back(Workbook([sheet]), [Problem("A", 1, "B", "Chưa có dòng nào.")], [table])
    assert book["A"]["B1"].comment.text == "Chưa có dòng nào."
