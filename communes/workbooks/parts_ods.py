"""What the cells of an ods file hide from a reader of values: errors and hidden rows."""

import re
from xml.parsers import expat

from communes.workbooks.limits import Limits
from communes.workbooks.parts_xlsx import SheetFacts
from communes.workbooks.refusals import refusal

LONGEST_TAG = 4 * 1024 * 1024
_ERROR = re.compile(r"#[A-Z/0!?]+|Err:\d+")


class ContentScan:
    """Walks content.xml and counts rows and columns as far as they hold anything."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.sheets: dict[str, SheetFacts] = {}
        self.name, self.row, self.column = "", 0, 0
        self.row_repeats = self.cell_repeats = 1
        # Cells of the sheets before this one, and how far this one reaches.
        self.cells, self.bottom, self.right = 0, 0, 0
        self.text: list[str] | None = None
        self.cell: dict = {}
        self.fed = 0
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def feed(self, piece: bytes):
        self.fed += len(piece)
        try:
            self.parser.Parse(piece, False)
        except expat.ExpatError:
            raise refusal("damaged") from None
        if self.fed - self.parser.CurrentByteIndex > LONGEST_TAG:
            # Older parsers begin again with every piece of a tag that does not end.
            raise refusal("damaged")

    def close(self) -> dict[str, SheetFacts]:
        try:
            self.parser.Parse(b"", True)
        except expat.ExpatError:
            raise refusal("damaged") from None
        return self.sheets

    def _start(self, tag, attributes):
        if tag == "table:table":
            self.name, self.row = attributes.get("table:name", ""), 0
            self.cells += self.bottom * self.right
            self.bottom = self.right = 0
            self.sheets[self.name] = SheetFacts()
            if len(self.sheets) > self.limits.sheets:
                count, limit = len(self.sheets), self.limits.sheets
                raise refusal("too_many_sheets", count=count, limit=limit)
        elif tag == "table:table-row":
            self.row_repeats = _repeats(attributes, "table:number-rows-repeated")
            self.column = 0
            if attributes.get("table:visibility") in ("collapse", "filter"):
                self._hide()
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self.cell, self.text = attributes, []
            self.cell_repeats = _repeats(attributes, "table:number-columns-repeated")

    def _hide(self):
        # Unused rows at the end are hidden in one go, a million of them.
        last = min(self.row + self.row_repeats, self.limits.rows)
        facts = self.sheets.get(self.name)
        if facts is not None:
            facts.hidden_rows.update(range(self.row + 1, last + 1))

    def _characters(self, text):
        if self.text is not None and len(self.text) < 1000:
            self.text.append(text)

    def _end(self, tag):
        if tag == "table:table-row":
            self.row += self.row_repeats
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell()
            self.column += self.cell_repeats
            self.text = None

    def _cell(self):
        text = "".join(self.text or ()).strip()
        kind = self.cell.get("office:value-type")
        formula = "table:formula" in self.cell
        if kind or text or formula:
            self._check_place()
        is_error = self.cell.get("calcext:value-type") == "error" or (
            formula and _ERROR.fullmatch(text)
        )
        facts = self.sheets.get(self.name)
        if facts is not None and (is_error or (formula and not kind)):
            shown = text[:50] if is_error else ""
            for column in range(self.column, self.column + self.cell_repeats):
                facts.add(self.row + 1, column, shown, self.limits)

    def _check_place(self):
        self.bottom = max(self.bottom, self.row + self.row_repeats)
        self.right = max(self.right, self.column + self.cell_repeats)
        for code, count, limit in (
            ("too_many_columns", self.right, self.limits.columns),
            ("too_many_rows", self.bottom, self.limits.rows),
            (
                "too_many_cells",
                self.cells + self.bottom * self.right,
                self.limits.cells,
            ),
        ):
            if count > limit:
                raise refusal(code, name=self.name, count=count, limit=limit)


def _repeats(attributes, name):
    text = attributes.get(name, "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
