"""Who gets in, who does not, and when the door closes for a while."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse
from django.utils import timezone

from tests import factories as make

pytestmark = pytest.mark.django_db
LIMIT = 5  # wrong passwords for one account


def sign_in(client, user, password=make.PASSWORD):
    client.logout()
    return client.post(
        reverse("account_login"), {"login": user.username, "password": password}
    )


def signed_in(client):
    return "_auth_user_id" in client.session


def test_the_right_password_opens_and_a_wrong_one_does_not(client):
    user, other = make.official(), make.official()
    sign_in(client, user, "wrong")
    assert signed_in(client) is False
    response = sign_in(client, user)
    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk) != str(other.pk)


def test_repeated_wrong_passwords_close_the_door_of_that_account_only(client):
    user, other = make.official(), make.official()
    for _ in range(LIMIT):
        sign_in(client, user, "wrong")
    response = sign_in(client, user)
    assert signed_in(client) is False
    assert response.context["form"].non_field_errors() == [
        (
            "Bạn đã nhập sai nhiều lần. Tài khoản tạm dừng đăng nhập trong 5 phút; "
            "sau đó hãy thử lại hoặc liên hệ quản trị viên của Sở."
        )
    ]
    sign_in(client, other)
    assert signed_in(client) is True


def test_fewer_wrong_passwords_do_not(client):
    user = make.official()
    for _ in range(LIMIT - 1):
        sign_in(client, user, "wrong")
    sign_in(client, user)
    assert signed_in(client) is True


def test_an_account_ends_after_its_last_day(client):
    today = timezone.localdate()
    last_day = make.official(expires_on=today)
    ended = make.official(expires_on=today - timedelta(days=1))
    sign_in(client, last_day)
    assert signed_in(client) is True
    response = sign_in(client, ended)
    assert signed_in(client) is False
    assert response.context["form"].non_field_errors() == [
        "Tài khoản đã hết hạn sử dụng. Hãy liên hệ quản trị viên của Sở."
    ]


def test_nobody_makes_an_account_for_herself(client):
    client.post(
        reverse("account_signup"),
        {"username": "moi", "password1": "Lạng-Sơn-26", "password2": "Lạng-Sơn-26"},
    )
    assert signed_in(client) is False
    assert make.official().__class__.objects.filter(username="moi").count() == 0


def test_a_second_factor_is_offered_and_then_asked_for(client):
    user = make.official()
    sign_in(client, user)
    page = client.get(reverse("mfa_index"))
    assert reverse("mfa_activate_totp") in page.content.decode()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    response = sign_in(client, user)
    assert (response.url, signed_in(client)) == (reverse("mfa_authenticate"), False)
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post(response.url, {"code": code})
    assert signed_in(client) is True
