"""The keeper: waits until nobody holds the servers of a folder, then stops them.

Whoever is the last to leave does that itself; the keeper is there for the day the last
one was killed and could not.
"""

import sys

from edu_lang_son.embedded import Servers


def keep(folder):
    servers = Servers(folder)
    servers.wait_until_unused()
    while not servers.stop_if_unused():
        servers.wait_until_unused()


if __name__ == "__main__":
    keep(sys.argv[1])
