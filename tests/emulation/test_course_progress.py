"""Progress against targets: computed by hand, over nothing, over a hundred, never netted."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulation.literacy import progress as course_progress
from emulation.models import Audience, CourseSession, LearnerGroup
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2025, 12, 20)


@pytest.fixture
def world():
    make.reference()
    make.school_year(2025)
    return World()


class World:
    """A school of 250 pupils and 4 people in Khánh Khê, a lycée of the department."""

    def __init__(self):
        from emulation.models import LearningTarget  # noqa: PLC0415

        LearningTarget.objects.all().delete()
        self.commune = make.commune(name="Khánh Khê", cluster="Cao Lộc")
        self.elsewhere = make.commune(name="Bình Gia", cluster="Bình Gia")
        self.school = make.school("TH", commune=self.commune, pupils=50)
        self.nursery = make.school("MN", commune=self.commune, pupils=20)
        self.lycee = make.school("THPT", commune=self.commune, pupils=100)
        for _one in range(3):
            make.employee(self.school)
        make.employee(self.nursery)
        make.employee(self.lycee)
        # Neither counts: a visiting teacher, somebody who left in time.
        make.employee(self.school, contract="visiting")
        make.employee(self.school, ended_on=date(2025, 6, 30), end_reason="retired")
        make.population(self.commune, 18, 700, age_to=34)
        make.population(self.commune, 35, 300, age_to=59)
        make.population(self.commune, 17, 40)
        make.audience(self.commune, "official", 20)
        # What was so a year ago counts for that year alone.
        make.audience(self.commune, "official", 18, year=2024)
        make.population(self.commune, 18, 800, year=2024, age_to=59)
        make.learning_target("pupil", 100)
        make.learning_target("teacher", 80)
        make.learning_target("villager", Decimal("33.33"), is_confirmed=True)
        make.learning_target("official", 100)
        make.course_session(
            institution=self.school,
            learners={"pupil": (120, 110, 0, 100), "teacher": (3, 3, 0, 3)},
        )
        make.course_session(
            self.commune,
            learners={"villager": (300, 250, 0, 240), "parent": (9, 8, 0, 7)},
            starts_on=date(2025, 3, 5),
        )
        make.course_session(institution=self.lycee, learners={"pupil": (300, 290)})
        # Another year's.
        make.course_session(
            self.commune, learners={"villager": 500}, starts_on=date(2024, 12, 1)
        )


def told(cell):
    return (cell.reached, cell.number, cell.share, cell.gap)


def row_of(found, unit):
    (row,) = [row for row in found.rows if row.unit == unit]
    return {group: told(cell) for group, cell in row.cells.items()}


def test_progress_as_computed_by_hand(world):
    found = course_progress.progress(2025, TODAY)
    assert row_of(found, world.commune.code) == {
        # 20 declared, nobody taught.
        "official": (0, 20, Decimal(0), 20),
        # 3 + 1 at work; 80 % of 4 are 3.2, so 4 people; 3 reached.
        "teacher": (3, 4, Decimal("0.75"), 1),
        # 5 grades of 50; the nursery's children are not meant.
        "pupil": (100, 250, Decimal("0.4"), 150),
        # Nobody has said how many parents there are.
        "parent": (7, None, None, None),
        # 700 + 300 grown up; 33.33 % are 333.3, so 334.
        "villager": (240, 1000, Decimal("0.24"), 94),
    }
    nothing = (0, None, None, None)
    assert row_of(found, world.elsewhere.code) == dict.fromkeys(
        LearnerGroup.values, nothing
    )
    assert row_of(found, "") == {
        "official": nothing,
        "teacher": (0, 1, Decimal(0), 1),
        "pupil": (290, 300, Decimal(290) / 300, 10),
        "parent": nothing,
        "villager": nothing,
    }
    assert {group: told(cell) for group, cell in found.province.items()} == {
        "official": (0, 20, Decimal(0), 20),
        "teacher": (3, 5, Decimal("0.6"), 2),
        "pupil": (390, 550, Decimal(390) / 550, 160),
        "parent": (0, None, None, None),
        "villager": (240, 1000, Decimal("0.24"), 94),
    }
    province = found.province
    assert {group: cell.coverage for group, cell in province.items()} == {
        "official": "1/2 xã có số liệu",
        "teacher": "1/2 xã có số liệu",
        "pupil": "1/2 xã có số liệu",
        "parent": "0/2 xã có số liệu",
        "villager": "1/2 xã có số liệu",
    }
    assert province["parent"].without_total == 7


def test_surplus_of_a_commune_fills_no_other_and_says_why(world):
    make.audience(world.elsewhere, "official", 10)
    make.course_session(world.elsewhere, learners={"official": 15})
    found = course_progress.progress(2025, TODAY)
    assert row_of(found, world.elsewhere.code)["official"] == (
        15,
        10,
        Decimal("1.5"),
        0,
    )
    province = found.province["official"]
    assert (told(province), province.beyond) == (
        (10, 30, Decimal(10) / 30, 20),
        5,
    )
    (cell,) = [
        row.cells["official"] for row in found.rows if row.unit == world.elsewhere.code
    ]
    assert cell.why_beyond.startswith("Số người đạt (15) nhiều hơn tổng số (10)")


def test_totals_are_those_of_the_year_asked_for(world):
    # The newest return up to the day of the old year is none.
    found = course_progress.progress(2024, TODAY)
    assert row_of(found, world.commune.code) == {
        "official": (0, 18, Decimal(0), None),
        "teacher": (0, 5, Decimal(0), None),
        "pupil": (0, None, None, None),
        "parent": (0, None, None, None),
        "villager": (500, 800, Decimal("0.625"), None),
    }


def test_drafts_count_for_nobody_and_the_older_return_stands(world):
    make.school_return(world.school, year=2024, state="locked")
    world.school.returns.filter(period__school_year=2025).update(state="draft")
    found = course_progress.progress(2025, TODAY)
    # The older one has no figures of its own yet.
    assert row_of(found, world.commune.code)["pupil"] == (100, None, None, None)
    old = world.school.returns.get(period__school_year=2024)
    make.grade(old, "01", classes=1, pupils=33)
    found = course_progress.progress(2025, TODAY)
    assert row_of(found, world.commune.code)["pupil"][1] == 33


def test_months_add_up_and_stop_at_today(world):
    months = course_progress.by_month(2025, date(2025, 11, 2))
    found = [(one.month, one.groups, one.people, one.so_far) for one in months]
    empty = [0, 0, 0, 0, 0]
    assert found == [
        (1, empty, 0, 0),
        (2, empty, 0, 0),
        (3, [0, 0, 0, 7, 240], 247, 247),
        *[(month, empty, 0, 247) for month in range(4, 10)],
        (10, [0, 3, 390, 0, 0], 393, 640),
        (11, empty, 0, 640),
    ]


def test_everybody_sees_her_own_rows_and_the_province(world, client):
    names = {}
    for name, user in (
        ("head", make.owner(world.commune)),
        ("reader", make.reader(world.commune)),
        ("stranger", make.owner(world.elsewhere)),
        ("clerk", make.clerk(world.school)),
        ("clerk of the lycée", make.clerk(world.lycee)),
        ("official", make.official()),
    ):
        client.force_login(user)
        shown = client.get(reverse("course_progress"), {"calendar_year": 2025}).context
        names[name] = (
            {line["row"].name for line in shown["lines"]},
            shown["province_cells"][2].reached,
            sum(month.people for month in shown["months"]),
        )
    assert names == {
        "head": ({"Xã Khánh Khê"}, 390, 350),
        "reader": ({"Xã Khánh Khê"}, 390, 350),
        "stranger": ({"Xã Bình Gia"}, 390, 0),
        "clerk": ({world.school.name}, 390, 103),
        "clerk of the lycée": ({world.lycee.name}, 390, 290),
        "official": (
            {"Xã Khánh Khê", "Xã Bình Gia", "Trường và lớp do Sở quản lý"},
            390,
            640,
        ),
    }


def test_explanations_are_for_those_who_see_the_row(world, client):
    units = (
        world.commune.code,
        world.elsewhere.code,
        "department",
        "school",
        "province",
    )
    met = {}
    for name, user in (
        ("head", make.owner(world.commune)),
        ("clerk", make.clerk(world.school)),
        ("official", make.official()),
    ):
        client.force_login(user)
        met[name] = [
            client.get(
                reverse("course_progress_why", args=[unit, "pupil"]),
                {"calendar_year": 2025},
            ).status_code
            for unit in units
        ]
    assert met == {
        "head": [200, 404, 404, 404, 200],
        "clerk": [404, 404, 404, 200, 200],
        "official": [200, 200, 200, 404, 200],
    }
    assert (
        client.get(reverse("course_progress_why", args=["province", "x"])).status_code
        == 404
    )


def test_explanation_of_the_province_lists_only_sessions_the_reader_may_open(
    world, client
):
    found = {}
    for name, user in (
        ("head", make.owner(world.commune)),
        ("stranger", make.owner(world.elsewhere)),
        ("official", make.official()),
    ):
        client.force_login(user)
        url = reverse("course_progress_why", args=["province", "pupil"])
        shown = client.get(url, {"calendar_year": 2025}).context["sessions"]
        found[name] = [row.institution for row in shown]
    assert found == {
        "head": [world.school],
        "stranger": [],
        "official": [world.lycee, world.school],
    }


def test_file_holds_what_the_page_shows(world, client):
    client.force_login(make.owner(world.commune))
    query = {"calendar_year": 2025, "group": "villager", "export": "csv"}
    response = client.get(reverse("course_progress"), query)
    lines = b"".join(response.streaming_content).decode().splitlines()
    total = "Toàn tỉnh (tổng trên tổng của nơi có số liệu)"
    assert lines[-2:] == [
        "Xã Khánh Khê,240,1000,24.0,33.33,94,",
        f"{total},240,1000,24.0,33.33,94,Người dân: 1/2 xã có số liệu",
    ]


def test_page_asks_as_often_for_three_communes_as_for_one(world, client):
    client.force_login(make.official())
    counts = []
    for _more in range(2):
        client.get(reverse("course_progress"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("course_progress"))
        counts.append(len(queries))
        for _one in range(2):
            commune = make.commune()
            school = make.school("TH", commune=commune)
            make.employee(school)
            make.audience(commune, "parent", 9)
            make.course_session(institution=school, learners={"pupil": 5})
    assert counts[0] == counts[1]


def test_commune_declares_its_own_totals_and_nobody_elses(world, client):
    url = reverse("course_audience")
    sent = {
        "official-total": "25",
        "official-source": "Danh sách ngày 01/10",
        "parent-total": "1.200",
        "parent-source": "",
        "villager-total": "",
        "villager-source": "",
    }
    client.force_login(make.colleague(world.commune))
    make.school_year(2026)
    make.school_year(2027)
    page = client.post(url, sent).content.decode()
    assert "Hãy ghi con số lấy ở đâu" in page
    assert 'value="1.200"' in page
    client.post(url, sent | {"parent-source": "Hội cha mẹ học sinh"})
    newest = Audience.objects.order_by("-school_year_id").first().school_year_id
    rows = Audience.objects.filter(school_year=newest).values_list(
        "commune", "group", "total"
    )
    assert sorted(rows) == [
        (world.commune.code, "official", 25),
        (world.commune.code, "parent", 1200),
    ]
    # Naming another commune in the address changes nothing of it.
    client.force_login(make.owner(world.elsewhere))
    client.post(f"{url}?commune={world.commune.code}", sent | {"parent-total": ""})
    assert Audience.objects.filter(commune=world.commune, total=1200).count() == 1
    assert Audience.objects.filter(commune=world.elsewhere).count() == 1


counted = st.integers(0, 40)


@st.composite
def communes_with_people(draw):
    """(total or None, people reached, session by session) of some communes."""
    one = st.tuples(st.none() | st.integers(0, 60), st.lists(counted, max_size=3))
    return draw(st.lists(one, min_size=1, max_size=4))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(places=communes_with_people(), share=st.integers(0, 100))
def test_progress_agrees_with_a_slow_account(places, share, transactional_world):
    CourseSession.objects.all().delete()
    Audience.objects.all().delete()
    course_progress.LearningTarget.objects.all().delete()
    make.learning_target("parent", share)
    course, communes = transactional_world
    for commune, (total, sessions) in zip(communes, places, strict=False):
        if total is not None:
            make.audience(commune, "parent", total)
        for people in sessions:
            make.course_session(commune, course=course, learners={"parent": people})
    found = course_progress.progress(2025, TODAY)
    expected, reached_sum, number_sum, gap_sum, known = {}, 0, 0, 0, 0
    for commune, (total, sessions) in zip(communes, places, strict=False):
        people = 0
        for one in sessions:
            people += one
        if not total:
            expected[commune.code] = (people, None, None)
            continue
        still = 0
        while (people + still) * 100 < total * share:
            still += 1
        expected[commune.code] = (people, total, still)
        known += 1
        reached_sum += people if people < total else total
        number_sum += total
        gap_sum += still
    shown = {
        row.unit: (cell.reached, cell.number, cell.gap)
        for row in found.rows
        for cell in [row.cells["parent"]]
        if row.unit in expected
    }
    assert shown == expected
    province = found.province["parent"]
    assert (province.reached, province.with_total) == (reached_sum, known)
    assert (province.number, province.gap) == (
        (number_sum, gap_sum) if known else (None, None)
    )
    assert province.share is None or 0 <= province.share <= 1


@pytest.fixture
def transactional_world(db):
    make.school_year(2025)
    return make.course(), [make.commune() for _one in range(4)]
