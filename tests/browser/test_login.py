"""Coming in: the right password opens the site, repeated wrong ones close the door."""

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_login_form_lets_the_right_person_in(page, sign_in, picture):
    user = make.official()
    page.goto("/accounts/login/")
    picture(page, "form")
    sign_in(page, user)
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert "sessionid" in names
