"""What a page says about itself: the year it opens on, choices, coverage, time."""

from datetime import date
from unittest import mock

import pytest
from django.test import RequestFactory

from communes.models import IndicatorValue
from communes.page import Coverage, PageContext, Scope, coverage_of
from tests import factories as make

pytestmark = pytest.mark.django_db
ScopeKind = IndicatorValue.Scope
Basis = IndicatorValue.Basis


def page_for(user, scope=None, **params):
    request = RequestFactory().get("/", params)
    request.user = user
    page = PageContext(request, lambda: scope or Scope.of_province(make.province()))
    return page


def owed(commune, *, expected, reported, approved, basis=Basis.MANAGED):
    return make.indicator_value(
        "institutions",
        ScopeKind.COMMUNE,
        commune.code,
        expected,
        commune=commune,
        basis=basis,
        expected=expected,
        reported=reported,
        approved=approved,
    )


def test_pages_open_on_the_latest_complete_year():
    for year in (2024, 2025, 2026):
        make.school_year(year)
    page = page_for(make.official())
    with mock.patch("django.utils.timezone.localdate", return_value=date(2026, 11, 23)):
        found = (page.year.start, [year.start for year in page.years])
    assert found == (2025, [2026, 2025, 2024])


def test_choices_come_from_the_address_and_nonsense_is_left_aside():
    make.school_year(2024)
    make.school_year(2025)
    user = make.official()
    chosen = page_for(user, year="2024", level="primary", basis="managed")
    assert (chosen.year.start, chosen.level, chosen.basis) == (
        2024,
        "primary",
        "managed",
    )
    nonsense = page_for(user, year="x", level="x", basis="x", reading="x")
    assert (
        nonsense.year,
        nonsense.level,
        nonsense.basis,
        nonsense.reading,
        nonsense.query,
    ) == (nonsense.calendar.default, "", "location", "actual_classes", "")


def test_a_link_carries_what_was_chosen_and_nothing_else():
    make.school_year(2024)
    make.school_year(2025)
    page = page_for(
        make.official(), year="2024", level="primary", reading="norm_classes", q="x"
    )
    assert page.query == "?year=2024&level=primary&reading=norm_classes"


def test_an_empty_database_still_has_a_page():
    page = page_for(make.official())
    found = (page.years, page.period, page.coverage, page.computed_at)
    assert found == ((), None, Coverage(), None)


def test_a_commune_has_handed_in_when_all_it_manages_has():
    done, half, none = (make.commune(cluster="Cao Lộc") for _ in range(3))
    elsewhere = make.commune(cluster="Lộc Bình")
    owed(done, expected=10, reported=10, approved=10)
    owed(half, expected=10, reported=10, approved=9)
    owed(none, expected=10, reported=9, approved=9)
    owed(elsewhere, expected=2, reported=2, approved=2)
    # Figures by place say nothing about who owes them.
    owed(done, expected=11, reported=10, approved=10, basis=Basis.LOCATION)
    scopes = [
        Scope.of_province(make.province()),
        Scope.of_cluster("Cao Lộc"),
        Scope.of_commune(half),
    ]
    assert [coverage_of(scope, make.YEAR) for scope in scopes] == [
        Coverage(4, 3, 2),
        Coverage(3, 2, 1),
        Coverage(10, 10, 9, counts_communes=False),
    ]


def test_a_commune_s_people_may_choose_their_commune_only():
    make.reference()
    own, other = make.commune(), make.commune()
    assert page_for(make.owner(own)).communes == [own]
    assert set(page_for(make.official()).communes) == {own, other}
    assert page_for(make.clerk(make.institution(commune=own))).communes == []
