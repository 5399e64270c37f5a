"""Which target a place is held to, and what of coverage the standing says."""

from decimal import Decimal

import pytest

from communes import indicators, queries
from communes.indicators import Indicator
from communes.models import IndicatorValue
from communes.targets.judging import State
from communes.targets.plan import plan_for, plan_of
from tests import factories as make

SHARE = "national_standard_share"


@pytest.fixture
def here(db):
    make.reference()
    make.target_margins()
    return make.commune(cluster="Cao Lộc")


def value(scope, key, numerator, denominator, **fields):
    row = make.indicator_value(SHARE, scope, key, numerator, denominator, **fields)
    return queries.with_value(IndicatorValue.objects.filter(pk=row.pk)).get()


def found(plan, row):
    standing = plan.of_row(row)
    return (standing.aim, standing.is_inherited, standing.state, standing.difference)


def test_commune_without_its_own_is_held_to_the_province(here):
    make.target(value="0.6")
    row = value("commune", here.code, 1, 2, commune=here)
    plan = plan_of([make.YEAR])
    assert found(plan, row) == (Decimal("0.6"), True, State.MISSED, Decimal("-0.1"))


def test_its_own_target_comes_first(here):
    make.target(value="0.6")
    make.target(value="0.51", commune=here)
    row = value("commune", here.code, 1, 2, commune=here)
    plan = plan_of([make.YEAR])
    assert found(plan, row) == (Decimal("0.51"), False, State.NEAR, Decimal("-0.01"))
    # The province and its clusters are not held to one commune's target.
    whole = value("province", "20", 6, 10)
    assert found(plan, whole) == (Decimal("0.6"), False, State.MET, 0)
    cluster = value("cluster", "Cao Lộc", 6, 10)
    assert found(plan, cluster) == (Decimal("0.6"), True, State.MET, 0)


def test_schools_other_years_and_other_levels_have_none(here):
    make.target(value="0.6")
    plan = plan_of([make.YEAR, make.YEAR + 1])
    nothing = (None, False, State.NO_TARGET, None)
    assert found(plan, value("institution", "A", 1, 1, commune=here)) == nothing
    assert found(plan, value("province", "20", 1, 1, year=make.YEAR + 1)) == nothing
    assert found(plan, value("province", "20", 1, 1, level="primary")) == nothing


def test_counts_are_not_asked_of_a_part(here, monkeypatch):
    counted = Indicator(
        "prizes", "x", "x", "x", "x", "", "", lambda year: ("", {}), better="high"
    )
    monkeypatch.setitem(indicators._indicators, "prizes", counted)
    make.target("prizes", "100")
    plan = plan_of([make.YEAR])
    assert plan.find("prizes", "", make.YEAR, "commune", here.code) == (None, False)
    assert plan.find("prizes", "", make.YEAR, "province")[0].value == 100


def test_nothing_over_nothing_is_no_value(here):
    make.target(value="0.6")
    row = value("province", "20", 0, 0)
    standing = plan_of([make.YEAR]).of_row(row)
    assert (standing.state, standing.difference) == (State.NO_VALUE, None)
    assert not standing.is_provisional


@pytest.mark.parametrize(
    ("coverage", "is_provisional"),
    [((3, 3, 3), False), ((3, 3, 2), True), ((3, 2, 2), True), ((0, 0, 0), True)],
)
def test_states_on_unapproved_figures_are_provisional(here, coverage, is_provisional):
    make.target(value="0.6")
    counts = dict(zip(("expected", "reported", "approved"), coverage, strict=True))
    standing = plan_of([make.YEAR]).of_row(value("province", "20", 7, 10, **counts))
    assert (standing.state, standing.is_provisional) == (State.MET, is_provisional)


def test_without_margins_nothing_is_nearly(here):
    make.target(value="0.6")
    make.target_margins(share="0", number="0")
    standing = plan_of([make.YEAR]).of_row(value("province", "20", 599, 1000))
    assert standing.state == State.MISSED


def test_a_stranger_sees_the_province_s_targets_alone(here):
    make.target(value="0.6")
    make.target(value="0.5", commune=here)
    plans = [
        plan_for(user, [make.YEAR])
        for user in (
            make.official(),
            make.owner(here),
            make.stranger(),
            make.expired(here),
        )
    ]
    seen = [
        (len(plan.own(make.YEAR)), len(plan.own(make.YEAR, here.code)))
        for plan in plans
    ]
    assert seen == [(1, 1), (1, 1), (1, 0), (0, 0)]


def test_a_province_of_communes_costs_two_queries(here, django_assert_num_queries):
    for _ in range(3):
        make.target(commune=make.commune())
    with django_assert_num_queries(2):
        plan = plan_of([make.YEAR])
        row = {"scope": "commune", "commune": here.code}
        plan.standing(SHARE, "", make.YEAR, **row)


def test_what_has_one_level_has_one_target_however_it_is_read(here):
    make.target("attendance_age_5", value="0.99")
    row = make.indicator_value(
        "attendance_age_5", "province", "20", 98, 100, level="preschool"
    )
    row = queries.with_value(IndicatorValue.objects.filter(pk=row.pk)).get()
    assert found(plan_of([make.YEAR]), row)[0] == Decimal("0.99")


def test_targets_of_indicators_that_are_no_more_do_no_harm(here):
    make.target("forgotten", value="1")
    assert plan_of([make.YEAR]).own(make.YEAR).keys() == {("forgotten", "")}
