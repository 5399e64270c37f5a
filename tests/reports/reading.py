"""A report read back by other people's programs, every number against the paper's values.

Numbers are parsed from what those programs say, not written again by our own code.
"""

import io
import re
import subprocess
from decimal import ROUND_HALF_UP, Decimal

import docx
import openpyxl
from docx.text.paragraph import Paragraph as WordParagraph

from communes.documents.blocks import Heading, Kind, Table
from tests.reports.papers import read_pdf, tool

NUMBER = re.compile(r"[+−]?\d[\d.]*(?:,\d+)?%?")
SCALE = {Kind.PERCENT: 100, Kind.POINTS: 100}


def tables(document):
    """(table, rows with the totals) of every table of the paper."""
    return [
        (one, [*one.rows, *([one.totals] if one.totals is not None else [])])
        for one in document.of(Table)
    ]


def number(text):
    """1.234,5% as Decimal("1234.5")."""
    plain = text.strip("%").replace(".", "").replace(",", ".").replace("−", "-")
    return Decimal(plain)


def same(column, value, text):
    """Whether `text` is what a reader expects of `value`, rounded half away from zero."""
    if value is None:
        return text == "–"
    if isinstance(value, str):
        return text == value
    if not NUMBER.fullmatch(text) or text.endswith("%") != (
        column.kind == Kind.PERCENT
    ):
        return False
    # A whole number of rows is written without decimals whatever the column says.
    digits = 0 if column.kind == Kind.WHOLE else column.digits
    exact = Decimal(str(value)) * SCALE.get(column.kind, 1)
    step = Decimal(1).scaleb(-digits)
    return number(text) == exact.quantize(step, ROUND_HALF_UP)


def differences(document, found):
    """What `found`, rows of texts for each table, says otherwise than the paper."""
    wrong = []
    for place, (table, rows) in enumerate(tables(document)):
        texts = found[place] if place < len(found) else []
        if len(texts) != len(rows):
            wrong.append((table.code, "rows", len(rows), len(texts)))
            continue
        for row, cells in zip(rows, texts, strict=True):
            for column, value, text in zip(table.columns, row, cells, strict=True):
                if not same(column, value, text):
                    wrong.append((table.code, column.label, value, text))
    return wrong


# Word


def word_parts(content):
    """(style, text) of paragraphs and the tables between them, in their order."""
    file = docx.Document(io.BytesIO(content))
    for element in file.element.body.iterchildren():
        if element.tag.endswith("}p"):
            paragraph = WordParagraph(element, file)
            yield paragraph.style.name, paragraph.text
        elif element.tag.endswith("}tbl"):
            yield "table", element


def in_word(content, document):
    """Rows of every table that follows a caption; head rows left out."""
    found, captions, caption = [], [], ""
    for style, part in word_parts(content):
        if style == "table" and caption.startswith("Bảng"):
            captions.append(caption)
            found.append(_body_rows(part))
        caption = part if style == "Caption" else ""
    titles = [one.title for one, _rows in tables(document)]
    expected = [f"Bảng {place}: {title}" for place, title in enumerate(titles, 1)]
    assert captions == expected
    return found


def _body_rows(element):
    # Cell by cell through python-docx takes minutes: it counts them all each time.
    rows = []
    for row in element.tr_lst:
        if row.trPr is not None and row.trPr.xpath("./w:tblHeader"):
            continue
        texts = [
            "".join(one.text or "" for one in cell.iter(f"{W}t")) for cell in row.tc_lst
        ]
        rows.append(texts)
    return rows


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_headings(content):
    return [
        (int(style[-1]), text)
        for style, text in word_parts(content)
        if style.startswith("Heading ")
    ]


def headings(document):
    return [(one.level, one.text) for one in document.of(Heading)]


# Workbook


def in_book(content, document):
    """Cells of every table's sheet, differing from the paper's values or not."""
    file = openpyxl.load_workbook(io.BytesIO(content))
    links = [cell.hyperlink for cell in file["Mục lục"]["B"] if cell.hyperlink]
    sheets = [link.location.split("'")[1] for link in links]
    assert sheets == file.sheetnames[1:]
    named = {file[name]["A1"].value: file[name] for name in sheets}
    wrong = []
    for table, rows in tables(document):
        sheet = named[table.title]
        top = 6 if any(column.group for column in table.columns) else 5
        for place, row in enumerate(rows):
            cells = [sheet.cell(top + place, at + 1) for at in range(len(row))]
            for column, value, cell in zip(table.columns, row, cells, strict=True):
                if not _equal(column, value, cell.value):
                    wrong.append((table.code, column.label, value, cell.value))
    return wrong


def _equal(column, value, found):
    if value is None or value == "":
        return found is None
    if isinstance(value, str):
        return found == value
    scale = 100 if column.kind == Kind.POINTS else 1
    return (
        isinstance(found, int | float)
        and abs(float(value) * scale - found) <= abs(found) * 1e-12
    )


# PDF


def in_pdf(text, document):
    """Rows whose numbers do not stand in the text of the PDF, in the paper's order."""
    missing, place = [], 0
    for table, rows in tables(document):
        for row in rows:
            wanted = _pattern(table, row)
            if wanted is None:
                continue
            found = re.compile(wanted).search(text, place)
            if found is None:
                missing.append((table.code, row))
            else:
                place = found.end()
    return missing


def _pattern(table, row):
    """The numbers of a row on one line, one after another."""
    texts = [
        _text(column, value)
        for column, value in zip(table.columns, row, strict=True)
        if column.is_number and isinstance(value, int | float | Decimal)
    ]
    if not texts:
        return None
    edge = r"(?<![\d.,+−]){}(?![\d.,%])"
    return r"[^\n]*?".join(edge.format(re.escape(text)) for text in texts)


def _text(column, value):
    """The number as the country writes it, made by hand."""
    digits = 0 if column.kind == Kind.WHOLE else column.digits
    exact = Decimal(str(value)) * SCALE.get(column.kind, 1)
    shown = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    plain = f"{abs(shown):,.{digits}f}".translate(str.maketrans(",.", ".,"))
    sign = "−" if shown < 0 else ""
    if shown > 0 and column.kind in (Kind.SIGNED, Kind.POINTS):
        sign = "+"
    return f"{sign}{plain}{'%' if column.kind == Kind.PERCENT else ''}"


def pdf_text(content, folder):
    return read_pdf(content, folder, "pdftotext", "-layout")


def pdf_facts(content, folder):
    """What pdfinfo says: label -> value."""
    lines = read_pdf(content, folder, "pdfinfo").splitlines()
    return {
        name: rest.strip() for name, _colon, rest in (x.partition(":") for x in lines)
    }


def pdf_bookmarks(content, folder):
    path = folder / "outline.pdf"
    path.write_bytes(content)
    arguments = [tool("pdftohtml"), "-xml", "-i", "-stdout", str(path)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    return re.findall(r'<item page="\d+">(.*?)</item>', done.stdout)
