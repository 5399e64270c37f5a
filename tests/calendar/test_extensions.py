"""More time for a commune: granted by the department alone, with a reason, and told."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from communes.extensions import ExtensionError, extend
from communes.models import DeadlineException, Notice, ReportingPeriod
from schools.window import may_enter
from tests import factories as make

pytestmark = pytest.mark.django_db
URL = "/board/extend/"
TODAY = timezone.localdate()


@pytest.fixture
def commune(db):
    make.reference()
    make.school_year(2025)
    ReportingPeriod.objects.filter(kind="start").update(
        as_of=TODAY - timedelta(days=50),
        opens_on=TODAY - timedelta(days=50),
        due_on=TODAY - timedelta(days=9),
        locks_on=TODAY,
    )
    return make.commune(name="Khánh Khê")


def sent(commune, **changes):
    return {
        "period": make.period().pk,
        "commune": commune.pk,
        "due_on": (TODAY + timedelta(days=5)).isoformat(),
        "reason": "Mưa lũ chia cắt hai điểm trường.",
    } | changes


def texts(response):
    return " ".join(response.content.decode().split())


def test_an_official_opens_a_locked_period_for_one_commune(client, commune):
    school, other = make.institution(commune=commune), make.institution()
    people = make.owner(commune), make.colleague(commune)
    make.reader(commune), make.owner(other.commune)
    client.force_login(make.official())
    assert may_enter(school, make.period())[0] is False
    page = texts(client.post(URL, sent(commune), follow=True))
    until = TODAY + timedelta(days=5)
    assert (
        f"Đã gia hạn cho Xã Khánh Khê đến hết {until:%d/%m/%Y} và báo cho xã." in page
    )
    assert may_enter(school, make.period())[0] is True
    assert may_enter(other, make.period())[0] is False
    told = Notice.objects.order_by("recipient").values_list("recipient", "text")
    text = (
        f"Sở gia hạn báo cáo Đầu năm 2025-2026 cho xã đến hết {until:%d/%m/%Y}. "
        "Lý do: Mưa lũ chia cắt hai điểm trường."
    )
    assert list(told) == [(person.pk, text) for person in people]


def test_a_second_grant_replaces_the_first(client, commune):
    client.force_login(make.official())
    for days in (5, 8):
        due_on = (TODAY + timedelta(days=days)).isoformat()
        client.post(URL, sent(commune, due_on=due_on))
    [granted] = DeadlineException.objects.all()
    assert granted.due_on == TODAY + timedelta(days=8)
    due = f"{granted.due_on:%d/%m/%Y}"
    page = texts(client.post(URL, sent(commune)))
    assert f"Hạn hiện nay là {due}; hãy chọn một ngày sau ngày đó." in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": "  "}, "Trường này là bắt buộc."),
        ({"due_on": "hôm nào"}, "Nhập một ngày hợp lệ."),
        (
            {"due_on": (TODAY - timedelta(days=1)).isoformat()},
            "Ngày này đã qua; hãy chọn hôm nay hoặc sau đó.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client, commune, changes, sentence
):
    client.force_login(make.official())
    page = texts(client.post(URL, sent(commune, **changes)))
    assert sentence in page
    assert f'<option value="{commune.pk}" selected>' in page
    assert not DeadlineException.objects.exists()


def test_nobody_else_grants_it(client, commune):
    school = make.institution(commune=commune)
    people = {
        "head": make.owner(commune),
        "reader": make.reader(commune),
        "clerk": make.clerk(school),
        "stranger": make.stranger(),
        "roleless": make.roleless(),
        "expired official": make.official(expires_on=date(2020, 12, 31)),
    }
    met = {}
    for who, person in people.items():
        client.force_login(person)
        met[who] = client.post(URL, sent(commune)).status_code
        with pytest.raises(ExtensionError):
            extend(
                period=make.period(),
                commune=commune,
                due_on=TODAY + timedelta(days=5),
                reason="Vì thế",
                by=person,
            )
    assert met == dict.fromkeys(met, 403) | {"expired official": 302}
    assert not DeadlineException.objects.exists()


def test_the_link_of_a_row_fills_in_the_commune(client, commune):
    client.force_login(make.official())
    page = texts(client.get(f"{URL}?period={make.period().pk}&commune={commune.pk}"))
    assert f'<option value="{commune.pk}" selected>' in page
