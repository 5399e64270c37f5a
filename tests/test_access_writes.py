"""Every address that takes something in, against every kind of account."""

import pytest
from django.db import transaction
from django.urls import get_resolver

from tests.access.world import ROLES, World, addresses
from tests.access.writes import WRITES
from tests.test_access import outcome

pytestmark = pytest.mark.django_db
OURS = ("communes", "schools", "staffing", "emulation", "edu_lang_son")
METHODS = ("post", "put", "patch", "delete")


def views(entries=None, namespaces=()):
    """(name, view class) of every address of our own, however deep."""
    for entry in get_resolver().url_patterns if entries is None else entries:
        if hasattr(entry, "url_patterns"):
            inner = [*namespaces, *filter(None, [entry.namespace])]
            yield from views(entry.url_patterns, inner)
            continue
        view = entry.callback
        found = getattr(view, "view_class", None) or getattr(view, "cls", None)
        if found and found.__module__.split(".")[0] in OURS:
            yield ":".join([*namespaces, entry.name]), view, found


def taking_something_in():
    """Names of addresses whose view answers another method than reading."""
    found = set()
    for name, view, kind in views():
        # A viewset answers the methods of its address only.
        methods = getattr(view, "actions", None) or dir(kind)
        allowed = kind.http_method_names
        if any(one in methods and one in allowed for one in METHODS):
            found.add(name)
    return found


def test_every_address_that_takes_something_in_has_an_expectation():
    assert sorted(taking_something_in()) == sorted(WRITES)


@pytest.mark.parametrize("role", ROLES)
def test_account_that_sends_nothing_meets_what_the_table_says(role, client, capsys):
    world, met = World(), {}
    places = addresses(world)
    for name in WRITES:
        client.logout()
        if world.accounts[role]:
            client.force_login(world.accounts[role])
        with transaction.atomic():
            met[name] = outcome(client.post(places[name], {}))
            # The next address finds the world as it was.
            transaction.set_rollback(True)
    column = ROLES.index(role)
    assert met == {name: row[column] for name, row in WRITES.items()}
    with capsys.disabled():
        print(f"\n{role}: {len(met)} addresses that take something in")
