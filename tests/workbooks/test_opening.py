"""What honest programs and hurried people write is read, in three formats."""

import io
import struct
from datetime import date, datetime, time

import openpyxl
import pytest
import xlsxwriter

from communes.workbooks import values
from communes.workbooks.cells import BrokenCell
from communes.workbooks.opening import open_workbook
from tests.workbooks.building import (
    BOF,
    EOF,
    FORMULA,
    MAIN,
    ROW,
    data,
    ods,
    ods_row,
    record,
    xls,
    xls_stream,
    xlsx,
    xlsx_parts,
    zipped,
)


def only_sheet(content, name="a.xlsx"):
    (sheet,) = open_workbook(content, name).sheets
    return sheet


def written(tmp_path, write, **options):
    """The bytes of a workbook that `write` fills through XlsxWriter."""
    path = tmp_path / "written.xlsx"
    with xlsxwriter.Workbook(path, options) as book:
        write(book)
    return path.read_bytes()


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}])
def test_every_kind_of_cell_of_xlsx(tmp_path, options):
    def write(book):
        sheet = book.add_worksheet("Lớp")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write(2, 1, "Khánh Khê")
        sheet.write(2, 2, 1.5)
        sheet.write(2, 3, True)
        sheet.write_datetime(3, 1, date(2026, 9, 5), day)
        sheet.write_datetime(3, 2, datetime(2026, 9, 5, 7, 30), moment)
        sheet.write_formula(3, 3, "=1+2", None, 3)
        sheet.write_formula(4, 1, '="a"&"b"', None, "ab")

    content = written(tmp_path, write, **options)
    book = open_workbook(content, "Số liệu.xlsx")
    assert (book.format, book.stamp) == ("xlsx", {})
    (sheet,) = book.sheets
    assert (sheet.name, sheet.first_row, sheet.hidden) == ("Lớp", 1, False)
    assert sheet.rows == [
        [],
        [],
        ["", "Khánh Khê", 1.5, True],
        ["", date(2026, 9, 5), datetime(2026, 9, 5, 7, 30), 3.0],
        ["", "ab"],
    ]


def test_xls_and_ods_are_read_alike():
    rows = [["Trường", "Số lớp"], ["TH Khánh Khê", 12.0], ["", 3.5]]
    rows.append(["Đồng Đăng", date(2026, 9, 5)])
    assert only_sheet(xls(xls_stream(rows)), "a.xls").rows == rows
    assert only_sheet(ods({"Lớp": "".join(map(ods_row, rows))}), "a.ods").rows == rows


def test_dates_counted_from_1904_as_old_macs_do(tmp_path):
    def write(book):
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        book.add_worksheet().write_datetime(0, 0, date(2026, 9, 5), day)

    content = written(tmp_path, write, date_1904=True)
    assert values.date_(only_sheet(content).rows[0][0]) == date(2026, 9, 5)


def test_what_another_library_writes_is_read():
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "Lớp"
    book.active.append(["Trường", 12, date(2026, 9, 5), True, None, 1.5])
    book.active["A2"] = "=1+1"
    book.save(stream)
    assert only_sheet(stream.getvalue()).rows == [
        ["Trường", 12.0, date(2026, 9, 5), True, "", 1.5],
        [BrokenCell()],
    ]


def test_content_counts_and_not_the_ending():
    rows = [["Trường", 1.0]]
    assert open_workbook(xls(xls_stream(rows)), "a.xlsx").format == "xls"
    assert open_workbook(ods({"A": ods_row(rows[0])}), "a.xlsx").format == "ods"


def test_errors_and_formulas_without_result_are_told_from_blanks():
    content = xlsx(
        data(
            '<c r="A1"><v>1</v></c>',
            '<c r="B1" s="0" t="e"><f>A1/0</f><v>#DIV/0!</v></c>',
            '<c r="C1"><f>1+1</f></c>',
            '<c r="D1"><f>1+1</f><v></v></c>',
            '<c r="E1" t="str"><f>""</f><v></v></c>',
            '<c t="e" r="F1"><v>#REF!</v></c>',
            '<c r="G1"><f>1+1</f><v>2</v></c>',
        )
    )
    assert only_sheet(content).rows == [
        [1.0, BrokenCell("#DIV/0!"), BrokenCell(""), BrokenCell(""), ""]
        + [BrokenCell("#REF!"), 2.0]
    ]


def test_errors_of_xls_and_ods():
    rows = [["a", b"\x17", b"\x2a"]]
    found = [["a", BrokenCell("#REF!"), BrokenCell("#N/A")]]
    assert only_sheet(xls(xls_stream(rows)), "a.xls").rows == found
    cells = (
        '<table:table-cell table:formula="of:=1" office:value-type="string" '
        'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1"/>'
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" '
        'office:value="2"><text:p>2</text:p></table:table-cell>'
    )
    row = f"<table:table-row>{cells}</table:table-row>"
    assert only_sheet(ods({"A": row}), "a.ods").rows == [
        [BrokenCell("#N/A"), BrokenCell(""), 2.0]
    ]


