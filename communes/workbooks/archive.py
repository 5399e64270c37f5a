"""Looks through a zipped workbook (xlsx, ods) before anything else reads it.

Every part is expanded here once, piece by piece and up to a limit, whatever the
archive says about sizes; nothing of it is kept but remarks about cells.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from communes.workbooks.limits import Limits
from communes.workbooks.refusals import megabytes, refusal

PIECE = 256 * 1024
# Below this a part may be squeezed as hard as it likes.
RATIO_FROM = 1024 * 1024
_ENTRY, _LOCAL, _END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_MACROS = re.compile(
    r"vbaproject\.bin$|vbadata\.xml$|/(macrosheets|dialogsheets|intlmacrosheets)/"
    r"|^basic/|^scripts/|\.bas$"
)
_MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)


class Archive:
    """A zip that has been checked on the outside; `pieces` expands one part."""

    def __init__(self, content: bytes, limits: Limits):
        self.content, self.limits = content, limits
        self.expanded = 0
        self.parts = self._directory()
        self._check_names()
        self._check_sizes()

    def _directory(self):
        # Counted before the directory is read: its entries cost far more than bytes.
        if self.content.count(_ENTRY) > self.limits.parts:
            raise refusal("too_many_parts", limit=self.limits.parts)
        if self.content[-22:-18] != _END:
            # Readers disagree about archives that go on behind their end.
            raise refusal("damaged")
        try:
            with zipfile.ZipFile(BytesIO(self.content)) as archive:
                parts = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
            raise refusal("damaged") from None
        except (OverflowError, OSError, EOFError, IndexError):
            raise refusal("damaged") from None
        return [part for part in parts if not part.is_dir()]

    def _check_names(self):
        names = [part.orig_filename for part in self.parts]
        for name in names:
            steps = re.split(r"[/\\]", name)
            if ".." in steps or name[:1] in "/\\" or ":" in steps[0] or "\0" in name:
                raise refusal("bad_names")
        if len({name.lower() for name in names}) < len(names):
            raise refusal("damaged")
        if any(_MACROS.search(name.lower()) for name in names):
            raise refusal("macros")

    def _check_sizes(self):
        if any(part.flag_bits & _ENCRYPTED for part in self.parts):
            raise refusal("encrypted")
        if any(part.compress_type not in _METHODS for part in self.parts):
            raise refusal("damaged")
        if sum(part.file_size for part in self.parts) > self.limits.expanded_bytes:
            raise self._bomb()
        for part in self.parts:
            if self._too_dense(part.file_size, part.compress_size):
                raise self._bomb()

    def _too_dense(self, expanded, packed):
        return expanded > RATIO_FROM and expanded > packed * self.limits.ratio

    def _bomb(self):
        return refusal("bomb", limit=megabytes(self.limits.expanded_bytes))

    def has(self, name: str) -> bool:
        return any(part.orig_filename.lower() == name for part in self.parts)

    def read(self, name: str, most: int = 8 * 1024 * 1024) -> bytes:
        """A whole small part; b"" if there is none."""
        for part in self.parts:
            if part.orig_filename.lower() == name.lower():
                if part.file_size > most:
                    raise refusal("damaged")
                return b"".join(self._expand(part))
        return b""

    def pieces(self, part) -> Iterator[bytes]:
        """The expanded part, counted against the limit of the whole archive."""
        for piece in self._expand(part):
            self.expanded += len(piece)
            if self.expanded > self.limits.expanded_bytes:
                raise self._bomb()
            yield piece

    def _packed(self, part):
        start = part.header_offset
        header = self.content[start : start + 30]
        if len(header) < 30 or header[:4] != _LOCAL:
            raise refusal("damaged")
        name, extra = struct.unpack("<HH", header[26:30])
        begin = start + 30 + name + extra
        if begin + part.compress_size > len(self.content):
            raise refusal("damaged")
        return memoryview(self.content)[begin : begin + part.compress_size]

    def _expand(self, part):
        packed = self._packed(part)
        if part.compress_type == zipfile.ZIP_STORED:
            if part.file_size != part.compress_size:
                raise refusal("damaged")
            yield from (
                bytes(packed[at : at + PIECE]) for at in range(0, len(packed), PIECE)
            )
            return
        yield from self._inflate(part, packed)

    def _inflate(self, part, packed):
        """Not zipfile's way, which stops where the directory says the part ends."""
        inflater, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
        left = packed
        while not inflater.eof:
            try:
                piece = inflater.decompress(left, PIECE)
            except zlib.error:
                raise refusal("damaged") from None
            left = inflater.unconsumed_tail
            size += len(piece)
            if self._too_dense(size, part.compress_size):
                raise self._bomb()
            if size > part.file_size or not (piece or left or inflater.eof):
                raise refusal("damaged")
            yield piece
        if size != part.file_size:
            raise refusal("damaged")


def kind_of(archive: Archive) -> str | None:
    """ "xlsx" or "ods", by what the archive holds; None for any other archive."""
    if archive.has("xl/workbook.xml"):
        if _MACRO_TYPE.search(archive.read("[Content_Types].xml")):
            raise refusal("macros")
        return "xlsx"
    if archive.has("xl/workbook.bin"):
        # xlsb: the binary format hides its macros and its links better than we look.
        raise refusal("macros")
    if archive.has("content.xml") and archive.read("mimetype").startswith(
        b"application/vnd.oasis.opendocument.spreadsheet"
    ):
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise refusal("encrypted")
        return "ods"
    return None


def is_nested(beginning: bytes) -> bool:
    """Whether a part is itself an archive or an old Office file."""
    return beginning.startswith((_LOCAL, _END, _COMPOUND, b"Rar!", b"7z\xbc\xaf"))
