"""English catalogues: .po in git, .mo made from them when a process starts."""

import contextlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def compile_changed():
    """Compile every catalogue whose .po is newer than its .mo."""
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                # An image is built with its catalogues and cannot write them later.
                with contextlib.suppress(PermissionError):
                    compile_catalogue(source, target)


def compile_catalogue(source, target):
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with open(source, "rb") as file:
        catalogue = read_po(file)
    # Another process may be reading: it sees the old file or the new one, whole.
    descriptor, draft = tempfile.mkstemp(dir=target.parent)
    with open(descriptor, "wb") as file:
        write_mo(file, catalogue)
    os.chmod(draft, 0o644)
    os.replace(draft, target)
