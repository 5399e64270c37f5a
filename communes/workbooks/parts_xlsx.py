"""What the cells of an xlsx file hide from a reader of values: errors and hidden rows.

The reader gives "" for a cell with an error and for a formula that nobody calculated.
Both must be told to people, so they are looked for in the sheet's own text.
"""

import re
from functools import lru_cache
from xml.etree import ElementTree

from communes.workbooks.cells import BrokenCell
from communes.workbooks.limits import Limits
from communes.workbooks.refusals import refusal

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_TEXT = re.compile(rb"""\bt=["']str["']""")
_PREFIX = re.compile(rb"<(?:([A-Za-z_][\w.-]{0,30}):)?worksheet[\s>]")


class SheetFacts:
    """Broken cells by (row, column), and hidden rows, of one sheet's part."""

    def __init__(self):
        self.broken: dict[tuple[int, int], BrokenCell] = {}
        self.hidden_rows: set[int] = set()

    def add(self, row: int, column: int, text: str, limits: Limits):
        if len(self.broken) >= limits.broken_cells:
            raise refusal("too_many_errors", limit=limits.broken_cells)
        self.broken[row, column] = _cell(text)


@lru_cache(maxsize=64)
def _cell(text):
    return BrokenCell(text)


class SheetScan:
    """Reads a sheet's part piece by piece; cells are never cut in two."""

    def __init__(self, beginning: bytes, limits: Limits):
        found = _PREFIX.search(beginning)
        name = found.group(1) + b":" if found and found.group(1) else b""
        self.facts, self.limits, self.rest = SheetFacts(), limits, b""
        self.too_far: tuple[str, int, int] | None = None
        self.cell, self.formula = b"<" + name + b"c ", b"<" + name + b"f"
        self.patterns = _patterns(re.escape(name))

    def feed(self, piece: bytes):
        text = self.rest + piece
        cut = text.rfind(self.cell)
        if cut <= 0:
            cut = text.rfind(b"<")
        self.rest = text[cut:] if cut > 0 else text
        if len(self.rest) > 8 * 1024 * 1024:
            raise refusal("damaged")
        self._look(text[:cut] if cut > 0 else b"")

    def close(self, name: str) -> SheetFacts:
        self._look(self.rest)
        if self.too_far:
            code, count, limit = self.too_far
            raise refusal(code, name=name, count=count, limit=limit)
        return self.facts

    def _look(self, text):
        far, error, uncalculated, hidden = self.patterns
        for found in far.finditer(text):
            self._check_place(_place(found.group()))
        if b't="e"' in text or b"t='e'" in text:
            for found in error.finditer(text):
                self._break(found.group(1), found.group(2).decode(errors="replace"))
        if self.formula in text:
            for found in uncalculated.finditer(text):
                if not _TEXT.search(found.group(1)):
                    self._break(found.group(1), "")
        if b"hidden=" in text:
            rows = (int(number) for number in hidden.findall(text))
            self.facts.hidden_rows.update(n for n in rows if n <= self.limits.rows)

    def _check_place(self, place):
        if place is None:
            raise refusal("damaged")
        row, column = place
        # Said when the name of the sheet is known.
        if column >= self.limits.columns:
            self.too_far = "too_many_columns", column + 1, self.limits.columns
        elif row > self.limits.rows:
            self.too_far = "too_many_rows", row, self.limits.rows

    def _break(self, attributes, text):
        if place := _place(attributes):
            self._check_place(place)
            if not self.too_far:
                self.facts.add(*place, text, self.limits)


def _patterns(name):
    """Each bounded, so that no text makes them look at the same place many times."""
    words = {b"n": name, b"a": rb"[^<>]{0,300}", b"q": rb"[\"']"}
    return tuple(
        re.compile(pattern % words)
        for pattern in (
            # Filled cells far out: three letters or six digits are beyond any limit.
            (
                rb"<%(n)bc r=%(q)b(?:[A-Z]{3}[0-9]{1,12}|[A-Z]{1,9}[0-9]{6,12})%(q)b"
                rb"(?!%(a)b/>)%(a)b>"
            ),
            (
                rb"<%(n)bc\b(%(a)b\bt=%(q)be%(q)b%(a)b)>"
                rb"(?:<%(n)bf\b%(a)b>(?:[^<]{0,9000}</%(n)bf>)?)?"
                rb"<%(n)bv>([^<]{0,50})</%(n)bv>"
            ),
            (
                rb"<%(n)bc\b(%(a)b)>\s{0,99}<%(n)bf\b%(a)b(?:/>|>[^<]{0,9000}</%(n)bf>)"
                rb"\s{0,99}(?:</%(n)bc>|<%(n)bv\s?/>|<%(n)bv>\s{0,99}</%(n)bv>)"
            ),
            rb"<%(n)brow\b(?=%(a)b\bhidden=%(q)b(?:1|true))%(a)b\br=%(q)b(\d{1,7})",
        )
    )


def _place(text):
    """(row number, column index) of the reference in some attributes; None without."""
    found = _REFERENCE.search(text)
    if not found:
        return None
    column = 0
    for letter in found.group(1):
        column = column * 26 + letter - 64
    return int(found.group(2)), column - 1


def sheet_parts(archive) -> dict[str, str]:
    """The archive's part of each sheet, by the sheet's name."""
    try:
        targets = {
            relation.get("Id"): relation.get("Target", "")
            for relation in _tree(archive, "xl/_rels/workbook.xml.rels")
        }
        return {
            sheet.get("name"): _path(targets.get(_relation(sheet), ""))
            for sheet in _tree(archive, "xl/workbook.xml").iter()
            if sheet.tag in (f"{_MAIN}sheet", f"{_STRICT}sheet")
        }
    except ElementTree.ParseError:
        raise refusal("damaged") from None


def _tree(archive, name):
    return ElementTree.fromstring(archive.read(name))


def _relation(sheet):
    return next(
        (value for name, value in sheet.items() if name.endswith("relationships}id")),
        None,
    )


def _path(target):
    """The part that a relation of the workbook points to."""
    if target.startswith("/"):
        return target[1:].lower()
    return f"xl/{target.removeprefix('./')}".lower()
