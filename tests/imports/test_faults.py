"""A connection that is cut while an import is applied leaves all of it or nothing."""

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import InterfaceError, OperationalError

from communes import imports
from communes.models import Import, ImportChange, User
from staffing.models import Assignment, Person, Qualification
from tests.imports.files import staff

pytestmark = pytest.mark.django_db(transaction=True)

CUTS = 10


def facts():
    """Everything an import of staff writes, and what it says of itself."""
    return (
        sorted(Person.objects.values_list("personal_id", "full_name")),
        sorted(
            Assignment.objects.values_list(
                "person__personal_id", "institution", "started_on", "ended_on"
            ),
            key=str,
        ),
        sorted(Qualification.objects.values_list("person__personal_id", "degree")),
        list(Import.objects.values_list("state", flat=True)),
        ImportChange.objects.filter(action="new", object_id=None).count(),
    )


class Cutter:
    """Ends the session of the test, from another one, just before its nth query."""

    def __init__(self, number):
        self.number, self.count = number, 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        if self.count == self.number:
            end_session(connection.connection.info.backend_pid)
        return execute(sql, params, many, context)


def end_session(pid):
    place = connection.get_connection_params()
    known = {name: place[name] for name in ("dbname", "user", "host") if name in place}
    other = psycopg2.connect(**known)
    other.autocommit = True
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()


@pytest.fixture
def ready(world, teacher):
    """An import of two new people, one who moves and learns, checked and unapplied."""
    here = {"school": world.here.code}
    return staff(
        world.head,
        here | {"personal_id": "020985000002", "full_name": "Vi Văn Nam"},
        here | {"personal_id": "020985000003", "full_name": "Vi Văn Bắc"},
        {"school": world.there.code, "degree": "Thạc sĩ", "full_name": "Nông Hoa"},
    )


def test_every_cut_leaves_nothing_and_the_next_apply_all(ready, world):
    counter = Cutter(0)
    before = facts()
    by = User.objects.get(pk=world.head.pk)
    numbers = points(ready, by, counter)
    assert len(set(numbers)) == CUTS
    for number in numbers:
        with (
            pytest.raises((DatabaseError, InterfaceError, OperationalError)),
            connection.execute_wrapper(Cutter(number)),
        ):
            imports.apply(ready.pk, by)
        connection.close()
        assert facts() == before, f"cut before query {number}"
    imports.apply(ready.pk, by)
    people, posts, degrees, states, open_changes = facts()
    assert [number for number, _name in people] == [
        f"02098500000{n}" for n in (1, 2, 3)
    ]
    assert (len(posts), len(degrees), states, open_changes) == (4, 4, ["applied"], 0)


def points(ready, by, counter):
    """Ten query numbers spread over an apply, found by one that is rolled back."""

    class Enough(Exception):
        pass

    try:
        with transaction.atomic(), connection.execute_wrapper(counter):
            imports.apply(ready.pk, by)
            raise Enough
    except Enough:
        pass
    # Without the savepoint of the transaction around it, made and released.
    step = (counter.count - 2 - 1) / (CUTS - 1)
    return [1 + round(step * place) for place in range(CUTS)]
