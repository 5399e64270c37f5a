"""The whole suite in several processes, each with servers and files of its own.

Its own, not a corner of shared ones: tests count the sessions of a database server,
empty queues, look into mail folders and stop workers.
"""

import os
from pathlib import Path

from xdist.scheduler import LoadFileScheduling

from edu_lang_son import environment

MOST = 4  # servers, worker and browser of one process take a gigabyte
TESTS = Path(__file__).parent


def give_own_folders(options):
    """Told from outside: what runs before conftest.py there reads the settings."""
    # The first one has the folder that runs of a few tests use, and its database.
    options.tx = [
        f"{process}//env:VAR_DIR={environment.var_folder()}{f'-{number}' if number else ''}"
        for number, process in enumerate(options.tx)
    ]


def wanted(config):
    """None but this one for a few tests: they would be done before others are up."""
    options = config.option
    few = options.keyword or options.markexpr or getattr(options, "lf", False)
    whole = [Path(each).resolve() for each in config.args] == [TESTS]
    if few or not whole or not environment.is_local():
        return 0
    return min(os.cpu_count(), MOST)


class Scheduler(LoadFileScheduling):
    """A file's tests stay together, and those that share a loaded province too."""

    def _split_scope(self, nodeid):
        file = super()._split_scope(nodeid)
        if file == "tests/test_access.py":
            # One account asks for hundreds of pages: the longest tests there are.
            return nodeid
        return "tests/province" if file.startswith("tests/province/") else file
