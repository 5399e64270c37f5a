"""Tokens: who gets one, how often one may guess, when one ends."""

from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.utils import timezone
from rest_framework.authtoken.models import Token

from tests import factories as make

pytestmark = pytest.mark.django_db
SCHOOLS = "/api/v1/schools/"
WRONG = {"detail": ["Tên đăng nhập hoặc mật khẩu không đúng."]}
ENDED = {"detail": ["Tài khoản đã hết hạn sử dụng. Hãy liên hệ quản trị viên của Sở."]}


def ask(client, account, password=make.PASSWORD):
    return client.post(
        "/api/v1/token/", {"username": account.username, "password": password}
    )


def schools_of(token):
    # A client of its own: no session, no cookie, only the token.
    return Client().get(SCHOOLS, headers={"authorization": f"Token {token}"})


def test_token_opens_what_its_owner_may_see_and_no_more(client):
    make.reference()
    mine, other = make.school(), make.school()
    token = ask(client, make.owner(mine.commune)).json()["token"]
    found = [row["code"] for row in schools_of(token).json()["results"]]
    everything = ask(client, make.official()).json()["token"]
    all_found = {row["code"] for row in schools_of(everything).json()["results"]}
    assert (found, all_found) == ([mine.code], {mine.code, other.code})


def test_asking_twice_gives_the_same_token(client):
    account = make.official()
    assert ask(client, account).json() == ask(client, account).json()
    assert Token.objects.filter(user=account).count() == 1


@pytest.mark.parametrize(
    "account",
    [
        lambda: make.official(is_active=False),
        lambda: make.roleless(),
    ],
)
def test_accounts_without_reach_get_no_token(client, account):
    response = ask(client, account())
    assert (response.status_code, response.json()) == (400, WRONG)
    assert Token.objects.count() == 0


def test_wrong_password_gets_no_token(client):
    response = ask(client, make.official(), "sai mật khẩu")
    assert (response.status_code, response.json()) == (400, WRONG)


def test_guessing_closes_the_door_of_tokens_and_of_pages_alike(client):
    account = make.official()
    for _ in range(5):
        ask(client, account, "sai mật khẩu")
    response = ask(client, account)
    assert response.status_code == 400
    assert "nhập sai nhiều lần" in response.json()["detail"][0]
    client.post(
        "/accounts/login/", {"login": account.username, "password": make.PASSWORD}
    )
    assert "_auth_user_id" not in client.session
    assert "token" in ask(client, make.official()).json()


def test_ended_account_is_told_so_and_gets_no_token(client):
    yesterday = timezone.localdate() - timedelta(days=1)
    response = ask(client, make.official(expires_on=yesterday))
    assert (response.status_code, response.json()) == (400, ENDED)


def test_token_ends_with_its_account(client):
    account = make.official()
    token = ask(client, account).json()["token"]
    before = schools_of(token).status_code
    account.expires_on = timezone.localdate() - timedelta(days=1)
    account.save()
    after = schools_of(token)
    assert (before, after.status_code, after.json()) == (
        200,
        401,
        {"detail": "Tài khoản đã hết hạn sử dụng."},
    )


def test_session_ends_with_its_account(client):
    account = make.official()
    client.force_login(account)
    before = client.get(SCHOOLS).status_code
    account.expires_on = timezone.localdate() - timedelta(days=1)
    account.save()
    page = client.get("/")
    assert (before, client.get(SCHOOLS).status_code) == (200, 401)
    assert (page.status_code, page.url) == (302, "/accounts/login/?next=/")


def test_second_factor_is_not_gone_around_by_a_token(client):
    account = make.official()
    RecoveryCodes.activate(account)
    response = ask(client, account)
    assert (response.status_code, Token.objects.count()) == (403, 0)


def test_made_up_token_opens_nothing():
    assert schools_of("0" * 40).status_code == 401
