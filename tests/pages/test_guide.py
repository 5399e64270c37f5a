"""The guide puts the reader's own chapter first and shows the rules as they stand."""

import pytest
from django.utils.html import escape

from communes.models import Rule
from tests import factories as make

pytestmark = pytest.mark.django_db
FIRST = {
    "owner": "Phòng Văn hóa - Xã hội xã, phường",
    "clerk": "Cán bộ nhập liệu của trường",
    "official": "Sở Giáo dục và Đào tạo",
    "admin": "Quản trị hệ thống",
}


def account(role):
    if role == "owner":
        return make.owner(make.commune())
    if role == "clerk":
        return make.clerk(make.institution("TH"))
    return {"official": make.official, "admin": make.admin}[role]()


@pytest.mark.parametrize("role", FIRST)
def test_own_chapter_comes_first(role, client):
    make.reference()
    client.force_login(account(role))
    page = client.get("/guide/").content.decode()
    places = {
        name: page.index(f"<h2>{heading}</h2>") for name, heading in FIRST.items()
    }
    assert min(places, key=places.get) == role


def test_rule_switched_off_is_not_announced(client):
    make.reference()
    rule = Rule.objects.filter(is_structural=False, severity="warning").first()
    client.force_login(make.official())
    assert escape(rule.in_general) in client.get("/guide/").content.decode()
    Rule.objects.filter(pk=rule.pk).update(is_active=False)
    assert escape(rule.in_general) not in client.get("/guide/").content.decode()
