"""Adding somebody who is registered: refused by number, asked about by name."""

from datetime import date

import pytest

from staffing.models import Person

from .world import World, career, typed

pytestmark = pytest.mark.django_db
URL = "/staff/new/"


@pytest.fixture
def world(db):
    return World()


def like(person, institution, **fields):
    """What a form sends to add somebody like `person` at a school."""
    return {
        "full_name": person.full_name,
        "personal_id": person.personal_id,
        "birth_date": f"{person.birth_date:%d/%m/%Y}",
        "sex": person.sex,
        "ethnicity": person.ethnicity_id,
        **typed(institution, day="15/10/2025"),
        **fields,
    }


def sent(client, account, data):
    client.force_login(account)
    return client.post(URL, data)


ELSEWHERE = (
    "Số định danh này đang có hồ sơ ở đơn vị khác, liên hệ Sở. Nếu người này đã thôi "
    "ở nơi cũ và về trường của bạn, hãy dùng trang “Tiếp nhận”."
)


def test_number_on_record_is_refused_and_named_to_whoever_may_see(world, client):
    person = world.person
    schools = {world.clerk: world.here, world.far_head: world.far}
    told = [
        sent(client, account, like(person, school)).context["form"].errors
        for account, school in schools.items()
    ]
    known = (
        f"Số định danh này là của {person.full_name}, đang công tác tại "
        "Trường TH Khánh Khê."
    )
    assert told == [{"personal_id": [known]}, {"personal_id": [ELSEWHERE]}]


@pytest.mark.parametrize("left", [False, True])
def test_refusal_tells_a_stranger_nothing_about_the_person(world, client, left):
    if left:
        world.post.ended_on, world.post.end_reason = date(2025, 8, 31), "resigned"
        world.post.save()
    person = world.person
    data = like(person, world.far, full_name="Lý Thị Lạ", birth_date="1/1/1990")
    page = sent(client, world.far_head, data).content.decode()
    assert ELSEWHERE in page
    known = [person.full_name, "Trường TH Khánh Khê", f"/staff/{person.pk}/"]
    assert [word for word in known if word in page] == []


def test_same_name_and_birthday_asks_first(world, client):
    data = like(
        world.person,
        world.beside,
        personal_id="001085000001",
        full_name=f"  {world.person.full_name.upper()} ",
    )
    response = sent(client, world.head, data)
    assert response.context["form"].errors == {
        "is_another_person": [
            (
                "Đã có người cùng họ tên và ngày sinh. Hãy xem lại; nếu đúng là người "
                "khác, hãy đánh dấu vào ô này."
            )
        ]
    }
    page = response.content.decode()
    assert f'<a href="/staff/{world.person.pk}/" target="_blank">' in page
    assert 'name="is_another_person"' in page
    assert Person.objects.count() == 1
    response = sent(client, world.head, data | {"is_another_person": "on"})
    added = Person.objects.get(personal_id="001085000001")
    assert response.url == f"/staff/{added.pk}/"


def test_namesake_elsewhere_is_counted_not_shown(world, client):
    data = like(world.person, world.far, personal_id="001085000001")
    response = sent(client, world.far_head, data)
    page = " ".join(response.content.decode().split())
    assert "1 người ở đơn vị khác. Nếu là cùng một người, hãy liên hệ Sở." in page
    hidden = ["Trường TH Khánh Khê", f"/staff/{world.person.pk}/"]
    assert [word for word in hidden if word in page] == []


@pytest.mark.parametrize(
    "different", [{"full_name": "Nông Thị Khác"}, {"birth_date": "16/05/1985"}]
)
def test_name_or_birthday_alone_is_no_duplicate(world, client, different):
    data = like(world.person, world.beside, personal_id="001085000001", **different)
    assert sent(client, world.head, data).status_code == 302


def test_box_is_not_there_to_be_ticked_in_advance(world, client):
    client.force_login(world.head)
    assert 'name="is_another_person"' not in client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (
            "20085001234",
            "Số định danh có 12 chữ số; số vừa nhập có 11, có thể thiếu số 0 ở đầu.",
        ),
        ("02008500123X", "Số định danh cá nhân gồm đúng 12 chữ số."),
    ],
)
def test_number_that_is_none(world, client, number, sentence):
    data = like(world.person, world.here, personal_id=number)
    errors = sent(client, world.clerk, data).context["form"].errors
    assert errors == {"personal_id": [sentence]}


# Tiếp nhận


def taken_over(client, account, person, institution, **fields):
    client.force_login(account)
    data = {
        "personal_id": person.personal_id,
        "birth_date": f"{person.birth_date:%d.%m.%Y}",
        **typed(institution, day="15/10/2025"),
        **fields,
    }
    return client.post("/staff/take-over/", data)


def leave(world):
    world.post.ended_on, world.post.end_reason = date(2025, 8, 31), "moved"
    world.post.save()


def test_new_school_takes_over_who_has_left(world, client):
    leave(world)
    before = client.force_login(world.far_head) or client.get(
        f"/staff/{world.person.pk}/"
    )
    response = taken_over(client, world.far_head, world.person, world.far)
    page = client.get(response.url).content.decode()
    assert (before.status_code, response.url, career(world.person)[-1]) == (
        404,
        f"/staff/{world.person.pk}/",
        ("Trường TH Bình Gia", date(2025, 10, 15), None, ""),
    )
    assert f"Đã tiếp nhận {world.person.full_name}." in page
    client.force_login(world.head)
    assert client.get(f"/staff/{world.person.pk}/").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"personal_id": "001085000001"}, {"birth_date": "15/05/1986"}]
)
def test_a_wrong_half_of_the_pair_reveals_nothing(world, client, wrong):
    leave(world)
    response = taken_over(client, world.far_head, world.person, world.far, **wrong)
    assert response.context["form"].errors == {
        "__all__": [
            "Không có hồ sơ nào khớp cả số định danh và ngày sinh. Hãy kiểm tra lại."
        ]
    }
    assert world.person.full_name not in response.content.decode()


def test_birth_year_is_enough_only_where_nothing_else_is_known(world, client):
    leave(world)
    year = {"birth_date": "1985"}
    met = [taken_over(client, world.far_head, world.person, world.far, **year)]
    world.person.birth_year_only = True
    world.person.save()
    met.append(taken_over(client, world.far_head, world.person, world.far, **year))
    assert [response.status_code for response in met] == [200, 302]


def test_who_still_serves_is_not_taken_over(world, client):
    response = taken_over(client, world.far_head, world.person, world.far)
    assert response.context["form"].errors == {
        "day": [
            (
                "Người này còn phân công chính tại Trường TH Khánh Khê. Đơn vị đó phải "
                "ghi chuyển đi hoặc thôi việc trước."
            )
        ]
    }
    assert len(career(world.person)) == 1
