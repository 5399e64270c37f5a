"""Reads pages and downloads as a person would: rows of cells, labels, links."""

import csv
import io
from html.parser import HTMLParser

import openpyxl


class _Tables(HTMLParser):
    """Collects the cells of every table row, by table."""

    def __init__(self):
        super().__init__()
        self.tables, self._cell = [], None

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self._cell = []

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self._cell is not None:
            self.tables[-1][-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data):
        if self._cell is not None:
            self._cell.append(data)


def tables(response):
    """Every table of the page as rows of cell texts."""
    assert response.status_code == 200
    reader = _Tables()
    reader.feed(response.content.decode())
    return reader.tables


def body(table):
    """The rows between the heading and the totals, for a table with both."""
    return table[1:-1]


def first_column(response, number=0):
    return [row[0] for row in body(tables(response)[number])]


def download(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def csv_rows(response):
    """Heading and rows of a CSV file, and the facts written above them."""
    lines = list(csv.reader(io.StringIO(download(response).decode("utf-8-sig"))))
    gap = lines.index([])
    return dict(lines[:gap]), lines[gap + 1], lines[gap + 2 :]


def xlsx_rows(response):
    """The same of an XLSX file."""
    sheet = openpyxl.load_workbook(io.BytesIO(download(response))).active
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    gap = next(n for n, line in enumerate(lines) if not any(line))
    return {line[0]: line[1] for line in lines[:gap]}, lines[gap + 1], lines[gap + 2 :]
