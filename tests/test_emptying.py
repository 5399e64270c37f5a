"""After a test that commits the database is again as it was migrated."""

import threading

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase

from tests import factories as make
from tests.conftest import wait_for
from tests.emptying import Emptying

MIGRATED = {"auth_permission", "django_content_type"}


class Committing(TransactionTestCase):
    """What pytest-django makes of a test that commits."""

    def runTest(self):
        """Nothing: only what comes after it is of interest."""


@pytest.fixture
def emptying(transactional_db):
    return Emptying()


def rows():
    """What every table holds, but those that are empty."""
    with connection.cursor() as cursor:
        found = {}
        for name in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            found[name] = cursor.fetchone()[0]
    return {name: count for name, count in found.items() if count}


def rights():
    return set(
        Permission.objects.values_list("content_type__model", "codename", "name")
    )


def test_rows_and_their_history_go_and_what_migrate_wrote_stays(emptying):
    before = rows()
    assert before.keys() == MIGRATED
    numbers = set(ContentType.objects.values_list("pk", "model"))
    make.reference()
    make.clerk(make.institution("TH"))
    filled = rows().keys()
    assert {"schools_institution", "schools_institutionevent"} <= filled
    assert emptying.delete() is True
    assert rows() == before
    assert set(ContentType.objects.values_list("pk", "model")) == numbers


@pytest.mark.parametrize(
    "change",
    [
        lambda: Permission.objects.filter(codename="view_user").update(name="x"),
        lambda: Permission.objects.filter(codename="view_user").delete(),
        lambda: ContentType.objects.create(app_label="communes", model="nothing"),
    ],
    ids=["changed", "deleted", "added"],
)
def test_changed_rights_are_noticed_and_written_anew(emptying, change):
    before = rows(), rights()
    make.school_year()
    change()
    assert rights() != before[1] or rows() != before[0]
    assert emptying.delete() is False
    Committing()._fixture_teardown()
    assert (rows(), rights()) == before


def test_it_waits_for_whoever_still_writes(emptying):
    wrote, may_end = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            make.school_year()
            wrote.set()
            may_end.wait(60)
        connection.close()

    def waits():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            return cursor.fetchone()

    def empty():
        done.append(emptying.delete())
        connection.close()

    done = []
    writer, emptier = threading.Thread(target=write), threading.Thread(target=empty)
    writer.start()
    assert wrote.wait(60)
    emptier.start()
    wait_for(waits)
    may_end.set()
    writer.join()
    emptier.join()
    assert (done, rows().keys()) == ([True], MIGRATED)
