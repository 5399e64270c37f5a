"""Who gets which filled template from the page."""

import io

import openpyxl
import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


def units(response):
    """Codes of the schools that a template is filled with."""
    book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
    page = next(page for page in book if page["A3"].value == "[unit]")
    return {row[0] for row in page.iter_rows(min_row=6, max_col=1, values_only=True)}


@pytest.fixture
def schools():
    make.reference()
    make.open_period()
    commune = make.commune()
    own, beside = (make.institution("TH", commune=commune) for _number in range(2))
    return own, beside, make.institution("THPT", commune=commune)


def asked(client, account, query=""):
    client.force_login(account)
    return client.get(f"/workbooks/classes/?year={make.YEAR}{query}")


def test_clerk_gets_the_own_school_though_the_account_names_a_commune(client, schools):
    own, _beside, _department = schools
    account = make.clerk(own, commune=own.commune)
    assert units(asked(client, account)) == {own.code}


def test_head_gets_the_schools_of_the_commune(client, schools):
    own, beside, _department = schools
    assert units(asked(client, make.owner(own.commune))) == {own.code, beside.code}


def test_official_gets_the_departments_own_schools(client, schools):
    found = asked(client, make.official(), "&commune=so")
    assert units(found) == {schools[2].code}


def test_reader_is_offered_none(client, schools):
    account = make.reader(schools[0].commune)
    assert asked(client, account).status_code == 403
    page = client.get(f"/entry/{make.YEAR}/start/classes/").content.decode()
    assert "Lớp và học sinh theo khối" in page
    assert "/workbooks/" not in page
