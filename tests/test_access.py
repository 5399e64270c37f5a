"""Every address against every kind of account, and nothing allowed by accident."""

import pytest
from django.conf import settings
from django.shortcuts import resolve_url

from communes.rest import VisibleRows
from communes.scoping import ScopedQuerySet
from edu_lang_son.api import router
from tests.access.addresses import patterns
from tests.access.table import EXPECTED, LOGIN, MOVED, READ_ONLY, TESTED_ELSEWHERE
from tests.access.world import ROLES, World, addresses

pytestmark = pytest.mark.django_db
WRITES = ("post", "put", "patch", "delete")
# Routes that serve no rows: definitions from the registry, the same for everybody.
ROWLESS = {"api-indicator"}


@pytest.fixture
def world():
    return World()


def outcome(response):
    if response.status_code not in (301, 302):
        return response.status_code
    doors = (resolve_url(settings.LOGIN_URL), "/admin/login/")
    return LOGIN if response.url.startswith(doors) else MOVED


def test_every_address_has_an_expectation():
    names = {name for name, _route in patterns()} - set(TESTED_ELSEWHERE)
    assert sorted(names) == sorted(EXPECTED)


@pytest.mark.parametrize("role", ROLES)
def test_account_meets_what_the_table_says(role, world, client, capsys):
    met = {}
    for name, address in addresses(world).items():
        if name in TESTED_ELSEWHERE:
            continue
        client.logout()
        if world.accounts[role]:
            client.force_login(world.accounts[role])
        met[name] = outcome(client.get(address))
    column = ROLES.index(role)
    assert met == {name: row[column] for name, row in EXPECTED.items()}
    with capsys.disabled():
        print(f"\n{role}: {len(met)} addresses of {len(ROLES)} kinds of account")


@pytest.mark.parametrize("role", ["anonymous", "owner", "admin"])
def test_nobody_writes_where_there_is_only_something_to_read(role, world, client):
    places = {name: addresses(world)[name] for name in READ_ONLY}
    places.pop("healthz")
    if world.accounts[role]:
        client.force_login(world.accounts[role])
    accepted = {
        (name, method): response.status_code
        for name, address in places.items()
        for method in WRITES
        for response in [
            getattr(client, method)(address, "{}", content_type="application/json")
        ]
        if outcome(response) not in (LOGIN, 401, 403, 405)
    }
    assert accepted == {}
    if role != "anonymous":
        response = client.post(places["school_detail"], {})
        assert response.status_code == 405


def test_every_route_serves_rows_that_know_their_readers():
    unscoped = {
        basename
        for _prefix, viewset, basename in router.registry
        if not isinstance(getattr(viewset, "queryset", None), ScopedQuerySet)
        or VisibleRows not in viewset.filter_backends
    }
    assert unscoped == ROWLESS
