"""Vietnamese first, English by the switch alone."""

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


def language_of(client, **headers):
    page = client.get("/accounts/login/", headers=headers)
    return page.headers["Content-Language"], '<html lang="vi">' in page.content.decode()


def test_english_browser_gets_vietnamese_until_its_user_switches(client):
    english = {"accept-language": "en-US,en;q=0.9"}
    first = language_of(client, **english)
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    switched = language_of(client)
    client.post("/i18n/setlang/", {"language": "vi", "next": "/"})
    assert (first, switched, language_of(client, **english)) == (
        ("vi", True),
        ("en", False),
        ("vi", True),
    )


def test_made_up_language_is_vietnamese(client):
    client.cookies["django_language"] = "tlh"
    assert language_of(client) == ("vi", True)


def test_switch_changes_every_word_of_the_frame(client):
    client.force_login(make.official())
    client.cookies["django_language"] = "en"
    page = client.get("/indicators/").content.decode()
    assert "Indicators" in page
    assert ">Chỉ số<" not in page
