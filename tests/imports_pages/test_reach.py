"""Who sees an import, who acts on it: every verb against every kind of account."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.models import Import, ImportFix, Job
from tests import factories as make
from tests.imports_pages.conftest import new_person, sent, workbook

VERBS = ("fix", "unfix", "fix-all", "recheck", "apply", "undo", "cancel")


def people(school, owner):
    commune = school.commune
    return {
        "anonymous": None,
        "roleless": make.roleless(),
        "expired": make.expired(commune),
        "stranger": make.stranger(),
        "clerk": make.clerk(school),
        "reader": make.reader(commune),
        "colleague": make.colleague(commune),
        "official": make.official(),
        "owner": owner,
        "admin": make.admin(),
    }


def traces(source):
    """Everything that an act on the import would leave behind."""
    return (
        Import.objects.get(pk=source.pk).state,
        ImportFix.objects.filter(source=source).count(),
        Job.objects.count(),
    )


@pytest.mark.parametrize("verb", VERBS)
def test_only_the_sender_and_administrators_act(verb, faulty, school, owner, client):
    problem = faulty.importproblems.exclude(column="").first()
    given = {"problem": problem.pk, "value": "Nữ", "code": problem.code}
    before, met = traces(faulty), {}
    for who, account in people(school, owner).items():
        client.logout()
        if account:
            client.force_login(account)
        met[who] = client.post(f"/imports/{faulty.pk}/{verb}/", given).status_code
        if who not in ("owner", "admin"):
            assert traces(faulty) == before, who
    assert met == {
        "anonymous": 302,
        "roleless": 403,
        "expired": 302,
        "stranger": 404,
        # What the commune sends is not the school's to see.
        "clerk": 404,
        "reader": 403,
        "colleague": 403,
        "official": 403,
        "owner": 302,
        "admin": 302,
    }


def test_who_sees_it(faulty, school, owner, client):
    seen = {}
    for who, account in people(school, owner).items():
        client.logout()
        if account:
            client.force_login(account)
        in_list = client.get("/imports/")
        seen[who] = (
            client.get(f"/imports/{faulty.pk}/").status_code,
            in_list.status_code == 200 and "can-bo.xlsx" in in_list.content.decode(),
        )
    outside, inside = (404, False), (200, True)
    assert seen == {
        "anonymous": (302, False),
        "roleless": (403, False),
        "expired": (302, False),
        "stranger": outside,
        "clerk": outside,
        "reader": inside,
        "colleague": inside,
        "official": inside,
        "owner": inside,
        "admin": inside,
    }


def test_whoever_only_looks_is_offered_nothing_to_press(faulty, school, client):
    client.force_login(make.reader(school.commune))
    page = client.get(f"/imports/{faulty.pk}/").content.decode()
    assert f'action="/imports/{faulty.pk}/' not in page
    assert "Nuw" in page


def test_who_may_send(school, owner, client):
    met = {}
    for who, account in people(school, owner).items():
        client.logout()
        if account:
            client.force_login(account)
        met[who] = client.get("/imports/new/").status_code
    assert {who for who, status in met.items() if status == 200} == {
        "clerk",
        "colleague",
        # For data of her own commune.
        "stranger",
        "owner",
        "admin",
    }
    assert {who for who, status in met.items() if status == 403} == {
        "roleless",
        "reader",
        # None of the department's own schools is here.
        "official",
    }


def test_a_reader_cannot_send_by_hand_either(school, client):
    client.force_login(make.reader(school.commune))
    file = SimpleUploadedFile("x.xlsx", workbook(new_person(school, 1)))
    given = {"kind": "staff", "year": 2026, "file": file}
    response = client.post("/imports/new/", given)
    assert (response.status_code, Import.objects.count()) == (403, 0)


def test_a_problem_of_another_import_is_not_found(faulty, school, owner, client):
    other = sent(owner, new_person(school, 9, **{"Giới tính": "Nuw"}))
    problem = other.importproblems.first()
    client.force_login(owner)
    response = client.post(
        f"/imports/{faulty.pk}/fix/", {"problem": problem.pk, "value": "Nữ"}
    )
    assert response.status_code == 404
    assert ImportFix.objects.count() == 0


def test_three_imports_cost_as_many_queries_as_one(faulty, school, owner, client):
    client.force_login(owner)

    def cost(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    bench = f"/imports/{faulty.pk}/"
    listed, opened = cost("/imports/"), cost(bench)
    for number in (11, 12):
        sent(owner, new_person(school, number))
    larger = sent(
        owner,
        *(new_person(school, n) for n in range(13, 20)),
        *(new_person(school, n, **{"Giới tính": "Nuw"}) for n in range(20, 40)),
    )
    assert cost("/imports/") == listed
    assert cost(f"/imports/{larger.pk}/") == opened
    assert cost(f"{bench}?tab=changes") == cost(f"/imports/{larger.pk}/?tab=changes")
