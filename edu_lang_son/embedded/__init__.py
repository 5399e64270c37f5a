"""PostgreSQL and a Redis-protocol server out of Python wheels, for demo and tests."""

import os

from edu_lang_son import environment

from .errors import EmbeddedError
from .servers import Servers

__all__ = ["EmbeddedError", "Servers", "hold_if_local", "local_servers"]

_held = []


def local_servers():
    """The servers of this checkout, or of the place VAR_DIR names."""
    return Servers(
        environment.var_folder() / "servers",
        throwaway=bool(os.environ.get("THROWAWAY_SERVERS")),
    )


def hold_if_local():
    """Keep the embedded servers up for this process, unless real ones are set."""
    if environment.is_local() and not _held:
        servers = local_servers()
        servers.hold()
        _held.append(servers)
