"""The pages of staff entry: who may send what, what comes back, nothing typed is lost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.models import RecomputeRequest
from staffing.models import Absence, Assignment, Person, Qualification
from tests import factories as make
from tests.contracts import login_redirect

from .world import LATER, START, World, career, forget_requests, requested, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return World()


def somebody(**fields):
    return {
        "full_name": "Hoàng Văn Thụ",
        "personal_id": "020 085 001 234",
        "birth_date": "15/5/85",
        "sex": "M",
        "ethnicity": "02",
        **fields,
    }


def pages(world):
    """Every address that writes about the person, with what its form would send."""
    person, degree = world.person, world.person.qualifications.get()
    part = make.assignment(person, world.beside, is_main=False, share="0.3")
    away = make.absence(person, "study", started_on=START, ended_on=START)
    at = f"/staff/{person.pk}/"
    day = {"day": "15/10/2025"}
    training = {"degree": "DH", "major": "Toán", "obtained_on": "1/7/2010"}
    return {
        f"{at}edit/": somebody(),
        f"{at}correct/": typed(started_on="1/9/2016", contract="labour"),
        f"{at}change/": typed(contract="labour", **day),
        f"{at}move/": typed(world.beside, **day),
        f"{at}second/": {"destination": "Phòng VH-XH", **day},
        f"{at}absence/": {"kind": "sick", **day},
        f"{at}return/": day,
        f"{at}part-load/": typed(world.far, share="0,4", **day),
        f"{at}part-load/{part.pk}/end/": day,
        f"{at}transfer-out/": day,
        f"{at}resign/": day,
        f"{at}retire/": day,
        f"{at}absences/{away.pk}/remove/": {},
        f"{at}rehire/": typed(world.here, **day),
        f"{at}qualifications/new/": training,
        f"{at}qualifications/{degree.pk}/": training,
        f"{at}qualifications/{degree.pk}/remove/": {},
    }


def snapshot():
    models = (Person, Assignment, Absence, Qualification, RecomputeRequest)
    return [list(model.objects.order_by("pk").values()) for model in models]


def send(client, account, url, data):
    client.logout()
    if account:
        client.force_login(account)
    return client.post(url, data)


def test_nobody_writes_about_a_person_without_the_right(world, client):
    addresses = pages(world)
    people = world.outsiders()
    # The school of the part load sees the person; its clerk is tested below.
    del people["clerk of another school"]
    forget_requests()
    before = snapshot()
    met = {
        (who, url): send(client, account, url, data).status_code
        for who, (account, _status) in people.items()
        for url, data in addresses.items()
    }
    expected = {
        (who, url): status
        for who, (_account, status) in people.items()
        for url in addresses
    }
    assert (met, snapshot()) == (expected, before)


def test_clerk_of_the_part_load_ends_that_alone(world, client):
    addresses = pages(world)
    clerk = make.clerk(world.beside)
    main_verbs = [
        url
        for url in addresses
        if url.split("/")[3] in ("correct", "change", "move", "second", "absence")
        or url.split("/")[3] in ("return", "transfer-out", "resign", "retire")
    ]
    met = {send(client, clerk, url, addresses[url]).status_code for url in main_verbs}
    ending = next(url for url in addresses if url.endswith("/end/"))
    ended = send(client, clerk, ending, addresses[ending])
    assert (len(main_verbs), met, ended.status_code) == (9, {403}, 302)
    part = world.person.assignments.get(is_main=False)
    assert (part.ended_on, career(world.person)) == (
        date(2025, 10, 14),
        [("Trường TH Khánh Khê", START, None, "")],
    )


@pytest.mark.parametrize("url", ["/staff/new/", "/staff/take-over/"])
def test_nobody_adds_people_without_a_school(world, client, url):
    data = somebody() | typed(world.here, day="15/10/2025")
    before = snapshot()
    met = {
        who: send(client, account, url, data).status_code
        for who, account in {
            "reader": make.reader(world.commune),
            "expired": make.expired(world.commune),
            "roleless": make.roleless(),
            "nobody": None,
            "head elsewhere": world.far_head,
            "clerk elsewhere": make.clerk(world.far),
            "official": world.official,
        }.items()
    }
    assert (met, snapshot()) == (
        {
            "reader": 403,
            "expired": 302,
            "roleless": 403,
            "nobody": 302,
            # The page again: the school is none of theirs.
            "head elsewhere": 200,
            "clerk elsewhere": 200,
            "official": 200,
        },
        before,
    )


def test_anonymous_reader_is_sent_to_login(world, client):
    url = f"/staff/{world.person.pk}/move/"
    response = client.post(url, {})
    assert (response.status_code, response.url) == (302, login_redirect(url))


def test_head_adds_somebody_and_lands_on_the_page(world, client):
    forget_requests()
    data = somebody() | typed(world.beside, day="1.9.2025")
    response = send(client, world.head, "/staff/new/", data)
    person = Person.objects.get(personal_id="020085001234")
    assert (response.url, career(person), person.birth_date, requested()) == (
        f"/staff/{person.pk}/",
        [("Trường THCS Khánh Khê", date(2025, 9, 1), None, "")],
        date(1985, 5, 15),
        {(world.commune.code, 2025)},
    )
    page = client.get(response.url).content.decode()
    assert "Đã thêm Hoàng Văn Thụ. Hãy khai tiếp văn bằng, chứng chỉ." in page


def test_only_the_birth_year_is_known(world, client):
    data = somebody(birth_date="1985") | typed(world.here, day="1/9/2025")
    response = send(client, world.clerk, "/staff/new/", data)
    assert response.context["form"].errors == {
        "birth_date": [
            "Mới có năm sinh. Hãy ghi đủ ngày, hoặc đánh dấu “Chỉ biết năm sinh”."
        ]
    }
    send(client, world.clerk, "/staff/new/", data | {"birth_year_only": "on"})
    person = Person.objects.get(personal_id="020085001234")
    assert (person.birth_date, person.birth_year_only) == (date(1985, 1, 1), True)


def test_nothing_typed_is_lost_on_a_refusal(world, client):
    data = somebody(personal_id="12", full_name="Thụ") | typed(
        world.here, day="31/2/2025", contract="labour"
    )
    response = send(client, world.clerk, "/staff/new/", data)
    form = response.context["form"]
    assert (form.errors, {name: form[name].value() for name in data}) == (
        {
            "full_name": ["Hãy ghi đủ họ và tên, không có chữ số."],
            "personal_id": ["Số định danh cá nhân gồm đúng 12 chữ số."],
            "day": ["“31/2/2025” không phải là một ngày. Hãy ghi như 01/09/2026."],
        },
        {name: str(value) for name, value in data.items()},
    )


def test_school_outside_of_reach_cannot_be_chosen(world, client):
    url = f"/staff/{world.person.pk}/move/"
    response = send(client, world.head, url, typed(world.far, day="15/10/2025"))
    assert response.context["form"].errors == {
        "institution": ["Trường này không thuộc phạm vi quản lý của bạn."]
    }


def test_clerk_is_told_that_there_is_no_other_school(world, client):
    client.force_login(world.clerk)
    page = client.get(f"/staff/{world.person.pk}/move/").content.decode()
    assert "Không có trường nào khác trong phạm vi quản lý của bạn." in page
    assert 'name="day"' not in page


@pytest.mark.parametrize(
    ("verb", "data", "outcome"),
    [
        ("change", typed(contract="labour"), ("other", "labour")),
        ("resign", {}, ("resigned", None)),
        ("retire", {}, ("retired", None)),
        ("transfer-out", {}, ("moved", None)),
    ],
)
def test_dated_verbs_from_their_pages(world, client, verb, data, outcome):
    forget_requests()
    url = f"/staff/{world.person.pk}/{verb}/"
    response = send(client, world.clerk, url, data | {"day": "2025-09-30"})
    world.post.refresh_from_db()
    now = world.person.assignments.filter(ended_on=None).first()
    assert (
        response.status_code,
        (world.post.end_reason, now and now.contract),
        world.post.ended_on,
        requested(),
    ) == (302, outcome, date(2025, 9, 29), {(world.commune.code, 2025)})


def test_seconded_and_back_from_the_pages(world, client):
    at = f"/staff/{world.person.pk}/"
    send(
        client,
        world.head,
        f"{at}second/",
        {"destination": "UBND xã", "day": "1/10/2025", "until": "31/12/2025"},
    )
    send(client, world.head, f"{at}return/", {"day": "1/12/2025"})
    row = Absence.objects.get()
    assert (row.kind, row.started_on, row.ended_on, row.destination) == (
        "seconded",
        date(2025, 10, 1),
        date(2025, 11, 30),
        "UBND xã",
    )


def test_absence_recorded_by_mistake_is_struck_unless_it_was_counted(world, client):
    row = make.absence(world.person, "study", started_on=date(2025, 9, 1))
    url = f"/staff/{world.person.pk}/absences/{row.pk}/remove/"
    filed = make.school_return(world.here, state="locked")
    refused = send(client, world.head, url, {}).context["form"].errors
    assert list(refused) == ["__all__"]
    assert refused["__all__"][0].startswith("Số liệu ngày 30/09/2025 của Trường TH")
    filed.delete()
    forget_requests()
    send(client, world.clerk, url, {})
    assert (Absence.objects.count(), requested()) == (0, {(world.commune.code, 2025)})


def test_refusal_of_the_action_stands_beside_its_field(world, client):
    make.school_return(world.here, state="approved")
    url = f"/staff/{world.person.pk}/absence/"
    data = {"kind": "sick", "day": "1/9/2025", "destination": "Bệnh viện tỉnh"}
    response = send(client, world.admin, url, data)
    form = response.context["form"]
    assert (list(form.errors), form["destination"].value()) == (
        ["day"],
        "Bệnh viện tỉnh",
    )
    assert form.errors["day"][0].startswith("Số liệu ngày 30/09/2025 của Trường TH")


def test_official_moves_people_between_the_departments_schools(world, client):
    person = make.employee(world.upper).person
    url = f"/staff/{person.pk}/move/"
    data = typed(world.upper_too, day="15/10/2025")
    response = send(client, world.official, url, data)
    assert (response.status_code, [row[0] for row in career(person)]) == (
        302,
        ["Trường THPT Cao Lộc", "Trường THPT Bình Gia"],
    )


# Buttons


def labels(client, account, person):
    client.force_login(account)
    rights = client.get(f"/staff/{person.pk}/").context["rights"]
    return rights.may_edit, [verb.label for verb in rights.verbs]


ALONE = [
    "Sửa phân công ghi sai",
    "Đổi vị trí, môn dạy, hợp đồng",
    "Biệt phái",
    "Nghỉ thai sản, đi học, nghỉ ốm",
    "Chuyển đi nơi khác",
    "Thôi việc",
    "Nghỉ hưu",
]


def test_buttons_for_those_who_may_press_them(world, client):
    everywhere = [*ALONE[:2], "Chuyển đơn vị", "Dạy liên trường", *ALONE[2:]]
    shown = {
        who: labels(client, account, world.person)
        for who, account in {
            "clerk": world.clerk,
            "head": world.head,
            "admin": world.admin,
            "reader": make.reader(world.commune),
            "official": world.official,
        }.items()
    }
    assert shown == {
        "clerk": (True, ALONE),
        "head": (True, everywhere),
        "admin": (True, everywhere),
        "reader": (False, []),
        "official": (False, []),
    }


def test_reader_finds_no_way_into_a_form(world, client):
    client.force_login(make.reader(world.commune))
    for url in ("/staff/", f"/staff/{world.person.pk}/"):
        page = client.get(url).content.decode()
        words = ("Thêm người", "Tiếp nhận", "Sửa thông tin", "Thêm văn bằng", "/edit/")
        assert [word for word in words if word in page] == []


def test_who_is_away_may_return_and_who_left_may_come_again(world, client):
    make.absence(world.person, "study", started_on=LATER)
    assert "Trở lại" in labels(client, world.clerk, world.person)[1]
    world.post.ended_on, world.post.end_reason = LATER, "resigned"
    world.post.save()
    assert labels(client, world.clerk, world.person) == (True, ["Tiếp nhận lại"])


def test_list_of_today_holds_whoever_came_since_the_count(world, client):
    new = make.person(full_name="Vi Văn Mới")
    make.assignment(new, world.here, started_on=date(2025, 10, 2))
    client.force_login(world.clerk)
    counted, today = (
        [row.person for row in client.get(url).context["table"].data]
        for url in ("/staff/?year=2025", "/staff/?year=2025&at=today")
    )
    assert (counted, sorted(map(str, today))) == (
        [world.person],
        sorted(map(str, [world.person, new])),
    )


# Cost


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["", "edit/", "move/", "correct/", "part-load/"])
def test_pages_cost_the_same_however_long_the_career(world, client, page):
    client.force_login(world.head)
    url = f"/staff/{world.person.pk}/{page}"
    with_one = queries_of(client, url)
    for year in (2000, 2005):
        make.assignment(
            world.person,
            world.beside,
            started_on=date(year, 9, 1),
            ended_on=date(year + 4, 8, 31),
            end_reason="moved",
        )
        make.qualification(world.person, "CD", major=f"Ngành {year}")
        make.institution("TH", commune=world.commune)
    assert queries_of(client, url) == with_one
