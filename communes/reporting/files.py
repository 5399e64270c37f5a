"""A report as a file: whole or not at all."""

import os
import tempfile
from pathlib import Path

from django.http import HttpResponse

from communes.documents import book, pdf, word

FORMATS = {"docx": word.write, "pdf": pdf.write, "xlsx": book.write}
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(content, kind, stem):
    """The answer that hands a finished file to a browser."""
    response = HttpResponse(bytes(content), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{stem}.{kind}"'
    return response


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
