"""Exported files: what is inside, and that nothing in them runs."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from communes import export

ABOUT = export.About(
    title="Danh sách cơ sở giáo dục",
    source="Sở Giáo dục và Đào tạo Lạng Sơn",
    school_year="2025-2026",
    data_time="15:02 23/11/2026",
    coverage="64/65 xã đã nộp, 61 đã duyệt",
    filters=[("Loại", "Trường tiểu học"), ("Tìm", "khanh khe")],
)
HEADER = ["Tên trường", "Học sinh", "Tỷ lệ", "Thành lập", "Công lập"]
ROWS = [
    ["TH Khánh Khê", 342, Decimal("1.45"), date(2001, 9, 5), True],
    ["=1+1", None, Decimal("-3"), None, False],
]
ATTACKS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "  =1"]


def about_lines():
    return [
        ["Bảng", "Danh sách cơ sở giáo dục"],
        ["Nguồn", "Sở Giáo dục và Đào tạo Lạng Sơn"],
        ["Năm học", "2025-2026"],
        ["Bộ lọc", "Loại: Trường tiểu học; Tìm: khanh khe"],
        ["Số liệu đến", "15:02 23/11/2026"],
        ["Mức đầy đủ", "64/65 xã đã nộp, 61 đã duyệt"],
        ["Xuất lúc", f"{timezone.localtime():%H:%M %d/%m/%Y}"],
    ]


def read_csv(response):
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def workbook(header, rows):
    file = io.BytesIO()
    export.write_xlsx(file, ABOUT, header, rows)
    return openpyxl.load_workbook(file).active


def test_csv_says_what_it_holds_and_writes_every_row():
    response = export.respond("csv", ABOUT, HEADER, iter(ROWS), "truong")
    assert response["Content-Disposition"] == 'attachment; filename="truong.csv"'
    assert read_csv(response) == [
        *about_lines(),
        [],
        HEADER,
        ["TH Khánh Khê", "342", "1.45", "05/09/2001", "Có"],
        ["'=1+1", "", "-3", "", "Không"],
    ]


def test_xlsx_says_what_it_holds_and_keeps_numbers_and_dates():
    sheet = workbook(HEADER, iter(ROWS))
    top = [[cell.value for cell in row[:2]] for row in sheet.iter_rows(max_row=7)]
    assert top == about_lines()
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=9)]
    assert rows == [
        HEADER,
        ["TH Khánh Khê", 342, 1.45, datetime(2001, 9, 5), "Có"],
        ["=1+1", None, -3, None, "Không"],
    ]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B10", "A9:E11")


@pytest.mark.parametrize("attack", ATTACKS)
def test_csv_quotes_whatever_a_spreadsheet_would_calculate(attack):
    rows = read_csv(export.respond("csv", ABOUT, [attack], [[attack]], "x"))
    # The reader normalises a bare carriage return inside quotes to a line feed.
    written = [row[0].replace("\n", "\r") for row in rows[-2:]]
    assert written == [f"'{attack}".replace("\n", "\r")] * 2


@pytest.mark.parametrize("attack", ATTACKS)
def test_xlsx_keeps_it_as_marked_text(attack):
    cell = workbook(["x"], [[attack]])["A10"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@pytest.mark.parametrize("value", [-5, Decimal("-1.5"), "−5", "5-6 tuổi", "a=b", ""])
def test_harmless_values_stay_as_they_are(value):
    assert export.harmless(value) == value
