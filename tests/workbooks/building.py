"""Workbooks written byte by byte, as people and programs and villains write them."""

import io
import struct
import zipfile
from datetime import date
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    """A zip of {name: text or bytes}."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def xlsx_parts(*sheets, shared="", states=()):
    """Parts of an xlsx file; each sheet is the XML inside its <worksheet>."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"'
        + (f' state="{states[n - 1]}"' if n <= len(states) and states[n - 1] else "")
        + "/>"
        for n in numbers
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" '
        f'Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" '
            f'ContentType="{SHEET_TYPE}.sheet.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>"
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
            f"<sheets>{listed}</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{related}'
            f'<Relationship Id="rId9999" Type="{RELATIONS}/sharedStrings" '
            'Target="sharedStrings.xml"/></Relationships>'
        ),
        "xl/sharedStrings.xml": shared or f'<sst xmlns="{MAIN}"/>',
    }
    for n, sheet in zip(numbers, sheets, strict=True):
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
        )
    return parts


def xlsx(*sheets, **options):
    return zipped(xlsx_parts(*sheets, **options))


def data(*cells):
    """<sheetData> of one row that holds the XML of `cells`."""
    return f'<sheetData><row r="1">{"".join(cells)}</row></sheetData>'


ONE_CELL = data('<c r="A1"><v>1</v></c>')

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
    ]
)


def ods_cell(value):
    if isinstance(value, str):
        if not value:
            return "<table:table-cell/>"
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(value)}</text:p></table:table-cell>"
        )
    if isinstance(value, date):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{value}">'
            f"<text:p>{value:%d/%m/%Y}</text:p></table:table-cell>"
        )
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'


def ods_row(values):
    return f"<table:table-row>{''.join(map(ods_cell, values))}</table:table-row>"


def ods_parts(sheets, prolog=""):
    """Parts of an ods file; `sheets` is {name: XML of its rows}."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{rows}</table:table>"
        for name, rows in sheets.items()
    )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return {
        "mimetype": ODS_TYPE,
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{manifest}"/>',
        "content.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<office:document-content '
            f'{_ODS_NAMES} xmlns:calcext="urn:org:documentfoundation:names:'
            'experimental:calc:xmlns:calcext:1.0" office:version="1.3">'
            "<office:automatic-styles/>"
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet>"
            "</office:body></office:document-content>"
        ),
    }


def ods(sheets, **options):
    return zipped(ods_parts(sheets, **options))


# --- xls: records of a stream, and the sectors that hold the stream

BOF, EOF, BOUNDSHEET, FILEPASS = 0x0809, 0x000A, 0x0085, 0x002F
XF, FORMULA = 0x00E0, 0x0006
NUMBER, LABEL, BOOLERR, ROW = 0x0203, 0x0204, 0x0205, 0x0208
SMALL = 4096
SECTOR, FREE, END, TABLE = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(code, body=b""):
    return struct.pack("<HH", code, len(body)) + body


def xls_cell(row, column, value):
    place = struct.pack("<HHH", row, column, isinstance(value, date))
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return record(LABEL, place + struct.pack("<HB", len(value), 1) + text)
    if isinstance(value, bytes):  # an error's code
        return record(BOOLERR, place + value + b"\x01")
    if isinstance(value, date):
        value = (value - date(1899, 12, 30)).days
    return record(NUMBER, place + struct.pack("<d", value))


def xls_stream(rows, extra=b"", sheet_type=0, inside_sheet=b""):
    """The stream "Workbook" with one sheet of `rows`, and more records within each."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    name = "Lớp".encode("utf-16-le")
    # Two styles: as it comes, and as a date (the format that Excel calls 14).
    styles = [struct.pack("<HH", 0, shown) + bytes(16) for shown in (0, 14)]
    globals_ = record(BOF, begin) + extra + b"".join(record(XF, s) for s in styles)
    start = len(globals_) + 4 + 8 + len(name) + 4
    sheet = struct.pack("<IBBBB", start, 0, sheet_type, len(name) // 2, 1) + name
    globals_ += record(BOUNDSHEET, sheet) + record(EOF)
    cells = b"".join(
        xls_cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value != ""
    )
    inside = struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)
    return globals_ + record(BOF, inside) + inside_sheet + cells + record(EOF)


def xls(stream, names=("Workbook",), loop=False, is_small=False):
    """An old Office file whose first named stream is `stream`, the others empty."""
    if len(stream) < SMALL and is_small:
        return _small_xls(stream)
    stream = stream.ljust(SMALL, b"\0")
    count = -(-len(stream) // SECTOR)
    chain = [*range(3, 2 + count), END] if not loop else [*range(3, 2 + count), 2]
    table = [TABLE, END, *chain]
    entries = _entry("Root Entry", 5, END, 0, child=1)
    for number, name in enumerate(names, start=1):
        start, size = (2, len(stream)) if number == 1 else (END, 0)
        right = number + 1 if number < len(names) else FREE
        entries += _entry(name, 2, start, size, right=right)
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    sectors = struct.pack("<128I", *table, *[FREE] * (128 - len(table)))
    return (
        header
        + sectors
        + entries.ljust(SECTOR, b"\0")
        + stream.ljust(count * SECTOR, b"\0")
    )


def _small_xls(stream):
    """Sectors: their table, entries, table of small sectors, then the small ones."""
    small = -(-len(stream) // 64)
    holder = -(-small * 64 // SECTOR)
    table = [TABLE, END, END, *range(4, 3 + holder), END]
    entries = _entry("Root Entry", 5, 3, small * 64, child=1)
    entries += _entry("Workbook", 2, 0, len(stream))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, SMALL, 2, 1, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    chain = [*range(1, small), END]
    tables = [numbers + [FREE] * (128 - len(numbers)) for numbers in (table, chain)]
    sectors, small_sectors = (struct.pack("<128I", *numbers) for numbers in tables)
    return (
        header
        + sectors
        + entries.ljust(SECTOR, b"\0")
        + small_sectors
        + stream.ljust(holder * SECTOR, b"\0")
    )


def _entry(name, kind, start, size, child=FREE, right=FREE):
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text) + 2, kind, 1)
        + struct.pack("<III", FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
