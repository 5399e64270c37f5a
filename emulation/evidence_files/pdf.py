"""Looks through a PDF for what runs, what is attached and what is locked.

Names are read as every reader of PDF reads them (#4A is J), and packed objects are
unpacked: nothing hides by being written in another way. Strings and the text of pages
do not matter; only names that begin an action or a file do.
"""

import re
import zlib

from .refusals import EvidenceRefused

# An honest document of a hundred scanned pages has some thousand of them.
MOST_STREAMS = 100_000
MOST_UNPACKED = 100 * 1024 * 1024

_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
# Space and remarks, which readers skip between any two words.
_SKIP = rb"(?:\s|%[^\r\n]*[\r\n])*"
_END = rb"(?=[\s/<>\[\]()%])"
_VALUE = _SKIP + rb"(?:<<|\[|\d+\s+\d+\s+R)"
_ACTIVE = re.compile(
    rb"(?:/S|\bobj)"
    + _SKIP
    + rb"/(?:JavaScript|Launch|ImportData)"
    + _END
    + rb"|/Subtype"
    + _SKIP
    + rb"/RichMedia"
    + _END
    + rb"|/XFA"
    + _VALUE
)
_ATTACHED = re.compile(
    rb"/(?:EF|EmbeddedFiles)"
    + _VALUE
    + rb"|/S"
    + _SKIP
    + rb"/GoToE"
    + _END
    + rb"|/(?:Subtype|Type)"
    + _SKIP
    + rb"/(?:FileAttachment|EmbeddedFile)"
    + _END
)
_LOCKED = re.compile(rb"/Encrypt" + _VALUE)
_STREAM = re.compile(rb"\bstream\r?\n")
_PLAINLY_PACKED = re.compile(rb"/Filter\s*\[?\s*/FlateDecode\s*\]?\s*(?=[/>])")
# Packed objects begin with their numbers, remarks before them allowed.
_NUMBERS = re.compile(rb"(?:\s|%[^\r\n]*)*(?:\d+[\s%]|\Z)")
_PIECE = 64 * 1024


def check(content):
    """Raises EvidenceRefused for a PDF that does anything, holds files or is locked."""
    if b"%%EOF" not in content[-4096:]:
        raise EvidenceRefused("damaged")
    if _LOCKED.search(_plain(content)):
        raise EvidenceRefused("encrypted")
    _look(content)
    _look_into_streams(content)


def _plain(text):
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), text)


def _look(text):
    text = b" " + _plain(text) + b" "
    if _ACTIVE.search(text):
        raise EvidenceRefused("active_pdf")
    if _ATTACHED.search(text):
        raise EvidenceRefused("embedded")


def _look_into_streams(content):
    left, before, whole = MOST_UNPACKED, 0, memoryview(content)
    for number, mark in enumerate(_STREAM.finditer(content)):
        if number >= MOST_STREAMS:
            raise EvidenceRefused("damaged")
        head = content[max(before, mark.start() - 4096) : mark.start()]
        _check_packing(_plain(head[max(head.rfind(b" obj"), 0) :]))
        before = mark.end()
        text, work = _unpacked(whole[before:], left)
        left -= work
        _look(text)


def _check_packing(head):
    """Objects packed in a way that nobody uses would be objects we do not see."""
    if b"/ObjStm" not in head or b"/Filter" not in head:
        return
    if not _PLAINLY_PACKED.search(head) or b"/Predictor" in head:
        raise EvidenceRefused("damaged")


def _unpacked(packed, most):
    """Objects packed in a stream, b"" for pictures and the like; bytes gone through."""
    if not packed or packed[0] & 0x0F != 8:
        return b"", 0
    try:
        beginning = zlib.decompressobj().decompress(packed[:4096], 1024)
        if not _NUMBERS.match(beginning):
            return b"", 0
        return _inflated(packed, most)
    except zlib.error:
        return b"", 0


def _inflated(packed, most):
    inflater, found, work, at = zlib.decompressobj(), [], 0, 0
    while at < len(packed) and not inflater.eof:
        piece = inflater.decompress(packed[at : at + _PIECE], most)
        at += _PIECE
        work += len(piece) + _PIECE
        if work >= most:
            raise EvidenceRefused("bomb")
        found.append(piece)
    return b"".join(found), work
