"""Qualifications: added, amended and removed by those who keep the person."""

from datetime import date

import pytest

from tests import factories as make

from .world import World, forget_requests, requested

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return World()


def degree(**fields):
    return {"degree": "THS", "major": "Toán", "obtained_on": "1/7/2025", **fields}


def at(world, *steps):
    return "/".join(["/staff", str(world.person.pk), "qualifications", *steps, ""])


def told(response, client):
    page = client.get(response.url)
    return [str(message) for message in page.context["messages"]]


def held(world):
    rows = world.person.qualifications.order_by("obtained_on")
    return list(rows.values_list("degree", "major", "obtained_on"))


FIRST = ("DH", "Sư phạm", date(2008, 6, 30))
NOTE = "Tỷ lệ đạt chuẩn của báo cáo đã duyệt sẽ được tính lại."


def test_added(world, client):
    forget_requests()
    client.force_login(world.clerk)
    response = client.post(at(world, "new"), degree(has_certificate="on"))
    assert (held(world), requested(), told(response, client)) == (
        [FIRST, ("THS", "Toán", date(2025, 7, 1))],
        {(world.commune.code, 2025)},
        [f"Đã ghi văn bằng của {world.person.full_name}."],
    )


def test_approved_shares_are_computed_again_and_said_to_be(world, client):
    make.school_return(world.here, state="approved")
    client.force_login(world.head)
    response = client.post(at(world, "new"), degree())
    assert told(response, client)[0] == NOTE


def test_amended_and_removed(world, client):
    row = world.person.qualifications.get()
    forget_requests()
    client.force_login(world.head)
    one = at(world, str(row.pk))
    form = client.get(one).context["form"]
    client.post(one, degree(seen=form["seen"].value()))
    after_edit = held(world)
    client.post(f"{one}remove/")
    assert (after_edit, held(world), requested()) == (
        [("THS", "Toán", date(2025, 7, 1))],
        [],
        {(world.commune.code, 2024), (world.commune.code, 2025)},
    )


def test_asking_removes_nothing(world, client):
    row = world.person.qualifications.get()
    client.force_login(world.head)
    page = client.get(at(world, str(row.pk), "remove")).content.decode()
    assert ("Đại học Sư phạm" in page, held(world)) == (True, [FIRST])


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        (
            {"degree": "DH", "major": "Sư phạm"},
            {"major": ["Đã khai văn bằng Đại học chuyên ngành này rồi."]},
        ),
        (
            {"obtained_on": "15/05/1985"},
            {"obtained_on": ["Ngày cấp phải sau ngày sinh."]},
        ),
        (
            {"obtained_on": "giữa năm"},
            {
                "obtained_on": [
                    "“giữa năm” không phải là một ngày. Hãy ghi như 01/09/2026."
                ]
            },
        ),
        ({"major": ""}, {"major": ["Hãy điền ô này."]}),
    ],
)
def test_refused(world, client, fields, errors):
    client.force_login(world.head)
    response = client.post(at(world, "new"), degree(**fields))
    assert (response.context["form"].errors, held(world)) == (errors, [FIRST])


def test_degree_of_somebody_else_is_not_there(world, client):
    other = make.employee(world.beside).person.qualifications.get()
    client.force_login(world.head)
    met = [
        client.post(at(world, str(other.pk), *more), degree()).status_code
        for more in ((), ("remove",))
    ]
    other.refresh_from_db()
    assert (met, other.major) == ([404, 404], "Sư phạm")
