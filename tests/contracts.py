"""Tests that every list, detail page and API route inherits by filling in a few names.

A subclass says how to make one row of a commune and what of it a reader can
recognise; the contract brings the owner, the colleague, the stranger and the rest.

    class TestSchoolList(ListPage):
        url = "/schools/"

        def make_row(self, commune):
            return make.school(commune=commune)

        def mark(self, row):
            return row.name
"""

from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.shortcuts import resolve_url
from django.test.utils import CaptureQueriesContext

from communes.scoping import Role
from tests import factories as make


def login_redirect(url):
    """Where an anonymous reader of `url` is sent."""
    return f"{resolve_url(settings.LOGIN_URL)}?next={quote(url)}"


class Contract:
    """The people of every contract test, and how a subclass makes its rows."""

    # True where every active account may see the rows (codes, norms, definitions).
    open_to_all = False

    @pytest.fixture(autouse=True)
    def _rows(self, db, client):
        self.client = client
        make.reference()
        self.commune = make.commune()
        self.row = self.make_row(self.commune)
        self.elsewhere = make.commune()
        self.row_elsewhere = self.make_row(self.elsewhere)
        self.prepare()

    def make_row(self, commune):
        raise NotImplementedError

    def mark(self, row):
        """Text that stands on the page exactly when `row` is shown."""
        raise NotImplementedError

    def prepare(self):
        """Whatever must happen after rows changed, such as recomputing values."""

    def address(self, row):
        return self.url

    def get(self, row, account=None, **headers):
        if account is None:
            self.client.logout()
        else:
            self.client.force_login(account)
        return self.client.get(self.address(row), headers=headers)

    def people_of_the_house(self):
        """Accounts that may see `self.row`."""
        return {
            "owner": make.owner(self.commune),
            "colleague": make.colleague(self.commune),
            "reader": make.reader(self.commune),
            "official": make.official(),
            "admin": make.admin(),
        }

    def people_without_reach(self):
        """Accounts that may see nothing anywhere."""
        return {
            "expired": make.expired(self.commune),
            "expired official": make.official(expires_on="2020-12-31"),
            "roleless": make.roleless(),
            "roleless in the commune": make.roleless(commune=self.commune),
            "switched off": make.owner(self.commune, is_active=False),
        }

    def shows(self, response, row):
        return (
            response.status_code == 200 and self.mark(row) in response.content.decode()
        )

    def queries_for(self, account):
        # Once to fill caches (content types, session), then counted.
        self.get(self.row, account)
        with CaptureQueriesContext(connection) as captured:
            response = self.get(self.row, account)
        assert self.shows(response, self.row)
        return [query["sql"] for query in captured.captured_queries]


class Listing(Contract):
    """A list shows what the reader's reach covers, at the same cost however long."""

    def test_people_of_the_house_see_the_row(self):
        seen = {
            who: self.shows(self.get(self.row, account), self.row)
            for who, account in self.people_of_the_house().items()
        }
        assert seen == dict.fromkeys(seen, True)

    def test_people_without_reach_see_no_row(self):
        seen = {
            who: self.shows(self.get(self.row, account), self.row)
            for who, account in self.people_without_reach().items()
        }
        assert seen == dict.fromkeys(seen, False)

    def test_stranger_sees_her_own_row_only(self):
        response = self.get(self.row, make.owner(self.elsewhere))
        shown = (
            self.shows(response, self.row_elsewhere),
            self.shows(response, self.row),
        )
        assert shown == (True, self.open_to_all)

    def test_three_rows_cost_as_many_queries_as_one(self):
        account = make.owner(self.commune)
        with_one = self.queries_for(account)
        self.make_row(self.commune)
        self.make_row(self.commune)
        self.prepare()
        with_three = self.queries_for(account)
        assert len(with_three) == len(with_one), "\n".join(with_three)


class Detail(Contract):
    """A detail page is open to the house and does not exist for anybody else."""

    def test_people_of_the_house_see_the_row(self):
        seen = {
            who: self.shows(self.get(self.row, account), self.row)
            for who, account in self.people_of_the_house().items()
        }
        assert seen == dict.fromkeys(seen, True)

    def test_people_without_reach_see_no_row(self):
        seen = {
            who: self.shows(self.get(self.row, account), self.row)
            for who, account in self.people_without_reach().items()
        }
        assert seen == dict.fromkeys(seen, False)

    def test_row_does_not_exist_for_a_stranger(self):
        account = make.owner(self.elsewhere)
        statuses = (
            self.get(self.row_elsewhere, account).status_code,
            self.get(self.row, account).status_code,
        )
        assert statuses == (200, 200 if self.open_to_all else 404)


class Page:
    """An HTML page sends an anonymous reader to the login page and back again."""

    def test_anonymous_reader_is_sent_to_login(self):
        response = self.get(self.row)
        assert (response.status_code, response.headers.get("Location")) == (
            302,
            login_redirect(self.address(self.row)),
        )


class Route:
    """A read-only API route: JSON for the house, refusal for the anonymous and writers."""

    def test_anonymous_reader_is_refused(self):
        response = self.get(self.row)
        assert response.status_code in (401, 403)
        assert list(response.json()) == ["detail"]

    def test_nobody_writes_here(self):
        self.client.force_login(make.admin())
        address = self.address(self.row)
        statuses = {
            method: getattr(self.client, method)(
                address, "{}", content_type="application/json"
            ).status_code
            for method in ("post", "put", "patch", "delete")
        }
        assert statuses == dict.fromkeys(statuses, 405)


class ListPage(Page, Listing):
    """Contract of an HTML list."""


class DetailPage(Page, Detail):
    """Contract of an HTML detail page."""


class ListRoute(Route, Listing):
    """Contract of an API list."""


class DetailRoute(Route, Detail):
    """Contract of an API detail."""


ROLES = [Role.ADMIN, Role.OFFICIAL, Role.COMMUNE_HEAD, Role.SCHOOL_CLERK]


def account_of(role, institution):
    """An account of `role` that stands nearest to `institution`."""
    if role == Role.SCHOOL_CLERK:
        return make.clerk(institution)
    if role == Role.COMMUNE_HEAD:
        return make.owner(institution.commune)
    return make.admin() if role == Role.ADMIN else make.user(role)