def test_hidden_rows_and_broken_formulas_of_xls():
    hidden = struct.pack("<HHHHHHHH", 1, 0, 1, 255, 0, 0, 0x20, 0)
    place, error = struct.pack("<HHH", 2, 0, 0), b"\x02\0\x07\0\0\0\xff\xff"
    formula = place + error + struct.pack("<HIH", 0, 0, 3) + b"\x1e\x01\0"
    chart = struct.pack("<HHHHII", 0x0600, 0x0020, 0, 0, 0, 0)
    inside = record(BOF, chart) + record(EOF)
    inside += record(ROW, hidden) + record(FORMULA, formula)
    stream = xls_stream([["a"], ["b"]], inside_sheet=inside)
    sheet = only_sheet(xls(stream), "a.xls")
    assert sheet.rows == [["a"], ["b"], [BrokenCell("#DIV/0!")]]
    assert sheet.hidden_rows == {2}


def test_an_xls_so_small_that_it_lies_in_small_sectors():
    rows = [["Trường", "Số lớp"], ["TH Khánh Khê", 12.0]]
    assert only_sheet(xls(xls_stream(rows), is_small=True), "a.xls").rows == rows


def test_a_sheet_with_prefixed_names_is_read_with_its_errors():
    sheet = (
        '<x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c>'
        '<x:c r="B1" t="e"><x:v>#N/A</x:v></x:c></x:row>'
        '<x:row r="2" hidden="1"><x:c r="A2"><x:v>8</x:v></x:c></x:row></x:sheetData>'
    )
    parts = xlsx_parts("") | {
        "xl/worksheets/sheet1.xml": (
            f'<x:worksheet xmlns:x="{MAIN}">{sheet}</x:worksheet>'
        )
    }
    read = only_sheet(zipped(parts))
    assert read.rows == [[7.0, BrokenCell("#N/A")], [8.0]]
    assert read.hidden_rows == {2}


def test_hidden_rows_and_sheets_are_marked(tmp_path):
    def write(book):
        for name in ("Lớp", "Ẩn", "Ẩn hẳn"):
            sheet = book.add_worksheet(name)
            for row in range(4):
                sheet.write(row, 0, row)
            sheet.set_row(2, None, None, {"hidden": True})
        book.get_worksheet_by_name("Ẩn").hide()
        book.get_worksheet_by_name("Ẩn hẳn").very_hidden()

    book = open_workbook(written(tmp_path, write), "a.xlsx")
    facts = [(sheet.name, sheet.hidden, sheet.hidden_rows) for sheet in book.sheets]
    assert facts == [("Lớp", False, {3}), ("Ẩn", True, {3}), ("Ẩn hẳn", True, {3})]
    assert [sheet.name for sheet in book.visible] == ["Lớp"]


def test_hidden_rows_of_ods():
    hidden = ods_row([1]).replace("-row>", '-row table:visibility="collapse">', 1)
    rest = (
        '<table:table-row table:number-rows-repeated="1048573" '
        'table:visibility="filter"><table:table-cell/></table:table-row>'
    )
    sheet = only_sheet(ods({"A": ods_row([0]) + hidden + ods_row([2]) + rest}), "a.ods")
    assert sheet.rows == [[0.0], [1.0], [2.0]]
    assert min(sheet.hidden_rows) == 2
    assert 3 not in sheet.hidden_rows


def test_merged_cells_are_known(tmp_path):
    def write(book):
        sheet = book.add_worksheet()
        sheet.merge_range(1, 2, 3, 4, "Học sinh")

    sheet = only_sheet(written(tmp_path, write))
    assert sheet.merged == [(2, 2, 4, 4)]
    assert sheet.rows[1][2] == "Học sinh"


def test_colours_far_below_the_data_cost_nothing():
    """Whole columns coloured down to the last row: usual, and no reason to refuse."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    rows += '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    declared = '<dimension ref="A1:XFD1048576"/>'
    assert only_sheet(xlsx(f"{declared}<sheetData>{rows}</sheetData>")).rows == [[1.0]]
    blank = (
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert only_sheet(ods({"A": ods_row([1]) + blank}), "a.ods").rows == [[1.0]]


def test_cells_across_the_pieces_of_a_part_keep_their_place():
    """A sheet of several pieces: an error in every hundredth row, none lost."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{"chữ " * 20}</t></is></c>'
        + (f'<c r="B{n}" t="e"><v>#N/A</v></c>' if n % 100 == 0 else "")
        + "</row>"
        for n in range(1, 20_001)
    )
    sheet = only_sheet(xlsx(f"<sheetData>{rows}</sheetData>"))
    broken = [
        number
        for number, row in enumerate(sheet.rows, start=1)
        if row[1:] == [BrokenCell("#N/A")]
    ]
    assert broken == list(range(100, 20_001, 100))


def test_time_of_day_is_kept_apart_from_dates(tmp_path):
    def write(book):
        clock = book.add_format({"num_format": "hh:mm"})
        book.add_worksheet().write_datetime(0, 0, time(7, 30), clock)

    (row,) = only_sheet(written(tmp_path, write)).rows
    assert str(row[0]).startswith(("07:30", "7:30"))
