"""What changed, by whom: the reader's reach, the filters, the order and the words."""

from datetime import date

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.changes import events, words
from communes.changes.events import Wanted
from communes.models import Population
from schools.models import GradeFigures, Institution
from staffing.models import Assignment, Person, Qualification
from tests import factories as make
from tests.contracts import Listing

URL = "/history/"


class TestHistory(Listing):
    # One table: everything a test does bears one moment, and fills more than a page.
    url = f"{URL}?table=schools.gradefigures"

    def make_row(self, commune):
        return make.school(commune=commune)

    def mark(self, row):
        return row.name

    def people_of_the_house(self):
        return super().people_of_the_house() | {"clerk": make.clerk(self.row)}


@pytest.fixture
def world(db):
    make.reference()
    commune = make.commune(name="Khánh Khê")
    school = make.school("TH", commune=commune)
    return commune, school


def lines_for(user, wanted=None, size=100_000):
    found = events.places(user, wanted or Wanted(), size=size)
    return words.in_words(events.load(found))


def told(lines):
    return [
        (line.kind, line.thing, [(c.label, c.before, c.after) for c in line.changes])
        for line in lines
    ]


def grade_of(school, code="01"):
    return GradeFigures.objects.get(school_return__institution=school, grade_id=code)


def change(school, by=None, **values):
    row = grade_of(school)
    for name, value in values.items():
        setattr(row, name, value)
    with pghistory.context(**({"user": by.pk} if by else {})):
        row.save()
    return row


GRADES = Wanted(table="schools.gradefigures", kind="update")


def test_a_change_is_told_with_its_author_and_both_values(world):
    commune, school = world
    owner = make.owner(commune, first_name="Thùy", last_name="Hoàng Thị")
    change(school, by=owner, pupils=51, girls=26)
    [line] = lines_for(owner, GRADES)
    assert (line.who, line.table, line.url) == (
        f"Thùy Hoàng Thị ({owner.username})",
        "Lớp, học sinh theo khối",
        f"/schools/{school.code}/",
    )
    assert told([line]) == [
        (
            "update",
            f"{school.name} – Đầu năm (30/9) 2025-2026: Lớp 1",
            [("Số học sinh", "50", "51"), ("Nữ", "25", "26")],
        )
    ]


def test_what_nobody_signed_for_was_the_system(world):
    _commune, school = world
    change(school, pupils=51)
    official = make.official()
    assert [line.who for line in lines_for(official, GRADES)] == ["hệ thống"]
    by_system = Wanted(table=GRADES.table, kind="update", authors=events.SYSTEM)
    assert len(lines_for(official, by_system)) == 1
    change(school, by=official, pupils=52)
    assert len(lines_for(official, by_system)) == 1
    mine = Wanted(table=GRADES.table, authors=(official.pk,))
    assert [line.changes[0].after for line in lines_for(official, mine)] == ["52"]


def test_each_page_goes_on_where_the_last_one_ended(world):
    """All rows of one transaction carry one moment: ties must not lose a line."""
    official = make.official()
    whole = events.places(official, Wanted(), size=100_000)
    walked, after = [], None
    while page := events.places(official, Wanted(), after=after, size=7):
        walked += page
        after = events.Place.read(str(page[-1]))
    assert walked == whole
    assert len(set(whole)) == len(whole) > 20
    assert whole == sorted(whole, key=lambda p: (-p.at.timestamp(), p.table, -p.number))


@pytest.mark.parametrize("text", ["", "x", "1_2", "9e99_1_1", "nan_1_1", "1_a_1"])
def test_a_broken_place_begins_at_the_newest(text, world, client):
    client.force_login(make.official())
    assert events.Place.read(text) is None
    response = client.get(URL, {"after": text})
    assert len(response.context["lines"]) > 0


def test_deleted_rows_stay_with_their_commune_and_hidden_from_others(world):
    commune, school = world
    row = make.population(commune, 5, 60)
    row.delete()
    grade_of(school).delete()
    gone = Wanted(kind="delete")
    owner, stranger = make.owner(commune), make.owner(make.commune())
    clerk = make.clerk(school)
    tables = {
        who: sorted(line.event.model.__name__ for line in lines_for(user, gone))
        for who, user in {
            "owner": owner,
            "official": make.official(),
            "stranger": stranger,
            "clerk": clerk,
            "expired": make.expired(commune),
            "roleless": make.roleless(),
        }.items()
    }
    both = ["GradeFigures", "Population"]
    assert tables == {
        "owner": both,
        "official": both,
        "stranger": [],
        "clerk": ["GradeFigures"],
        "expired": [],
        "roleless": [],
    }


