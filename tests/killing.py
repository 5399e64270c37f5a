"""Holding work up in its middle, and killing who does it."""

import os
from contextlib import contextmanager

from django.db import connection, connections


@contextmanager
def another_session(statement, *params):
    """Hold `statement` open in a transaction of another connection."""
    other = connections.create_connection("default")
    other.settings_dict = connection.settings_dict
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(statement, params)
        yield
    finally:
        other.rollback()
        other.close()


def waiting_sessions():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def end_group(process, number):
    """Send a signal to a worker with all its children, as an operator's kill would."""
    os.killpg(process.pid, number)
    process.wait()
