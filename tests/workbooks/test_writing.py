"""Templates: what stands in them, and that what was written is read back the same."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communes.workbooks import headings, stamps, values
from communes.workbooks.columns import Column
from communes.workbooks.dates import YearOnly
from communes.workbooks.opening import open_workbook
from communes.workbooks.sheets import Workbook, WorkbookRefused
from communes.workbooks.stamps import Stamp
from communes.workbooks.writing import TemplateSheet, write_template

STAMP = Stamp(
    kind="classes",
    title="Lớp, học sinh theo khối",
    school_year="2026-2027",
    commune="06286",
    commune_name="xã Khánh Khê",
    made_at=datetime(2026, 11, 23, 19, 30),
)
POSTS = [("GV", "Giáo viên"), ("HT", "Hiệu trưởng"), ("TT1", "Tổ"), ("TT2", "Tổ")]
COLUMNS = [
    Column("school", "Mã trường", required=True, fixed=True),
    Column("name", "Tên trường", fixed=True),
    Column("pupils", "Số học sinh", "integer", help="Tổng số em.", group="Học sinh"),
    Column("girls", "Nữ", "integer", group="Học sinh"),
    Column("ratio", "Tỷ lệ", "decimal"),
    Column("opened", "Ngày thành lập", "date"),
    Column("born", "Ngày sinh", "birth_date"),
    Column("power", "Điện lưới", "yes_no"),
    Column("post", "Vị trí", "choice", choices=POSTS, required=True),
    Column("person", "Số định danh", "personal_number"),
]
ROW = {
    "school": "20A-01",
    "name": "TH Khánh Khê",
    "pupils": 1234,
    "girls": 0,
    "ratio": Decimal("48.9"),
    "opened": date(2001, 9, 5),
    "born": YearOnly(1980, 1, 1),
    "power": True,
    "post": "TT2",
    "person": "020185001234",
}


def written(*sheets, stamp=STAMP):
    stream = io.BytesIO()
    write_template(stamp, sheets, stream)
    return stream.getvalue()


def read_back(content, columns=COLUMNS):
    """The rows of the only table, by column name; every cell without a problem."""
    (table,), remarks = headings.tables(open_workbook(content, "a.xlsx"), columns)
    assert (table.by_codes, table.remarks, remarks) == (True, [], [])
    read = {}
    for column in columns:
        read[column.name], problems = values.column(table.cells(column.name), column)
        assert problems == {}
    return [
        dict(zip(read, row, strict=True)) for row in zip(*read.values(), strict=True)
    ]


@pytest.fixture(scope="module")
def book():
    """A template with one row and room for more, as another program sees it."""
    content = written(TemplateSheet("Lớp/học sinh", COLUMNS, [ROW], spare=10))
    return openpyxl.load_workbook(io.BytesIO(content))


def test_a_row_comes_back_as_it_was_written():
    empty = dict.fromkeys(ROW) | {"school": "20A-02", "name": ""}
    rows = read_back(written(TemplateSheet("Lớp", COLUMNS, [ROW, empty])))
    assert rows == [ROW, empty]
    assert type(rows[0]["born"]) is YearOnly


def test_sheets_and_their_states(book):
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Hướng dẫn", "visible"),
        ("Lớp học sinh", "visible"),
        ("_danh_sach", "hidden"),
        ("_mau", "veryHidden"),
    ]


def test_what_stands_above_the_data(book):
    sheet = book["Lớp học sinh"]
    assert sheet["A1"].value == (
        "Lớp, học sinh theo khối – năm học 2026-2027 – xã Khánh Khê"
    )
    assert sheet["A2"].value == (
        "Mẫu phiên bản 1 do hệ thống lập lúc 19:30 23/11/2026."
    )
    codes = [cell.value for cell in sheet[3]]
    assert codes == [f"[{column.name}]" for column in COLUMNS]
    assert sheet.row_dimensions[3].hidden
    assert sheet["C4"].value == "Học sinh"
    assert str(sheet.merged_cells) == "C4:D4"
    assert [cell.value for cell in sheet[5]][:4] == [
        "Mã trường *",
        "Tên trường",
        "Số học sinh",
        "Nữ",
    ]
    assert sheet.freeze_panes == "C6"
    assert sheet["C5"].comment.text == "Tổng số em."
    assert sheet.auto_filter.ref == "A5:J16"


def test_headings_and_filled_columns_are_protected_and_the_rest_is_not(book):
    sheet = book["Lớp học sinh"]
    assert sheet.protection.sheet
    locked = [cell.protection.locked for cell in sheet[5]]
    assert locked == [True] * len(COLUMNS)
    locked = [cell.protection.locked for cell in sheet[6]]
    assert locked == [column.fixed for column in COLUMNS]
    # Rows that people may add below.
    assert not sheet.column_dimensions["A"].protection.locked


def test_drop_downs_and_bounds(book):
    rules = {
        str(rule.sqref): rule
        for rule in book["Lớp học sinh"].data_validations.dataValidation
    }
    assert set(rules) == {f"{letter}6:{letter}16" for letter in "CDEFHIJ"}
    pupils = rules["C6:C16"]
    assert (pupils.type, pupils.formula1, pupils.formula2, pupils.error) == (
        "whole",
        "0",
        "2147483647",
        "Chỉ gõ số nguyên từ 0 đến 2147483647.",
    )
    assert rules["H6:H16"].formula1 == '"Có,Không"'
    assert rules["I6:I16"].formula1 == "_danh_sach!$A$1:$A$4"
    words = [cell.value for cell in book["_danh_sach"]["A"]]
    assert words == ["Giáo viên", "Hiệu trưởng", "Tổ (TT1)", "Tổ (TT2)"]


def test_the_guide_explains_every_column(book):
    cells = [[cell.value for cell in row] for row in book["Hướng dẫn"].iter_rows()]
    begin = cells.index(["Trang tính", "Cột", "Cách nhập"]) + 1
    explained = cells[begin:]
    assert len(explained) == len(COLUMNS)
    assert explained[2] == [
        "Lớp/học sinh",
        "Số học sinh",
        "Tổng số em. Số nguyên, không âm.",
    ]


def test_the_stamp_is_a_property_too(book):
    facts = {prop.name: prop.value for prop in book.custom_doc_props.props}
    assert facts["edu_lang_son.kind"] == "classes"
    assert facts["edu_lang_son.school_year"] == "2026-2027"


def test_text_that_looks_like_a_formula_stays_text():
    row = ROW | {"name": '=HYPERLINK("http://a","b")', "school": "@SUM(1)"}
    content = written(TemplateSheet("Lớp", COLUMNS, [row]))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Lớp"]
    assert (sheet["B6"].data_type, sheet["B6"].quotePrefix) == ("s", True)
    assert read_back(content) == [row]


def test_sheets_of_one_name_and_code_lists_used_twice():
    content = written(
        TemplateSheet("Lớp", COLUMNS, [ROW]),
        TemplateSheet("Lớp", COLUMNS, [ROW]),
        TemplateSheet("Hướng dẫn", COLUMNS, [ROW]),
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[1:4] == ["Lớp", "Lớp 2", "Hướng dẫn 2"]
    assert book["_danh_sach"].max_column == 1


# --- any values at all

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"]),
    min_size=1,
    max_size=20,
).map(lambda text: f"x{text}")
VALUES = {
    "school": TEXT,
    "name": TEXT | st.just(""),
    "pupils": st.none() | st.integers(0, 2_147_483_647),
    "girls": st.none() | st.integers(0, 99),
    "ratio": st.none() | st.decimals(0, 10**6, places=3),
    "opened": st.none() | st.dates(date(1900, 3, 1), date(2100, 1, 1)),
    "born": st.none()
    | st.dates(date(1930, 1, 1), date(2020, 1, 1))
    | st.integers(1930, 2020).map(lambda year: YearOnly(year, 1, 1)),
    "power": st.none() | st.booleans(),
    "post": st.none() | st.sampled_from([code for code, _label in POSTS]),
    "person": st.none() | st.from_regex(r"[0-9]{12}", fullmatch=True),
}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.fixed_dictionaries(VALUES), min_size=1, max_size=5))
def test_whatever_is_written_is_read_back(rows):
    for row in rows:
        row["school"], row["name"] = (
            values.text(row["school"]),
            values.text(row["name"]),
        )
    assert read_back(written(TemplateSheet("Lớp", COLUMNS, rows))) == rows


# --- is it the right template?


def stamp_of(content):
    return open_workbook(content, "a.xlsx").stamp


def test_the_reader_recognises_its_own_template():
    content = written(TemplateSheet("Lớp", COLUMNS, [ROW]))
    assert stamp_of(content) == {
        "kind": "classes",
        "title": "Lớp, học sinh theo khối",
        "school_year": "2026-2027",
        "commune": "06286",
        "commune_name": "xã Khánh Khê",
        "made_at": "2026-11-23 19:30",
        "format": "1",
    }
    assert [sheet.name for sheet in open_workbook(content, "a.xlsx").sheets] == ["Lớp"]


def refused(wanted, stamp=STAMP):
    try:
        stamps.check(Workbook([], dict(stamp.lines())), wanted)
    except WorkbookRefused as refusal:
        return refusal.args
    return None


def changed(**facts):
    return Stamp(**({**STAMP.__dict__, **facts}))


def test_only_the_right_template_is_taken():
    assert refused(STAMP) is None
    assert refused(changed(commune="", commune_name="")) is None
    assert stamps.check(Workbook([]), STAMP) is None
    assert refused(changed(kind="staff", title="Nhân sự")) == (
        "wrong_kind",
        (
            "Đây là mẫu “Lớp, học sinh theo khối”, không phải “Nhân sự”. Hãy chọn đúng "
            "loại số liệu hoặc gửi đúng tệp."
        ),
    )
    assert refused(changed(school_year="2025-2026")) == (
        "wrong_year",
        (
            "Mẫu này của năm học 2026-2027, không phải 2025-2026. Hãy tải mẫu mới của "
            "năm học 2025-2026 rồi nhập vào đó."
        ),
    )
    assert refused(changed(commune="06001", commune_name="xã Bình Gia")) == (
        "wrong_commune",
        (
            "Mẫu này của xã Khánh Khê, không phải xã Bình Gia. Hãy gửi đúng tệp hoặc "
            "tải mẫu mới."
        ),
    )
    assert refused(STAMP, changed(format=2))[0] == "newer_format"
