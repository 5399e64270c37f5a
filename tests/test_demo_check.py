"""What `demo --check` reports is counted in the rows and read from the pages."""

from datetime import date

import pytest
from django.urls import reverse

from edu_lang_son import demo_check
from edu_lang_son.site_visitor import NavigationLinks, Visitor
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


@pytest.fixture
def right():
    return demo_check.EXPECTED | {
        "staff": 20_001,
        "values_computed": 1,
        "computed_by": "demo@here",
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
        {"pages": {}},
        {"pages": {"/": 200, "/communes/": 500}},
    ],
)
def test_a_report_is_wrong_when_anything_is_missing(right, wrong):
    assert demo_check.is_right(right | wrong) is False


def test_navigation_is_what_the_nav_elements_link_to():
    parser = NavigationLinks()
    parser.feed(
        '<a href="/out">x</a><nav><a href="/a">a</a><ul><a href="/b?c=1">b</a></ul>'
        '</nav><a href="/d">d</a>'
    )
    assert parser.links == ["/a", "/b?c=1"]


def test_a_visitor_signs_in_only_with_the_right_password(live_server):
    user = make.official()
    login = reverse("account_login")
    stranger, guest = Visitor(live_server.url), Visitor(live_server.url)
    assert stranger.sign_in(login, user.username, "wrong") is False
    assert guest.sign_in(login, user.username, make.PASSWORD) is True
    assert guest.open(reverse("healthz"))[:2] == (200, "/healthz")
    assert guest.open("/no-such-page/")[:2] == (404, "/no-such-page/")
