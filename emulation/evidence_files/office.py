"""Looks through an Office or OpenDocument file: what it is, what it carries along."""

import re

from communes.workbooks.archive import Archive, is_nested
from communes.workbooks.limits import limits
from communes.workbooks.sheets import WorkbookRefused

from . import kinds
from .eicar import has_test_virus
from .refusals import EvidenceRefused

MAIN_PARTS = {
    "word/document.xml": kinds.DOCX,
    "xl/workbook.xml": kinds.XLSX,
    "ppt/presentation.xml": kinds.PPTX,
}
MIME_TYPES = {kind.media_type.encode(): kind for kind in (kinds.ODT, kinds.ODS)}
# What readers of workbooks say in their words, we say in ours.
_CODES = {
    "macros": "macros",
    "encrypted": "encrypted",
    "bomb": "bomb",
    "too_many_parts": "bomb",
}
_MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_ACTIVE_PART = re.compile(r"/activex/|vbaproject|\.(?:exe|dll|js|vbs|bat|cmd|scr)$")
# The workbook behind a chart in a text or on a slide.
_CHART_DATA = re.compile(r"^(?:word|ppt|xl)/embeddings/[^/]+\.xlsx$")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_FETCHED = re.compile(
    rb"/(?:attachedTemplate|oleObject|frame|subDocument|control)[\"']"
)
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_DDE = re.compile(rb"<(?:\w+:)?ddeLink\b")


def check(content):
    """The kind of the file; EvidenceRefused where it hides or does something."""
    try:
        return _check(content, nested=False)
    except WorkbookRefused as refused:
        raise EvidenceRefused(_CODES.get(refused.code, "damaged")) from None


def check_compound(content):
    """An old Office file, or a new one locked by a password: refused either way."""
    is_locked = "EncryptedPackage".encode("utf-16-le") in content
    raise EvidenceRefused("encrypted" if is_locked else "old_office")


def _check(content, nested):
    archive = Archive(content, limits())
    kind = _kind(archive)
    for part in archive.parts:
        _look_through(archive, part, nested)
    return kind


def _kind(archive):
    for name, kind in MAIN_PARTS.items():
        if archive.has(name):
            if _MACRO_TYPE.search(archive.read("[Content_Types].xml")):
                raise EvidenceRefused("macros")
            return kind
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise EvidenceRefused("encrypted")
    kind = MIME_TYPES.get(archive.read("mimetype").strip())
    if kind is None or not archive.has("content.xml"):
        raise EvidenceRefused("wrong_type", found="ZIP")
    return kind


def _look_through(archive, part, nested):
    name = part.orig_filename.lower()
    if _ACTIVE_PART.search(name):
        raise EvidenceRefused("macros")
    before = b""
    for number, piece in enumerate(archive.pieces(part)):
        if number == 0 and is_nested(piece):
            _look_into(archive, part, nested)
        _check_piece(name, before + piece)
        before = piece[-200:]


def _look_into(archive, part, nested):
    """The data of a chart is a workbook within the file; nothing else may be in it."""
    if nested or not _CHART_DATA.match(part.orig_filename.lower()):
        raise EvidenceRefused("embedded")
    if _check(archive.read(part.orig_filename), nested=True) is not kinds.XLSX:
        raise EvidenceRefused("embedded")


def _check_piece(name, text):
    if has_test_virus(text):
        raise EvidenceRefused("infected", virus="EICAR")
    if name.endswith(".rels"):
        if b"\0" in text[:64]:
            raise EvidenceRefused("damaged")
        for tag in _RELATION.findall(text):
            if _OUTSIDE.search(tag) and _FETCHED.search(tag):
                raise EvidenceRefused("linked")
    elif name.endswith(".xml") and _DDE.search(text):
        raise EvidenceRefused("linked")
