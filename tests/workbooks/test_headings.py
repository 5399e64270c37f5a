"""Tables are found whatever stands around them, and what is left out is said."""

from datetime import date

import pytest

from communes.workbooks import headings
from communes.workbooks.columns import Column
from communes.workbooks.sheets import SheetData, Workbook, WorkbookRefused
from communes.workbooks.tables import Remark

SCHOOL = Column("school", "Mã trường", required=True, aliases=["Mã cơ sở"])
CLASSES = Column("classes", "Số lớp", "integer", required=True)
PUPILS = Column("pupils", "Số học sinh", "integer", group="Học sinh")
GIRLS = Column("girls", "Nữ", "integer", group="Học sinh")
ETHNIC_GIRLS = Column("ethnic_girls", "Nữ dân tộc thiểu số", "integer")
COLUMNS = [SCHOOL, CLASSES, PUPILS, GIRLS, ETHNIC_GIRLS]
HEADINGS = ["Mã trường", "Số lớp", "Số học sinh", "Nữ", "Nữ dân tộc thiểu số"]
DATA = ["A1", 3.0, 90.0, 44.0, 12.0]
IN_ORDER = {"school": 0, "classes": 1, "pupils": 2, "girls": 3, "ethnic_girls": 4}


def sheet(*rows, **facts):
    return SheetData("Lớp", [list(row) for row in rows], **facts)


def found(*rows, columns=COLUMNS, **facts):
    """(places, heading rows, data rows, codes of remarks) of the table in `rows`."""
    table = headings.find(sheet(*rows, **facts), columns)
    remarks = [(remark.code, remark.row, remark.column) for remark in table.remarks]
    return table.places, table.heading_rows, table.row_numbers, remarks


def test_headings_in_the_first_row():
    assert found(HEADINGS, DATA) == (IN_ORDER, (1, 1), [2], [])


def test_titles_above_and_blank_rows_between():
    rows = [["PHÒNG VĂN HÓA - XÃ HỘI"], [], ["Biểu số 1"], [], HEADINGS, [], DATA]
    assert found(*rows) == (IN_ORDER, (5, 5), [7], [])


def test_moved_columns_and_a_first_row_that_is_not_the_sheets_first():
    moved = ["Nữ", "Mã trường", "Số học sinh", "Nữ dân tộc thiểu số", "Số lớp"]
    places = {"girls": 0, "school": 1, "pupils": 2, "ethnic_girls": 3, "classes": 4}
    row = [1.0, "A", 2.0, 0.0, 1.0]
    assert found(moved, row, first_row=7) == (places, (7, 7), [8], [])


@pytest.mark.parametrize(
    "heading",
    [
        "mã  TRƯỜNG ",
        "Mã trường",  # decomposed
        "Ma truong",
        "1. Mã trường:",
        "Mã trường (*)",
        "Mã\ntrường",
        "Mã cơ sở",
        "\ufeffMã\u00a0trường",
    ],
)
def test_other_spellings_of_a_heading(heading):
    assert found([heading, *HEADINGS[1:]], DATA)[0] == IN_ORDER


def test_two_lines_of_merged_headings():
    upper = ["Mã trường", "Số lớp", "Học sinh", "", "Nữ dân tộc thiểu số"]
    lower = ["", "", "Số học sinh", "Nữ", ""]
    merged = [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 3, 4)]
    rows = [["Biểu"], upper, lower, DATA]
    assert found(*rows, merged=merged) == (IN_ORDER, (2, 3), [4], [])
    # An ods file does not say what is merged.
    assert found(*rows) == (IN_ORDER, (2, 3), [4], [])


def test_a_group_tells_equal_headings_apart():
    columns = [
        SCHOOL,
        Column("pupils_all", "Tổng", "integer", group="Học sinh"),
        Column("teachers_all", "Tổng", "integer", group="Giáo viên"),
    ]
    upper = ["Mã trường", "Giáo viên", "", "Học sinh", ""]
    lower = ["", "Tổng", "Nữ", "Tổng", "Nữ"]
    places = {"school": 0, "teachers_all": 1, "pupils_all": 3}
    merged = [(1, 1, 1, 2), (1, 3, 1, 4)]
    unknown = [("unknown_column", 2, "C"), ("unknown_column", 2, "E")]
    assert found(
        upper, lower, ["A", 1.0, 1.0, 2.0, 1.0], columns=columns, merged=merged
    ) == (places, (1, 2), [3], unknown)


def test_a_heading_under_a_group_is_not_taken_for_another_column():
    upper = ["Mã trường", "Số lớp", "Học sinh", "", "Dân tộc thiểu số"]
    lower = ["", "", "Số học sinh", "Nữ", "Nữ"]
    merged = [(1, 2, 1, 3)]
    assert found(upper, lower, DATA, merged=merged)[0] == IN_ORDER


def test_an_unknown_column_is_said_and_ignored():
    table = headings.find(sheet([*HEADINGS, "Ghi chú"], [*DATA, "mới"]), COLUMNS)
    assert table.places == IN_ORDER
    assert table.remarks == [
        Remark(
            "unknown_column",
            "Cột “Ghi chú” không thuộc mẫu nên được bỏ qua.",
            "warning",
            1,
            "F",
        )
    ]
    assert table.errors == []


