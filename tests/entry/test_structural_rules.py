"""Structural rules and the database's constraints say the same of every row."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communes.entry import forms, rules
from communes.models import Rule
from tests import factories as make

pytestmark = pytest.mark.django_db

FORMS = ["classes", "ages", "facilities", "results", "office", "population"]
# Constraints on the keys of a line, which nobody types.
ON_KEYS = {"population_single_years_to_17"}
LINES = {"classes": "01", "ages": "primary:6", "results": "01", "population": "6"}
COUNTS = st.none() | st.integers(0, 4)


@pytest.fixture
def places():
    """Form -> (period, unit) that a line can be written for."""
    make.reference()
    school = make.institution("TH")
    head = make.owner(school.managing_commune)
    found = {}
    for code in FORMS:
        form = forms.get(code)
        period = make.open_period(kind=form.period_kinds[0])
        (unit,) = form.units(head, period)
        form.lock([unit], period)
        found[code] = form, period, unit
    return found


def rows(form):
    """Lines of any small figures: small ones are unequal, equal and empty often."""
    kinds = {
        "integer": COUNTS,
        "yes_no": st.none() | st.booleans(),
        "text": st.just(""),
    }
    empty = form.empty()
    return st.fixed_dictionaries(
        {
            one.name: kinds[one.kind].map(
                lambda value, name=one.name: empty[name] if value is None else value
            )
            for one in form.fields
        }
    )


def broken_constraint(form, period, unit, values):
    """The name of the constraint that refuses the line, or nothing."""
    table = {(unit.code, LINES.get(form.code, "")): values}
    try:
        with transaction.atomic():
            form.write([unit], period, table)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return ""


@pytest.mark.parametrize("code", FORMS)
def test_rules_and_database_refuse_the_same_rows(places, code):
    form, period, unit = places[code]
    checks = [check for check in rules.checks(form) if check.rule.is_structural]

    @settings(
        max_examples=150,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(values=rows(form))
    def agree(values):
        said = [check.rule.pk for check in checks if check.fails(values)]
        refused = broken_constraint(form, period, unit, values)
        assert bool(said) == bool(refused), (said, refused)

    agree()


def constraints_of(model):
    return {
        one.name
        for one in model._meta.constraints
        if isinstance(one, CheckConstraint) and one.name not in ON_KEYS
    }


def test_each_constraint_has_its_rules_and_each_rule_its_constraint(places):
    """One broken structural rule at a time: the database refuses for a known reason."""
    met = {code: set() for code in FORMS}
    for code in FORMS:
        form, period, unit = places[code]
        for check in rules.checks(form):
            if check.rule.is_structural:
                values = form.empty() | breaking(check)
                refused = broken_or_too_large(form, period, unit, values)
                assert refused, check.rule.pk
                met[code].add(refused)
    expected = {code: constraints_of(forms.get(code).model) for code in FORMS}
    expected["office"].add(TOO_LARGE)
    assert met == expected


TOO_LARGE = "smallint"


def broken_or_too_large(form, period, unit, values):
    if max(value for value in values.values() if isinstance(value, int)) > 32767:
        column = form.model._meta.get_field("staff").db_type(connection)
        assert column.startswith(TOO_LARGE)
        return TOO_LARGE
    return broken_constraint(form, period, unit, values)


def breaking(check):
    """Figures that break this rule: its condition is `part <= whole` or its like."""
    sign, left, right = check.tree
    if isinstance(right, int):
        return {left: right + 1}
    if sign == ">=":
        return {left: 0, right[1]: 1}
    return {left: 2, right: 1}


def test_structural_rules_cannot_be_switched_off():
    make.reference()
    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.filter(is_structural=True).update(is_active=False)
