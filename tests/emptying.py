"""Empties the tables between tests that commit, many times faster than Django does.

Django truncates every table, which makes new files for each of them and its indexes,
though a test fills few; deleting rows where there are any leaves the same behind.
"""

from django.db import OperationalError, connection, transaction
from django.test import TransactionTestCase

_by_truncating = TransactionTestCase._fixture_teardown
# A page or a worker of the test may still be reading, and hold what is locked next.
ATTEMPTS = 5


class Emptying:
    """Knows the tables of the test database and what `migrate` put into them."""

    def __init__(self):
        self.tables = connection.introspection.django_table_names(only_existing=True)
        self.migrated = self.contents(self.filled())

    def after(self, case):
        if case.available_apps is not None or case.serialized_rollback:
            _by_truncating(case)
        elif not self.delete_patiently():
            _by_truncating(case)
            # Django wrote the content types and rights again, under new numbers.
            self.migrated = self.contents(self.filled())

    def delete_patiently(self):
        """`delete`, begun again where PostgreSQL had to end a deadlock."""
        for left in reversed(range(ATTEMPTS)):
            try:
                return self.delete()
            except OperationalError as error:
                if not left or "deadlock" not in str(error):
                    raise
        return False

    def delete(self):
        """Delete what tests wrote. Says whether that was all they did."""
        with transaction.atomic(), connection.cursor() as cursor:
            # As truncating does: wait for whoever is still writing.
            names = ", ".join(f'"{name}"' for name in self.tables)
            cursor.execute(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
            if self.contents(self.migrated) != self.migrated:
                return False
            # No triggers: neither history nor foreign keys care about empty tables.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for name in self.filled() - self.migrated.keys():
                cursor.execute(f'DELETE FROM "{name}"')
        return True

    def filled(self):
        """Names of the tables that have rows."""
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join(
                    f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")"
                    for name in self.tables
                )
            )
            return {name for (name,) in cursor.fetchall()}

    def contents(self, names):
        """All rows of these tables, as one short text each."""
        found = {}
        with connection.cursor() as cursor:
            for name in names:
                cursor.execute(
                    "SELECT md5(string_agg(row::text, ',' ORDER BY row::text))"
                    f' FROM "{name}" AS row'
                )
                [found[name]] = cursor.fetchone()
        return found


def install():
    """Have the tests of this process use it. Nothing but `migrate` has written yet."""
    emptying = Emptying()
    TransactionTestCase._fixture_teardown = lambda case: emptying.after(case)
