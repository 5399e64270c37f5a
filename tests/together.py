"""Two people at once: one writes and has not committed, the other waits for her."""

import threading

from django.db import connection, transaction

from tests.conftest import wait_for


def waiting():
    """How many other sessions wait for a lock."""
    with connection.cursor() as cursor:
        # A transaction sees the activity of its first look unless told otherwise.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
            "AND datname = current_database()"
        )
        return cursor.fetchone()[0]


def meanwhile(first, second, *refusals):
    """Run `second` elsewhere while `first` is written and not yet committed.

    Returns what both gave; of `second` an exception of `refusals` counts as an answer.
    """
    outcome = []

    def run():
        try:
            outcome.append(second())
        except refusals as refused:
            outcome.append(refused)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        done = first()
        thread.start()
        wait_for(waiting)
    thread.join()
    return done, outcome[0]
