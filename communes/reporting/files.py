"""A report as a file: whole or not at all."""

import os
import tempfile
from pathlib import Path

from communes.documents import book, pdf, word

FORMATS = {"docx": word.write, "pdf": pdf.write, "xlsx": book.write}


def save(document, kind, path):
    """Write `document` to `path`; returns its size in bytes.

    Written beside it first: a full disk or a killed process leaves no half file.
    """
    content = FORMATS[kind](document)
    target = Path(path)
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.replace(beside, target)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
    return len(content)