def test_nothing_about_a_person_leaks_to_the_commune_left_behind(world):
    commune, school = world
    elsewhere = make.commune(name="Bình Gia")
    other = make.school("TH", commune=elsewhere)
    post = make.employee(school)
    person = post.person
    qualification = person.qualifications.get()
    owner, receiver = make.owner(commune), make.owner(elsewhere)

    def seen(user):
        models = (Person, Assignment, Qualification)
        lines = lines_for(user)
        return {x.event.model for x in lines if x.event.model in models}

    assert seen(owner) == {Person, Assignment, Qualification}
    post.ended_on, post.end_reason = date(2026, 1, 31), "moved"
    post.save()
    make.assignment(person, other, started_on=date(2026, 2, 1))
    qualification.major = "Sư phạm Toán"
    qualification.save()
    qualification.delete()
    assert seen(owner) == set()
    assert seen(receiver) == {Person, Assignment, Qualification}
    person.delete()
    # Nothing says any more whose the person was: only the department knows.
    assert seen(receiver) == set()
    assert seen(make.official()) == {Person, Assignment, Qualification}


def test_schools_of_the_department_are_not_their_communes_business(world):
    commune, _school = world
    school = make.school("THPT", commune=commune)
    owner = make.owner(commune)
    tables = {x.event.model for x in lines_for(owner) if school.name in x.thing}
    assert GradeFigures not in tables
    assert Institution in tables


def test_filters_narrow_and_say_so(world, client):
    commune, school = world
    elsewhere = make.school("TH", commune=make.commune(name="Bình Gia"))
    make.population(commune, 5, 60)
    client.force_login(make.official())

    def things(**query):
        response = client.get(URL, query)
        return {line.event.model.__name__ for line in response.context["lines"]}

    own = client.get(URL, {"school": school.name, "table": "schools.gradefigures"})
    assert {line.thing.split(" –")[0] for line in own.context["lines"]} == {school.name}
    assert [badge[:2] for badge in own.context["badges"]] == [
        ("Trường", school.name),
        ("Bảng", "Lớp, học sinh theo khối"),
    ]
    assert things(school=elsewhere.code, table="communes.population") == set()
    assert things(commune=commune.pk, table="communes.population") == {"Population"}
    assert things(commune=elsewhere.commune_id, table="communes.population") == set()
    assert things(until="2020-01-01") == set()
    assert things(since="2020-01-01", kind="delete") == set()
    assert things(author="không ai cả") == set()


def test_a_filter_that_makes_no_sense_is_told_and_nothing_is_shown(world, client):
    client.force_login(make.official())
    response = client.get(URL, {"since": "2026-02-01", "until": "2026-01-01"})
    assert response.context["lines"] == []
    assert response.context["form"].errors == {
        "until": ["“Đến ngày” phải từ “Từ ngày” trở đi."]
    }
    response = client.get(URL, {"since": "hôm qua", "export": "csv"})
    assert response.context["form"].errors == {
        "since": ["Hãy nhập ngày dạng 30/09/2026."]
    }


def test_the_file_holds_every_page(world, client):
    commune, school = world
    owner = make.owner(commune)
    for pupils in range(51, 112):
        change(school, by=owner, pupils=pupils)
    client.force_login(owner)
    query = {"table": "schools.gradefigures", "kind": "update"}
    assert len(client.get(URL, query).context["lines"]) == 50
    response = client.get(URL, query | {"export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = [line for line in text.splitlines() if "Số học sinh" in line]
    assert len(rows) == 61
    assert rows[-1].endswith("Số học sinh,50,51")
    assert "Bảng: Lớp, học sinh theo khối; Việc: Sửa" in text


def test_sixty_changes_cost_as_many_queries_as_one(world):
    commune, school = world
    owner = make.owner(commune)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            lines = lines_for(owner, GRADES)
        return len(lines), len(captured)

    change(school, by=owner, pupils=51)
    one, queries = cost()
    for pupils in range(52, 111):
        change(school, by=owner, pupils=pupils)
    assert (one, cost()) == (1, (60, queries))


def test_every_tracked_table_can_be_told(world):
    """No table's rows may be too strange to be put into words."""
    commune, school = world
    make.employee(school)
    make.population(commune, 5, 60)
    make.office(commune)
    lines = lines_for(make.official())
    assert {line.event.model for line in lines} >= {Population, Person, Institution}
    assert all(line.thing and line.table and line.kind_label for line in lines)
