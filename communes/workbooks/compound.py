"""Looks through an old Office file (xls) before anything else reads it.

An xls is a small file system of its own, of sectors that point to the next one; here
its streams are listed and the workbook's records are walked through.
"""

import struct
from collections.abc import Iterator

from communes.workbooks.limits import Limits
from communes.workbooks.parts_xlsx import SheetFacts
from communes.workbooks.refusals import refusal

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_WORKBOOKS = ("workbook", "book")
_MACROS = {"_vba_project_cur", "_vba_project", "vba", "macros"}
_ENCRYPTED = {"encryptedpackage", "encryptioninfo"}

_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_ROW, _BOOLERR, _FORMULA = 0x0208, 0x0205, 0x0006
# Numbers, text, truth values and formulas; not cells that merely have a colour.
_FILLED = {0x0203, 0x0204, 0x027E, 0x00BD, 0x00FD, _BOOLERR, _FORMULA}
_WORKSHEET = 0
_MACRO_SHEETS = {1, 6}
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class Compound:
    """The streams of an old Office file, by name in lower case."""

    def __init__(self, content: bytes):
        self.content = content
        try:
            self._read_header()
            self.streams = self._entries()
        except (struct.error, IndexError, ValueError):
            raise refusal("damaged") from None

    def _read_header(self):
        shift, small_shift = struct.unpack_from("<HH", self.content, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise ValueError(shift)
        self.size = 1 << shift
        count = struct.unpack_from("<I", self.content, 44)[0]
        (self.directory,) = struct.unpack_from("<I", self.content, 48)
        (self.cutoff, self.small_table) = struct.unpack_from("<II", self.content, 56)
        more, _more_count = struct.unpack_from("<II", self.content, 68)
        places = list(struct.unpack_from("<109I", self.content, 76))
        self.sectors = len(self.content) // self.size
        # No honest file needs more tables than it takes to number its sectors.
        most = self.sectors // (self.size // 4) + 2
        while more < _LAST_SECTOR and len(places) < most:
            entries = self._numbers(more)
            places += entries[:-1]
            more = entries[-1]
        self.table: list[int] = []
        for place in places[: min(count, most)]:
            if place < _LAST_SECTOR:
                self.table += self._numbers(place)

    def _sector(self, number):
        start = (number + 1) * self.size
        return self.content[start : start + self.size]

    def _numbers(self, number):
        sector = self._sector(number)
        return list(struct.unpack(f"<{len(sector) // 4}I", sector))

    def _chain(self, start, table) -> Iterator[int]:
        steps, sector = 0, start
        while sector < _LAST_SECTOR:
            steps += 1
            if steps > len(self.content) // 64:
                raise ValueError("a chain without an end")
            yield sector
            sector = table[sector]

    def _entries(self):
        directory = b"".join(map(self._sector, self._chain(self.directory, self.table)))
        streams, self.root = {}, (0, 0)
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            entry = directory[at : at + _ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", entry, 116)
            if kind == _ROOT:
                self.root = start, size
            elif kind:
                streams[name.lower()] = start, size
        return streams

    def stream(self, name: str) -> bytes:
        start, size = self.streams[name]
        try:
            if size >= self.cutoff:
                parts = map(self._sector, self._chain(start, self.table))
                return b"".join(parts)[:size]
            return self._small(start)[:size]
        except (struct.error, IndexError, ValueError):
            raise refusal("damaged") from None

    def _small(self, start):
        """A stream kept in the sectors of 64 bytes that the root's stream holds."""
        holder = b"".join(map(self._sector, self._chain(self.root[0], self.table)))
        table = []
        for sector in self._chain(self.small_table, self.table):
            table += self._numbers(sector)
        return b"".join(holder[n * 64 : n * 64 + 64] for n in self._chain(start, table))


def check(content: bytes, limits: Limits) -> dict[int, SheetFacts]:
    """Facts of each sheet of an xls file, in the order of its sheets."""
    compound = Compound(content)
    names = set(compound.streams)
    if not names:
        raise refusal("damaged")
    if names & _ENCRYPTED:
        raise refusal("encrypted")
    if names & _MACROS:
        raise refusal("macros")
    name = next((name for name in _WORKBOOKS if name in names), None)
    if name is None:
        raise refusal("wrong_type", found="Word, PowerPoint (.doc, .ppt)")
    return _walk(compound.stream(name), limits)


def _walk(stream, limits):
    starts: list[int] = []
    names: list[str] = []
    facts: dict[int, SheetFacts] = {}
    # Substreams stand in each other: a chart within its sheet.
    open_, at = [], 0
    while at + 4 <= len(stream):
        code, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        if code == _FILEPASS:
            raise refusal("encrypted")
        if code == _BOUNDSHEET and len(body) >= 8:
            if body[5] & 0x0F in _MACRO_SHEETS:
                raise refusal("macros")
            if body[5] & 0x0F == _WORKSHEET:
                starts.append(struct.unpack_from("<I", body)[0])
                names.append(_name(body))
        elif code == _BOF:
            open_.append(starts.index(at) if at in starts else None)
        elif code == _EOF:
            del open_[-1:]
        elif open_ and open_[-1] is not None and len(body) >= 8:
            if code in _FILLED:
                _check_place(body, limits, names[open_[-1]])
            _note(code, body, facts.setdefault(open_[-1], SheetFacts()), limits)
        at += 4 + length
    return facts


def _name(body):
    """A sheet's name: length, width of a letter, letters."""
    length, is_wide = body[6], body[7] & 1
    text = body[8 : 8 + length * (1 + is_wide)]
    return text.decode("utf-16-le" if is_wide else "latin-1", "replace")


def _check_place(body, limits, name):
    row, column = struct.unpack_from("<HH", body)
    for code, count, limit in (
        ("too_many_rows", row + 1, limits.rows),
        ("too_many_columns", column + 1, limits.columns),
    ):
        if count > limit:
            raise refusal(code, name=name, count=count, limit=limit)


def _note(code, body, facts, limits):
    row, column = struct.unpack_from("<HH", body)
    if code == _ROW and len(body) >= 16:
        if struct.unpack_from("<H", body, 12)[0] & 0x20:
            facts.hidden_rows.add(row + 1)
    elif code == _BOOLERR and body[7:8] == b"\x01":
        facts.add(row + 1, column, _error(body[6]), limits)
    elif code == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        facts.add(row + 1, column, _error(body[8]), limits)


def _error(code):
    return _ERRORS.get(code, "#N/A")