def test_a_missing_required_column_is_an_error_and_an_optional_one_is_not():
    table = headings.find(sheet(["Mã trường", "Nữ"], ["A", 1.0]), COLUMNS)
    assert table.errors == [
        Remark(
            "missing_column",
            (
                "Thiếu cột bắt buộc “Số lớp”. Hãy thêm cột này vào hàng tiêu đề "
                "(dòng 1) hoặc dùng mẫu tải từ hệ thống."
            ),
            "error",
            1,
        )
    ]
    assert table.remarks == table.errors
    assert table.cells("classes") == [""]


def test_a_repeated_heading_is_an_error_unless_both_columns_agree():
    repeated = [*HEADINGS, "Số lớp"]
    assert found(repeated, [*DATA, 3.0])[3] == []
    assert found(repeated, [*DATA, 4.0])[3] == [("repeated_column", 1, "F")]


def test_totals_blank_rows_numbering_and_signatures_are_not_data():
    rows = [
        HEADINGS,
        ["A", "B", 1.0, 2.0, 3.0],
        DATA,
        ["", "", "–", "", ""],
        ["A2", 1.0, 20.0, 11.0, 0.0],
        ["Tổng cộng:", 4.0, 110.0, 55.0, 12.0],
        [],
        ["", "", "Khánh Khê, ngày 05 tháng 9 năm 2026"],
        ["Người lập biểu", "", "", "Thủ trưởng đơn vị"],
        ["Tống Văn An", "", "", "Hoàng Thị Tổng"],
    ]
    assert found(*rows)[2:] == ([3, 5], [("total_row", 6, "")])


def test_people_whose_names_sound_like_a_total_stay():
    columns = [Column("name", "Họ và tên", required=True), SCHOOL]
    rows = [["Họ và tên", "Mã trường"], ["Tống Văn An", "A"], ["Tổng số", "2"]]
    assert found(*rows, columns=columns)[2:] == ([2], [("total_row", 3, "")])


def test_hidden_rows_are_read_and_said():
    remarks = found(HEADINGS, DATA, DATA, hidden_rows=frozenset([3]))
    assert remarks[2:] == ([2, 3], [("hidden_rows", 3, "")])


def test_codes_of_a_template_decide_over_headings():
    codes = ["[girls]", "[school]", "[classes]", "", "[pupils]"]
    row = [1.0, "A", 2.0]
    rows = [["Biểu"], codes, ["Nữ", "Trường", "đã đổi tên", "thêm"], row]
    places = {"girls": 0, "school": 1, "classes": 2, "pupils": 4}
    unknown = [("unknown_column", 3, "D")]
    assert found(*rows) == (places, (2, 3), [4], unknown)
    groups = ["", "", "Học sinh", "", ""]
    rows.insert(2, groups)
    unknown = [("unknown_column", 4, "D")]
    assert found(*rows) == (places, (2, 4), [5], unknown)


def test_no_table_where_one_heading_alone_happens_to_stand():
    assert headings.find(sheet(["Nữ", "Nam"], [1.0, 2.0]), COLUMNS) is None
    assert headings.find(sheet(), COLUMNS) is None


def test_cells_are_aligned_with_row_numbers():
    table = headings.find(
        sheet(HEADINGS, ["A"], [], ["B", 1.0, date(2026, 9, 5)]), COLUMNS
    )
    assert table.row_numbers == [2, 4]
    assert table.cells("school") == ["A", "B"]
    assert table.cells("pupils") == ["", date(2026, 9, 5)]
    assert (table.letter("pupils"), table.letter("girls")) == ("C", "D")
    assert len(table) == 2


def test_hidden_sheets_are_left_out_and_said():
    shown, hidden = sheet(HEADINGS, DATA), sheet(HEADINGS, DATA)
    hidden.hidden, hidden.name = True, "Cũ"
    other = SheetData("Hướng dẫn", [["Đọc kỹ"]])
    tables, remarks = headings.tables(Workbook([other, hidden, shown]), COLUMNS)
    assert [table.sheet for table in tables] == [shown]
    assert [(name, remark.code) for name, remark in remarks] == [
        ("Hướng dẫn", "sheet_without_table"),
        ("Cũ", "hidden_sheet"),
    ]


def test_a_hidden_sheet_is_read_if_no_other_has_the_headings():
    hidden = sheet(HEADINGS, DATA, hidden=True)
    (table,), remarks = headings.tables(Workbook([hidden]), COLUMNS)
    assert (table.sheet, remarks) == (hidden, [])
    assert [remark.code for remark in table.remarks] == ["hidden_sheet_used"]


def test_a_workbook_without_the_headings_is_refused_with_those_it_needs():
    with pytest.raises(WorkbookRefused) as refused:
        headings.tables(Workbook([sheet(["Nhiệt độ", "Ngày"])]), COLUMNS)
    assert refused.value.args == (
        "no_headings",
        (
            "Không tìm thấy hàng tiêu đề trong tệp. Tệp phải có các cột: Mã trường, "
            "Số lớp. Hãy tải mẫu từ hệ thống rồi nhập số liệu vào đó."
        ),
    )
