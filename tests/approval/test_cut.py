"""The connection is cut in the middle of approving a commune: all of it or nothing."""

from contextlib import contextmanager

import pytest
from django.db import InterfaceError, OperationalError, connection, connections
from django.urls import reverse

from communes.models import Notice, RecomputeRequest
from tests import factories as make

from .world import PERIOD, World

pytestmark = pytest.mark.django_db(transaction=True)
POINTS = 10


@contextmanager
def another_connection():
    other = connections.create_connection("default")
    other.settings_dict = connection.settings_dict
    try:
        with other.cursor() as cursor:
            yield cursor
    finally:
        other.close()


class Watch:
    """Counts the statements of a request; cuts the connection before a chosen one."""

    def __init__(self, cut_before=None):
        self.cut_before, self.statements, self.was_cut = cut_before, [], False

    def __call__(self, execute, sql, params, many, context):
        self.statements.append(sql)
        if len(self.statements) == self.cut_before:
            backend = context["connection"].connection.info.backend_pid
            with another_connection() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
                self.was_cut = cursor.fetchone()[0]
        return execute(sql, params, many, context)


@pytest.fixture
def world(client):
    world = World(client, 11)
    world.set_state("submitted")
    world.as_(world.official)
    make.clerk(world.schools[4])
    return world


def approve_all(world, watch):
    """Send the approval of the whole commune; True if it was answered."""
    address = reverse("approval_commune_approve", args=[*PERIOD, world.commune.code])
    data = {"returns": world.tokens()}
    try:
        with connection.execute_wrapper(watch):
            answered = world.client.post(address, data).status_code == 302
    except (OperationalError, InterfaceError):
        answered = False
    connection.close()
    return answered


def what_stands(world):
    requests = RecomputeRequest.objects.values_list("commune", "school_year")
    people = Notice.objects.order_by("recipient").values_list("recipient", flat=True)
    return world.states, list(requests), list(people)


def begin_again(world):
    world.rows.update(state="submitted", decided_by=None, decided_at=None)
    RecomputeRequest.objects.all().delete()
    Notice.objects.all().delete()


def test_ten_cuts_leave_all_or_nothing_and_the_next_try_succeeds(world):
    nothing = what_stands(world)
    unharmed = Watch()
    assert approve_all(world, unharmed)
    everything = what_stands(world)
    assert nothing == (["submitted"] * 11, [], [])
    assert everything[:2] == (
        ["approved"] * 11,
        [(world.commune.code, make.YEAR)],
    )
    assert len(everything[2]) == 2
    steps = unharmed.statements
    # From the first look at the returns, locked, to the last word about them.
    first = next(
        place
        for place, sql in enumerate(steps, 1)
        if 'FROM "schools_schoolreturn"' in sql
    )
    last = max(place for place, sql in enumerate(steps, 1) if "communes_notice" in sql)
    points = {first + round(n * (last - first) / (POINTS - 1)) for n in range(POINTS)}
    assert len(points) == POINTS, f"{last - first + 1} statements are too few"
    for point in sorted(points):
        begin_again(world)
        watch = Watch(cut_before=point)
        answered = approve_all(world, watch)
        assert (watch.was_cut, answered) == (True, False), point
        assert what_stands(world) == nothing, f"cut before {steps[point - 1]}"
        assert approve_all(world, Watch()), point
        assert what_stands(world) == everything, point
