"""A small paper with every kind of block, and readers of the three formats."""

import io
import os
import re
import shutil
import subprocess
from decimal import Decimal

import docx
import openpyxl
import pytest

from communes.documents.blocks import (
    Area,
    Break,
    Chart,
    Column,
    Contents,
    Document,
    Foot,
    Heading,
    Kind,
    Letterhead,
    Map,
    Paragraph,
    Series,
    Signer,
    Table,
)

SQUARE = [[106.1, 21.8], [106.2, 21.8], [106.2, 21.9], [106.1, 21.9], [106.1, 21.8]]
COLUMNS = (
    Column("Xã", width=2),
    Column("Học sinh", Kind.WHOLE, group="Quy mô"),
    Column("Thay đổi", Kind.SIGNED, 0, group="Quy mô"),
    Column("Tỷ lệ (%)", Kind.PERCENT),
    Column("GV/lớp", Kind.DECIMAL, 2),
)
ROWS = (
    ("Xã Khánh Khê", 2552, -12, Decimal("0.4891"), Decimal("1.53")),
    ("Xã Bình Gia", 1234567, 0, None, Decimal("1.5")),
    ('=HYPERLINK("a")', 7, 7, Decimal(1), None),
)
TOTALS = ("Cộng", 1237126, -5, Decimal("0.5"), Decimal("1.51"))
WRITTEN = ["2.552", "−12", "48,9%", "1,53", "1.234.567", "1,50", "100,0%", "50,0%"]


def paper(**fields):
    blocks = [
        Contents(),
        Heading("PHẦN THỨ NHẤT", 1),
        Heading("I. ĐẶC ĐIỂM", 2),
        Paragraph("size", "Toàn tỉnh có 648 cơ sở; *không* phải #lệnh & <thẻ>."),
        Paragraph("point", "Một ý.", is_point=True),
        Table("t1", "Quy mô theo xã", COLUMNS, ROWS, TOTALS, ["Nguồn: thử nghiệm."]),
        Table("t2", "Bảng rộng", COLUMNS[:2], [ROWS[0][:2]] * 60, is_wide=True),
        Chart(
            "c1",
            "Xã nào đông?",
            "Khánh Khê đông.",
            "bars",
            ["Khánh Khê", "Bình Gia"],
            [Series("Học sinh", [2552, 99])],
        ),
        Chart(
            "c2",
            "Thừa hay thiếu?",
            "Thiếu 3.",
            "diverging",
            ["Khánh Khê"],
            [Series("Thiếu", [3]), Series("Thừa", [0])],
        ),
        Chart(
            "c3",
            "Năm năm?",
            "Tăng.",
            "lines",
            ["2024-2025", "2025-2026"],
            [Series("Mầm non", [1, None]), Series("Tiểu học", [3, 4])],
        ),
        Break(),
        Map(
            "m1",
            "Ở đâu?",
            "Ở một nơi.",
            [Area("Khánh Khê", [SQUARE], "#cc4c02", Decimal("3.5"))],
            [("từ 3", "#cc4c02")],
        ),
    ]
    return Document(
        **{
            "kind": "Báo cáo",
            "title": "Tổng kết năm học 2025-2026",
            "letterhead": Letterhead(
                "UBND tỉnh Lạng Sơn",
                "Sở Giáo dục và Đào tạo",
                "Số: 12/BC-SGDĐT",
                "Lạng Sơn, ngày 05 tháng 02 năm 2026",
            ),
            "blocks": blocks,
            "foot": Foot(Signer("Giám đốc", "Họ Tên"), ["Lưu: VT."]),
            "facts": [("Năm học", "2025-2026")],
            **fields,
        }
    )


def word_of(content):
    return docx.Document(io.BytesIO(content))


def word_tables(content):
    """Rows of texts of every table but those that carry head and foot."""
    tables = word_of(content).tables[1:-1]
    return [
        [[cell.text for cell in row.cells] for row in table.rows] for table in tables
    ]


def book_of(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def tool(name):
    """Where a reader of PDF is; without it the test cannot be made."""
    found = shutil.which(name)
    if not found and os.environ.get("CI") == "true":
        pytest.fail(f"No {name}: .ci/run installs it.")
    if not found:
        pytest.skip(f"no {name} on this machine; .ci/run installs it")
    return found


def read_pdf(content, tmp_path, program="pdftotext", *options):
    path = tmp_path / "paper.pdf"
    path.write_bytes(content)
    arguments = [tool(program), *options, str(path)]
    if program == "pdftotext":
        arguments.append("-")
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    return done.stdout


def plain(text):
    return re.sub(r"\s+", " ", text)
