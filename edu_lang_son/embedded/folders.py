"""Folders for data and sockets: private, short enough, reachable by who must."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from .errors import EmbeddedError

SOCKET_PATH_LIMIT = 107  # bytes, of a unix socket on Linux
LONGEST_SOCKET = "postgres/.s.PGSQL.5432"


def socket_folder(folder):
    """Beside the data, or in the temporary folder when that path is too long."""
    beside = folder / "sockets"
    if len(os.fsencode(beside / LONGEST_SOCKET)) <= SOCKET_PATH_LIMIT:
        return beside
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"edu-lang-son-{os.geteuid()}-{digest}"


def private_folder(path, user=None):
    """A folder that only `user`, or we when none is given, can enter."""
    path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)
    allowed = {os.geteuid(), user.pw_uid} if user else {os.geteuid()}
    if path.stat().st_uid not in allowed:
        raise EmbeddedError(
            f"{path} belongs to another account: run this as that account or as root, "
            f"or remove {path.parent}."
        )
    if user:
        os.chown(path, user.pw_uid, user.pw_gid)
    path.chmod(0o700)
    return path


def open_path_for_others(*paths):
    """Let another account walk through to the data and the programs, not list them."""
    for path in paths:
        for folder in [path, *path.parents]:
            mode = stat.S_IMODE(folder.stat().st_mode)
            if not mode & stat.S_IXOTH:
                folder.chmod(mode | stat.S_IXOTH)
