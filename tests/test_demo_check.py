"""What `demo --check` reports is counted in the rows and read from the pages."""

from datetime import date

import pytest
from django.urls import reverse

from edu_lang_son import demo_check
from edu_lang_son.site_visitor import Visitor
from schools.models import Institution
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_figures_count_open_schools_their_pupils_and_each_person_once():
    make.reference()
    school, other = make.institution(), make.institution()
    make.institution(opened_on=date(2000, 8, 1), closed_on=date(2024, 8, 1))
    for institution, pupils in [(school, 30), (other, 12)]:
        school_return = make.school_return(institution)
        make.grade(school_return, "01", classes=1, pupils=pupils)
    person = make.person()
    make.assignment(person, school)
    make.assignment(person, other, is_main=False)
    make.employee(other)
    assert demo_check.figures(make.period(), Institution.objects.all()) == {
        "institutions": 2,
        "learners": 42,
        "staff": 2,
    }


REPORT = demo_check.REPORT | {"bytes": {"docx": 1, "pdf": 1, "xlsx": 1}}


@pytest.fixture
def right():
    return demo_check.EXPECTED | {
        "staff": 20_001,
        "values_computed": 1,
        "computed_by": "demo@here",
        "shown_to_the_department": {"learners": True},
        "annual_report": REPORT,
        "pages": {"/": 200},
    }


def test_a_report_is_right_with_the_published_totals_and_open_pages(right):
    assert demo_check.is_right(right) is True


@pytest.mark.parametrize(
    "wrong",
    [
        {"institutions": 647},
        {"communes": 64},
        {"learners": 211_142},
        {"staff": 20_000},
        {"values_computed": 0},
        {"computed_by": ""},
        {"shown_to_the_department": {"learners": False}},
        {"annual_report": REPORT | {"pages": 29}},
        {"annual_report": REPORT | {"maps": 0}},
        {"annual_report": REPORT | {"bytes": {"docx": 1, "pdf": 0, "xlsx": 1}}},
        {"pages": {}},
        {"pages": {"/": 200, "/communes/": 500}},
    ],
)
def test_a_report_is_wrong_when_anything_is_missing(right, wrong):
    assert demo_check.is_right(right | wrong) is False


def test_links_are_the_paths_of_this_site_each_once():
    text = (
        '<a href="/a/?page=2">a</a><a href="b/">b</a><a href="/a/">again</a>'
        '<a href="https://elsewhere.test/c/">c</a><a>nothing</a>'
    )
    visitor = Visitor("http://here.test")
    assert visitor.links("/x/", text) == ["/a/", "/x/b/", "/x/"]


def test_a_kind_of_page_is_its_route_and_other_packages_are_left_alone():
    paths = ["/", "/schools/1/", "/schools/2/", "/admin/", "/accounts/login/", "/a.png"]
    assert [demo_check.kind_of_page(path) for path in paths] == [
        "home",
        "school_detail",
        "school_detail",
        "admin:index",
        None,
        None,
    ]


def test_a_figure_is_shown_when_some_page_writes_it_the_vietnamese_way():
    pages = {"/": (200, "211.143 người học"), "/b/": (200, "647 trường")}
    counted = {"learners": 211_143, "institutions": 648}
    assert demo_check.shown(counted, pages) == {"learners": True, "institutions": False}


def test_a_visitor_signs_in_only_with_the_right_password(live_server):
    user = make.official()
    login = reverse("account_login")
    stranger, guest = Visitor(live_server.url), Visitor(live_server.url)
    assert stranger.sign_in(login, user.username, "wrong") is False
    assert guest.sign_in(login, user.username, make.PASSWORD) is True
    assert guest.open(reverse("healthz"))[:2] == (200, "/healthz")
    assert guest.open("/no-such-page/")[:2] == (404, "/no-such-page/")


def test_a_walk_opens_one_page_of_each_kind_the_account_can_reach(live_server):
    make.reference()
    schools = [make.school() for _ in range(2)]
    clerk = make.clerk(schools[0])
    guest = Visitor(live_server.url)
    guest.sign_in(reverse("account_login"), clerk.username, make.PASSWORD)
    statuses = {
        path: status
        for path, (status, _text) in guest.walk(demo_check.kind_of_page).items()
    }
    assert set(statuses.values()) == {200}
    assert reverse("school_detail", args=[schools[0].code]) in statuses
    assert reverse("school_detail", args=[schools[1].code]) not in statuses
