"""Opens a workbook that somebody sent, or says in a sentence why it will not.

    check the outside (size, type, archive) -> have the cells read by a process of its
    own, within limits -> put back what the reader swallows (errors, hidden rows).

Nothing trusts the file's name or what the file says about its own size.
"""

import re
from pathlib import PurePath

from communes.workbooks import compound, confined, stamps
from communes.workbooks.archive import Archive, is_nested, kind_of
from communes.workbooks.limits import limits
from communes.workbooks.parts_ods import ContentScan
from communes.workbooks.parts_xlsx import SheetFacts, SheetScan, sheet_parts
from communes.workbooks.refusals import megabytes, refusal
from communes.workbooks.sheets import SheetData, Workbook, WorkbookRefused

__all__ = ["Workbook", "WorkbookRefused", "open_workbook"]

MACRO_ENDINGS = {".xlsm", ".xlsb", ".xltm", ".xlam", ".xla", ".xll"}
_MARKUP_BEGINS = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<")
# A declaration in markup: <!DOCTYPE, <!ENTITY. Comments and CDATA begin otherwise.
_DECLARATION = re.compile(rb"<![A-Za-z]")
_ENCODING = re.compile(rb"""^[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
_SHEET = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,30}:)?worksheet[\s>]")

# What a file is that begins so; the first that fits.
_OTHERS = [
    (re.compile(rb"%PDF"), "PDF"),
    (re.compile(rb"MZ|\x7fELF"), ".exe"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml", re.I), "XML"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|meta)", re.I), "HTML"),
    (re.compile(rb"\{\\rtf"), "RTF"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|BM"), "JPG, PNG"),
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh"), "RAR, 7z, GZ"),
]


def open_workbook(content: bytes, file_name: str) -> Workbook:
    """The sheets of an xlsx, xls or ods file; raises WorkbookRefused."""
    bounds = limits()
    _check_outside(content, file_name, bounds)
    if content.startswith(compound.MAGIC):
        facts = compound.check(content, bounds)
        sheets = confined.read(content, bounds)
        by_place = [facts.get(index) for index in range(len(sheets))]
        return _finish(sheets, by_place, "xls")
    kind, by_name = _look_through(content, bounds)
    sheets = confined.read(content, bounds)
    return _finish(sheets, [by_name.get(sheet.name) for sheet in sheets], kind)


def _check_outside(content, file_name, bounds):
    if not content:
        raise refusal("empty_file")
    if len(content) > bounds.bytes:
        size, limit = megabytes(len(content)), megabytes(bounds.bytes)
        raise refusal("too_large", size=size, limit=limit)
    if PurePath(file_name).suffix.lower() in MACRO_ENDINGS:
        raise refusal("macros")
    if not content.startswith((b"PK\x03\x04", compound.MAGIC)):
        raise _other_type(content)


def _other_type(content):
    if content.startswith(b"PK"):
        return refusal("damaged")
    for pattern, found in _OTHERS:
        if pattern.match(content):
            return refusal("wrong_type", found=found)
    beginning = content[:4096]
    is_text = b"\0" not in beginning and not re.search(rb"[\x01-\x08]", beginning)
    return refusal("wrong_type", found="CSV, TXT") if is_text else refusal("damaged")


# --- zipped formats


def _look_through(content, bounds):
    """("xlsx" or "ods", facts by sheet name) of an archive whose every part was seen."""
    archive = Archive(content, bounds)
    scans = {}
    for part in archive.parts:
        scan = _look_through_part(archive, part, bounds)
        if scan is not None:
            scans[part.orig_filename.lower()] = scan
    kind = kind_of(archive)
    if kind is None:
        raise refusal("wrong_type", found="ZIP, Word, PowerPoint (.zip, .docx, .pptx)")
    if kind == "ods":
        scan = scans.get("content.xml")
        return kind, scan.close() if scan else {}
    parts = sheet_parts(archive)
    return kind, {
        name: scans[path].close(name)
        for name, path in parts.items()
        if isinstance(scans.get(path), SheetScan)
    }


def _look_through_part(archive, part, bounds):
    """Expands one part; the scan that watched its cells, if it is a sheet."""
    scan, is_markup, before = None, None, b""
    for piece in archive.pieces(part):
        if is_markup is None:
            if is_nested(piece):
                raise refusal("nested_archive", name=part.orig_filename)
            is_markup = _is_markup(piece, part.orig_filename.lower())
            scan = _scan_for(piece, part.orig_filename.lower(), bounds)
        if is_markup:
            if _DECLARATION.search(before + piece):
                raise refusal("xml_entities")
            before = piece[-2:]
        if scan is not None:
            scan.feed(piece)
    return scan


def _is_markup(beginning, name):
    """Whether a part is XML. One in an encoding that could hide things is refused."""
    if not (name.endswith((".xml", ".rels")) or _MARKUP_BEGINS.match(beginning)):
        return False
    if beginning[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in beginning[:64]:
        raise refusal("damaged")
    encoding = _ENCODING.match(beginning[:200])
    if encoding and encoding.group(1).lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise refusal("damaged")
    return True


def _scan_for(beginning, name, bounds):
    if name == "content.xml":
        return ContentScan(bounds)
    return SheetScan(beginning, bounds) if _SHEET.search(beginning[:8192]) else None


# --- putting together


def _finish(sheets: list[SheetData], facts: list[SheetFacts | None], kind) -> Workbook:
    for sheet, known in zip(sheets, facts, strict=True):
        if known is not None:
            sheet.hidden_rows = frozenset(known.hidden_rows)
            for (row, column), cell in known.broken.items():
                _put(sheet, row, column, cell)
    stamp, sheets = stamps.take(sheets)
    if not any(row for sheet in sheets for row in sheet.rows):
        raise refusal("empty_workbook")
    return Workbook(sheets, stamp, kind)


def _put(sheet, number, column, cell):
    """Rows that hold nothing but broken cells do not reach us from the reader."""
    missing = number - sheet.first_row + 1 - len(sheet.rows)
    sheet.rows.extend([] for _ in range(missing))
    row = sheet.rows[number - sheet.first_row]
    row.extend([""] * (column + 1 - len(row)))
    row[column] = cell
