"""Looks at a file that was sent as evidence, before any of it is kept."""

import re
import unicodedata
from pathlib import PurePosixPath

from django.conf import settings

from communes.workbooks.refusals import megabytes

from . import kinds, office, pdf
from .eicar import has_test_virus
from .refusals import EvidenceRefused

LONGEST_NAME = 150
_UNSAFE = re.compile(r'[\\/:*?"<>|]')


def check(content, name):
    """The kind of `content`; EvidenceRefused unless it is one of ours and does nothing.

    Nothing trusts the name: it only has to agree with what was found.
    """
    if not content:
        raise EvidenceRefused("empty")
    check_size(len(content))
    if has_test_virus(content):
        raise EvidenceRefused("infected", virus="EICAR")
    ending = PurePosixPath(name).suffix.lower()
    if ending in kinds.PROGRAMS:
        raise EvidenceRefused("executable")
    if ending in kinds.MACRO_ENDINGS:
        raise EvidenceRefused("macros")
    kind = _by_content(content)
    if kind is None:
        raise _refused_type(content, name, ending)
    if ending not in kind.endings:
        raise EvidenceRefused("disguised", name=name, found=kind.name)
    return kind


def check_size(size):
    most = settings.EVIDENCE_MAX_BYTES
    if size > most:
        raise EvidenceRefused("too_large", size=megabytes(size), limit=megabytes(most))


def _by_content(content):
    if code := kinds.foreign(content):
        raise EvidenceRefused(code)
    if kinds.is_compound(content):
        office.check_compound(content)
    if kinds.is_zip(content):
        return office.check(content)
    kind = kinds.of_beginning(content)
    if kind is kinds.PDF:
        pdf.check(content)
    return kind


def _refused_type(content, name, ending):
    found = kinds.other_name(content)
    if ending in kinds.BY_ENDING:
        if found == "?":
            return EvidenceRefused("damaged")
        return EvidenceRefused("disguised", name=name, found=found)
    return EvidenceRefused("wrong_type", found=ending or found)


def safe_name(name):
    """A name to keep: without folders, marks that turn writing round, or controls."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    kept = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    kept = _UNSAFE.sub("_", kept).strip().strip(".").strip()
    if not kept:
        raise EvidenceRefused("bad_name")
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > 10:
        return kept[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip()}.{ending}"
