"""The demo keeps the rules it comes with: settled years clean, drafts with work left."""

import pytest

from communes.approvable import REPORTED_STATES
from communes.entry import forms
from communes.entry.checks import blocking, by_unit, for_units, unexplained
from communes.models import ReportingPeriod, User
from edu_lang_son.demo.workflow import KHANH_KHE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]

SETTLED = [(2025, "start"), (2025, "end")]


def units_of(period):
    """Schools that answer in `period`, each once, and the communes that have any."""
    admin = User.objects.get(username="quantri")
    found = {
        unit.code: unit
        for form in forms.due_in(period)
        for unit in form.units(admin, period)
    }
    used = {unit.commune for unit in found.values() if unit.kind}
    return [unit for unit in found.values() if unit.kind or unit.commune in used]


def a_period(year, kind):
    return ReportingPeriod.objects.get(school_year=year, kind=kind)


@pytest.mark.parametrize(("year", "kind"), SETTLED)
def test_settled_returns_break_no_rule(year, kind):
    period = a_period(year, kind)
    units = units_of(period)
    assert {unit.state for unit in units if unit.kind} <= set(REPORTED_STATES)
    assert blocking(for_units(period, units)) == []


def test_warnings_are_rare_but_there():
    period = a_period(*SETTLED[0])
    units = units_of(period)
    warnings = unexplained(for_units(period, units))
    lines = sum(len(form.stored(units, period)) for form in forms.due_in(period))
    assert 0 < len(warnings) < 0.05 * lines


def test_two_drafts_of_khanh_khe_are_not_finished():
    period = a_period(2026, "start")
    schools = [unit for unit in units_of(period) if unit.kind]
    own = [unit for unit in schools if unit.commune == KHANH_KHE]
    left = by_unit(blocking(for_units(period, own)))
    assert len(own) == 11
    severities = [{one.severity for one in found} for found in left.values()]
    assert severities == [{"missing"}, {"missing"}]
