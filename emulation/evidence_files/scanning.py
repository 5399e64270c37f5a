"""Asks a clamd server whether a file holds a virus."""

import io
import logging
from dataclasses import dataclass

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """What a scanner says; `is_known` is False while none has said anything."""

    is_known: bool
    virus: str = ""


UNKNOWN = Verdict(is_known=False)
CLEAN = Verdict(is_known=True)


def is_configured():
    return bool(settings.CLAMD_ADDRESS)


def scan(content):
    """The verdict on `content`; UNKNOWN without a scanner or while it does not answer."""
    if not is_configured():
        return UNKNOWN
    try:
        answers = _client().instream(io.BytesIO(content))
    # A server that refuses the size hangs up in the middle.
    except (ClamdError, OSError, UnicodeDecodeError) as error:
        log.warning("virus scanner: %s", error)
        return UNKNOWN
    state, virus = answers.get("stream", ("", None))
    if state == "FOUND":
        return Verdict(is_known=True, virus=virus or "?")
    return CLEAN if state == "OK" else UNKNOWN


def _client():
    address, seconds = settings.CLAMD_ADDRESS, settings.EVIDENCE_SCAN_SECONDS
    if isinstance(address, str):
        return ClamdUnixSocket(address, timeout=seconds)
    host, port = address
    return ClamdNetworkSocket(host, port, timeout=seconds)
