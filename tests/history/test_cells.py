"""The past of one cell and putting a value back: who may, and what else was typed."""

import pghistory
import pytest

from communes.models import CultureSocietyOffice, ReportingPeriod
from schools.models import GradeFigures, SchoolReturn
from tests import factories as make
from tests.contracts import login_redirect

HISTORY, RESTORE = "/entry/cell-history/", "/entry/cell-restore/"


@pytest.fixture
def place(db):
    """A draft of an open period whose first grade went from 50 to 57 pupils."""
    make.reference()
    commune = make.commune(name="Khánh Khê")
    school = make.school("TH", commune=commune, state="draft")
    ReportingPeriod.objects.update(locks_on="2099-01-01", due_on="2098-01-01")
    row = figures(school)
    row.pupils = 57
    with pghistory.context(user=make.colleague(commune, username="can_bo").pk):
        row.save()
    return commune, school


def figures(school):
    return GradeFigures.objects.get(school_return__institution=school, grade="01")


def address(school, **changes):
    return {
        "period": make.period().pk,
        "form": "classes",
        "unit": school.code,
        "line": "01",
        "field": "pupils",
        **changes,
    }


def restoring(school, **changes):
    return address(school) | {"before": "57", "value": "50"} | changes


def told(response):
    return [
        (
            step.who,
            step.value,
            step.restore and (step.restore.before, step.restore.value),
        )
        for step in response.context["steps"]
    ]


def test_a_cell_tells_its_values_and_offers_the_earlier_ones(place, client):
    commune, school = place
    client.force_login(make.owner(commune))
    response = client.get(HISTORY, address(school), headers={"HX-Request": "true"})
    assert told(response) == [
        ("can_bo", "57", None),
        ("hệ thống", "50", ("57", "50")),
    ]
    assert "<html" not in response.content.decode()
    page = client.get(HISTORY, address(school))
    assert "<html" in page.content.decode()


def test_other_cells_of_the_line_have_a_past_of_their_own(place, client):
    commune, school = place
    client.force_login(make.owner(commune))
    response = client.get(HISTORY, address(school, field="girls"))
    assert told(response) == [("hệ thống", "25", None)]


def test_a_value_is_put_back_and_the_page_says_so(place, client):
    commune, school = place
    owner = make.owner(commune)
    client.force_login(owner)
    response = client.post(RESTORE, restoring(school), follow=True)
    assert figures(school).pupils == 50
    assert [str(m) for m in response.context["messages"]] == ["Đã khôi phục giá trị."]
    assert [step[0] for step in told(response)] == [
        owner.username,
        "can_bo",
        "hệ thống",
    ]


def test_somebody_elses_newer_value_is_not_overwritten(place, client):
    commune, school = place
    client.force_login(make.owner(commune))
    row = figures(school)
    row.pupils = 60
    row.save()
    response = client.post(RESTORE, restoring(school), headers={"HX-Request": "true"})
    assert figures(school).pupils == 60
    assert response.context["level"] == "warning"
    assert "60" in response.context["sentence"]


@pytest.mark.parametrize("state", ["submitted", "approved", "rejected", "locked"])
def test_only_what_is_open_for_entry_is_put_back(state, place, client):
    commune, school = place
    SchoolReturn.objects.filter(institution=school).delete()
    filed = make.school_return(school, state=state)
    row = make.grade(filed, "01", classes=2, pupils=50)
    row.pupils = 57
    row.save()
    client.force_login(make.owner(commune))
    offered = told(client.get(HISTORY, address(school)))[1][2]
    client.post(RESTORE, restoring(school))
    is_open = state == "rejected"
    assert (offered is not None, figures(school).pupils) == (
        is_open,
        50 if is_open else 57,
    )


def test_who_may_look_and_who_may_put_back(place, client):
    commune, school = place
    other = make.school("TH", commune=commune)
    accounts = {
        "anonymous": None,
        "roleless": make.roleless(),
        "expired": make.expired(commune),
        "stranger": make.stranger(),
        "other clerk": make.clerk(other),
        "reader": make.reader(commune),
        "official": make.official(),
        "clerk": make.clerk(school),
        "owner": make.owner(commune),
        "admin": make.admin(),
    }
    met = {}
    for who, account in accounts.items():
        client.logout()
        if account:
            client.force_login(account)
        looked = client.get(HISTORY, address(school)).status_code
        posted = client.post(RESTORE, restoring(school)).status_code
        met[who] = (looked, posted, figures(school).pupils)
        GradeFigures.objects.filter(pk=figures(school).pk).update(pupils=57)
    assert met == {
        "anonymous": (302, 302, 57),
        "roleless": (403, 403, 57),
        "expired": (302, 302, 57),
        "stranger": (404, 404, 57),
        "other clerk": (404, 404, 57),
        # They look; the sentence says why nothing was put back.
        "reader": (200, 302, 57),
        "official": (200, 302, 57),
        "clerk": (200, 302, 50),
        "owner": (200, 302, 50),
        "admin": (200, 302, 50),
    }


@pytest.mark.parametrize(
    "broken",
    [
        {"form": "khong-co"},
        {"field": "state"},
        {"field": "school_return"},
        {"period": "x"},
        {"period": "999999"},
        {"unit": "khong-co"},
        {"line": "99"},
    ],
)
def test_a_cell_that_is_none_is_not_found(broken, place, client):
    commune, school = place
    client.force_login(make.owner(commune))
    statuses = (
        client.get(HISTORY, address(school, **broken)).status_code,
        client.post(RESTORE, restoring(school, **broken)).status_code,
    )
    assert statuses == (404, 404)


def test_nobody_is_sent_to_another_site(place, client):
    commune, school = place
    client.force_login(make.owner(commune))
    away = client.post(RESTORE, restoring(school, next="//example.test/x"))
    assert away.url.startswith(HISTORY)
    back = client.post(RESTORE, restoring(school, next="/history/?kind=update"))
    assert back.url == "/history/?kind=update"


def test_anonymous_readers_sign_in_first(place, client):
    assert client.get(HISTORY).url == login_redirect(HISTORY)


def buttons(response):
    return [
        (line.thing, one.name, one.restore.before, one.restore.value)
        for line in response.context["lines"]
        for one in line.changes
        if one.restore
    ]


def test_the_history_page_offers_what_may_be_put_back(place, client):
    commune, school = place
    client.force_login(make.owner(commune))
    query = {"table": "schools.gradefigures", "kind": "update"}
    response = client.get("/history/", query)
    [(_thing, name, before, value)] = buttons(response)
    assert (name, before, value) == ("pupils", "57", "50")
    client.force_login(make.reader(commune))
    assert buttons(client.get("/history/", query)) == []
    SchoolReturn.objects.filter(institution=school).delete()
    client.force_login(make.owner(commune))
    assert buttons(client.get("/history/", query)) == []


def test_figures_of_the_commune_itself_are_put_back_too(place, client):
    commune, _school = place
    office = make.office(commune, staff=10)
    office.staff = 12
    office.save()
    client.force_login(make.owner(commune))
    query = {"table": "communes.culturesocietyoffice", "kind": "update"}
    page = client.get("/history/", query)
    [line] = page.context["lines"]
    restore = line.changes[0].restore
    sent = restore.cell.address | {"before": restore.before, "value": restore.value}
    client.post(RESTORE, sent)
    assert CultureSocietyOffice.objects.get(pk=office.pk).staff == 10
