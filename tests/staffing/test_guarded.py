"""Two people edit one row: what nobody disputes is kept, what both changed is asked."""

from datetime import date

import pytest

from staffing.models import Person
from tests import factories as make

from .world import World, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return World()


def opened(client, account, url):
    """The form as `account` sees it: what it would send, unchanged."""
    client.force_login(account)
    form = client.get(url).context["form"]
    values = {}
    for field in form:
        value = field.value()
        if field.widget_type == "checkbox":
            values |= {field.html_name: "on"} if value else {}
        else:
            shown = field.field.widget.format_value(value)
            values[field.html_name] = shown[0] if isinstance(shown, list) else shown
    return {name: "" if value is None else value for name, value in values.items()}


def sent(client, account, url, data):
    client.force_login(account)
    return client.post(url, data)


def edit_url(world):
    return f"/staff/{world.person.pk}/edit/"


def test_one_editor_alone_meets_no_question(world, client):
    data = opened(client, world.head, edit_url(world)) | {"full_name": "Vi Thị Sửa"}
    response = sent(client, world.head, edit_url(world), data)
    world.person.refresh_from_db()
    assert (response.status_code, world.person.full_name) == (302, "Vi Thị Sửa")


def test_two_editors_of_different_fields_both_have_their_way(world, client):
    url = edit_url(world)
    mine, theirs = opened(client, world.head, url), opened(client, world.clerk, url)
    sent(client, world.clerk, url, theirs | {"ethnicity": "09"})
    sent(client, world.head, url, mine | {"full_name": "Vi Thị Sửa"})
    world.person.refresh_from_db()
    assert (world.person.ethnicity_id, world.person.full_name) == ("09", "Vi Thị Sửa")
    page = client.get(f"/staff/{world.person.pk}/").content.decode()
    assert "Đã giữ giá trị mới do người khác ghi: Dân tộc." in page


@pytest.mark.parametrize(
    ("choice", "name"), [("mine", "Vi Thị Của Tôi"), ("theirs", "Vi Thị Của Họ")]
)
def test_two_editors_of_one_field_are_asked(world, client, choice, name):
    url = edit_url(world)
    world.clerk.last_name, world.clerk.first_name = "", "Cán bộ trường"
    world.clerk.save()
    mine, theirs = opened(client, world.head, url), opened(client, world.clerk, url)
    sent(client, world.clerk, url, theirs | {"full_name": "Vi Thị Của Họ"})
    mine |= {"full_name": "Vi Thị Của Tôi", "sex": "M"}
    response = sent(client, world.head, url, mine)
    conflict = response.context["conflicts"][0]
    assert (
        response.status_code,
        len(response.context["conflicts"]),
        (conflict.label, conflict.mine, conflict.theirs),
        response.context["other_author"].split(",")[0],
        response.context["form"]["full_name"].value(),
    ) == (
        409,
        1,
        ("Họ và tên", "Vi Thị Của Tôi", "Vi Thị Của Họ"),
        "Cán bộ trường",
        "Vi Thị Của Tôi",
    )
    world.person.refresh_from_db()
    assert (world.person.full_name, world.person.sex) == ("Vi Thị Của Họ", "F")
    again = mine | {"choose-full_name": choice}
    assert sent(client, world.head, url, again).status_code == 302
    world.person.refresh_from_db()
    assert (world.person.full_name, world.person.sex) == (name, "M")


def test_a_form_that_saw_nothing_overwrites_nothing(world, client):
    url = edit_url(world)
    data = opened(client, world.head, url) | {"full_name": "Vi Thị Mới"}
    answers = [
        sent(client, world.head, url, data | {"seen": seen}).status_code
        for seen in ("", "x", data["seen"] + "x")
    ]
    unchanged = Person.objects.get(pk=world.person.pk)
    assert (answers, unchanged.full_name) == ([409] * 3, world.person.full_name)


def test_typing_a_day_another_way_is_no_change(world, client):
    url = edit_url(world)
    mine, theirs = opened(client, world.head, url), opened(client, world.clerk, url)
    sent(client, world.clerk, url, theirs | {"birth_date": "16/05/1985"})
    sent(client, world.head, url, mine | {"birth_date": "1985-05-15"})
    world.person.refresh_from_db()
    assert world.person.birth_date == date(1985, 5, 16)


def test_posts_and_degrees_are_guarded_as_well(world, client):
    degree = world.person.qualifications.get()
    at = f"/staff/{world.person.pk}/"
    cases = {
        f"{at}correct/": ({"contract": "labour"}, {"contract": "visiting"}),
        f"{at}qualifications/{degree.pk}/": ({"major": "Toán"}, {"major": "Vật lý"}),
    }
    met = {}
    for url, (first, second) in cases.items():
        mine, theirs = opened(client, world.head, url), opened(client, world.clerk, url)
        met[url] = [
            sent(client, world.clerk, url, theirs | first).status_code,
            sent(client, world.head, url, mine | second).status_code,
        ]
    world.post.refresh_from_db()
    degree.refresh_from_db()
    assert (met, world.post.contract, degree.major) == (
        dict.fromkeys(cases, [302, 409]),
        "labour",
        "Toán",
    )


def test_known_number_is_refused_on_an_edit_too(world, client):
    other = make.employee(world.beside).person
    data = opened(client, world.head, edit_url(world))
    data |= {"personal_id": other.personal_id}
    errors = sent(client, world.head, edit_url(world), data).context["form"].errors
    assert list(errors) == ["personal_id"]


def test_correcting_is_for_whoever_keeps_the_post(world, client):
    url = f"/staff/{world.person.pk}/correct/"
    data = opened(client, world.clerk, url) | typed(contract="labour")
    assert sent(client, world.clerk, url, data).status_code == 302
    world.post.refresh_from_db()
    assert world.post.contract == "labour"
