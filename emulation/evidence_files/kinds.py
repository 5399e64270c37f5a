"""The types of files taken in as evidence, told by their bytes and not by their name.

The list is closed and short, and Office files need a look inside anyway: a table of
beginnings says all there is to say.
"""

import re
from dataclasses import dataclass

from communes.workbooks.compound import MAGIC as COMPOUND

OFFICE = "application/vnd.openxmlformats-officedocument."
OASIS = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class Kind:
    """A type: what people call it, how its names end, and whether a browser shows it."""

    name: str
    media_type: str
    endings: tuple[str, ...]
    is_image: bool = False


PDF = Kind("PDF", "application/pdf", (".pdf",))
JPEG = Kind("JPEG", "image/jpeg", (".jpg", ".jpeg", ".jfif"), is_image=True)
PNG = Kind("PNG", "image/png", (".png",), is_image=True)
WEBP = Kind("WebP", "image/webp", (".webp",), is_image=True)
DOCX = Kind("Word", f"{OFFICE}wordprocessingml.document", (".docx",))
XLSX = Kind("Excel", f"{OFFICE}spreadsheetml.sheet", (".xlsx",))
PPTX = Kind("PowerPoint", f"{OFFICE}presentationml.presentation", (".pptx",))
ODT = Kind("OpenDocument", f"{OASIS}text", (".odt",))
ODS = Kind("OpenDocument", f"{OASIS}spreadsheet", (".ods",))

KINDS = (PDF, JPEG, PNG, WEBP, DOCX, XLSX, PPTX, ODT, ODS)
BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}
ACCEPT = ",".join(BY_ENDING)

BEGINNINGS = (
    (re.compile(rb"%PDF-[12]\."), PDF),
    (re.compile(rb"\xff\xd8\xff"), JPEG),
    (re.compile(rb"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"), PNG),
    (re.compile(rb"RIFF....WEBPVP8[ LX]", re.DOTALL), WEBP),
)

# What is never taken in but has a sentence of its own: its code.
_FOREIGN = (
    (
        re.compile(rb"MZ|\x7fELF|#!|\xca\xfe\xba\xbe|\xfe\xed\xfa[\xce\xcf]"),
        "executable",
    ),
    (re.compile(rb"[\xce\xcf]\xfa\xed\xfe|L\0\0\0\x01\x14\x02\0|dex\n"), "executable"),
    (
        re.compile(rb"....ftyp(?:hei[cxfms]|mif1|msf1|hevc|avif)", re.DOTALL),
        "phone_photo",
    ),
    (re.compile(rb"....ftyp|RIFF....(?:AVI |WAVE)", re.DOTALL), "video"),
    (re.compile(rb"\x1aE\xdf\xa3|ID3|\xff[\xfb\xf3\xf2]|OggS|fLaC"), "video"),
)
# What else a file is that begins so.
_OTHERS = (
    (re.compile(rb"PK"), "ZIP"),
    (re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ"), "RAR, 7z, GZ"),
    (re.compile(rb"GIF8|BM|II\*\0|MM\0\*"), "GIF, BMP, TIFF"),
    (re.compile(rb"\{\\rtf"), "RTF"),
    (re.compile(rb"\s*<\?xml|\s*<svg", re.I), "XML, SVG"),
    (re.compile(rb"\s*<(?:!doctype|html|head|body|script|table|meta)", re.I), "HTML"),
)
PROGRAMS = frozenset(
    [
        ".exe",
        ".com",
        ".scr",
        ".pif",
        ".msi",
        ".msp",
        ".bat",
        ".cmd",
        ".ps1",
        ".vbs",
        ".vbe",
        ".js",
        ".jse",
        ".wsf",
        ".wsh",
        ".hta",
        ".lnk",
        ".cpl",
        ".dll",
        ".jar",
        ".apk",
        ".app",
        ".sh",
        ".reg",
        ".url",
        ".iso",
        ".img",
    ]
)
MACRO_ENDINGS = frozenset(
    [
        ".docm",
        ".dotm",
        ".xlsm",
        ".xlsb",
        ".xltm",
        ".xlam",
        ".pptm",
        ".ppsm",
        ".potm",
        ".ppam",
    ]
)


def of_beginning(content):
    """The kind that the first bytes tell, unless it takes a look inside."""
    return next((kind for start, kind in BEGINNINGS if start.match(content)), None)


def foreign(content):
    """The code of the sentence about a file that is refused whatever its name."""
    return next((code for start, code in _FOREIGN if start.match(content)), "")


def other_name(content):
    """What people call the type of a file that is none of ours."""
    beginning = content[:4096].removeprefix(b"\xef\xbb\xbf")
    found = next((name for start, name in _OTHERS if start.match(beginning)), "")
    if found:
        return found
    is_text = not re.search(rb"[\0-\x08\x0e-\x1a]", beginning)
    return "TXT, CSV" if is_text else "?"


def is_compound(content):
    return content.startswith(COMPOUND)


def is_zip(content):
    return content.startswith(b"PK\x03\x04")
