"""Rules as rows against their sentences in plain Python, on lines and whole schools."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communes.entry import forms, rules
from communes.entry.checks import for_units
from communes.entry.forms import Line, Unit
from communes.levels import Level
from communes.models import Rule
from tests import factories as make
from tests.alternatives import rules as sentences

pytestmark = pytest.mark.django_db

STRICT = [Rule.Severity.ERROR, Rule.Severity.MISSING]
UNIT = Unit("x", "x", None)
LEVELS = st.sampled_from(["", *Level.values])
LINES = st.builds(Line, st.just("x"), level=LEVELS, is_optional=st.booleans())
CELLS = {
    "integer": st.none() | st.integers(0, 4) | st.just(40_000),
    "yes_no": st.none() | st.booleans(),
    "text": st.sampled_from(["", "Hoàng Văn Thụ"]),
}


@pytest.fixture
def reference():
    make.reference()


def any_line(form):
    return st.fixed_dictionaries({one.name: CELLS[one.kind] for one in form.fields})


@pytest.mark.parametrize("code", sorted(sentences.ERRORS))
def test_every_line_is_judged_as_its_sentences_say(reference, code):
    form = forms.get(code)
    checks = rules.checks(form, severities=STRICT)
    met = set()

    @settings(
        max_examples=400,
        # Every rule must be met once, each time the tests run.
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(line=LINES, values=any_line(form))
    def agree(line, values):
        found = {
            check.rule.pk
            for check in checks
            if check.is_about(UNIT, line) and check.fails(values)
        }
        assert found == sentences.about_line(code, line, values)
        met.update(found)

    agree()
    assert met == {check.rule.pk for check in checks}


def within(chance, whole):
    """A part of `whole`, sometimes all of it, sometimes not entered."""
    if whole is None or chance.random() < 0.1:
        return None
    return whole if chance.random() < 0.3 else chance.randint(0, whole)


def some_pupils(chance, fields):
    """Figures of one line that the database takes, right or wrong for the rules."""
    values = dict.fromkeys(fields)
    pupils = chance.choice([None, 0, *range(1, 9)])
    values["pupils"] = pupils
    for name in fields:
        if name != "pupils":
            values[name] = within(chance, pupils)
    low = [values["girls"], values["ethnic"], pupils]
    known = [number for number in low if number is not None]
    values["ethnic_girls"] = within(chance, min(known)) if known else None
    if "classes" in fields:
        values["classes"] = chance.choice([None, 1, 2, 9]) if pupils else pupils
        for name in fields:
            if name.endswith("_classes"):
                values[name] = within(chance, values["classes"])
    return values


def filled_school(kind, chance, period):
    """A school with some lines filled; its unit, and the lines it was given by form."""
    school = make.institution(kind)
    head = make.owner(school.managing_commune)
    given_lines = {}
    for code in ("classes", "ages"):
        form = forms.get(code)
        (unit,) = form.units(head, period)
        form.lock([unit], period)
        fields = [one.name for one in form.fields]
        table = {
            (unit.code, line.code): some_pupils(chance, fields)
            for line in form.lines([unit], period)[unit.code]
            if chance.random() < 0.6
        }
        form.write([unit], period, table)
        given_lines[code] = {line: values for (_unit, line), values in table.items()}
    return unit, given_lines


def by_sentences(unit, given_lines, period):
    found = set()
    for code, table in given_lines.items():
        form = forms.get(code)
        for line in form.lines([unit], period)[unit.code]:
            values = table.get(line.code, form.empty())
            said = sentences.about_line(code, line, values)
            found |= {(rule, line.code) for rule in said}
    grades, ages = (list(given_lines[code].values()) for code in ("classes", "ages"))
    whole = sentences.about_school(unit.kind, grades, ages)
    return found | {(rule, "") for rule in whole}


@pytest.mark.parametrize("kind", ["MN", "NT", "TH", "TH-THCS", "THCS"])
@pytest.mark.parametrize("seed", range(3))
def test_whole_schools_are_judged_as_their_sentences_say(reference, kind, seed):
    period = make.open_period()
    unit, given_lines = filled_school(kind, random.Random(seed), period)
    asked = [forms.get("classes"), forms.get("ages")]
    found = {
        (one.rule, one.line)
        for one in for_units(period, [unit], asked)
        if one.severity in STRICT
    }
    assert found == by_sentences(unit, given_lines, period)


def test_school_of_noughts_has_no_class(reference):
    period = make.open_period()
    school = make.school("TH", classes=0, pupils=0, state="draft")
    (unit,) = forms.get("classes").units(make.owner(school.managing_commune), period)
    found = for_units(period, [unit], [forms.get("classes")])
    assert [one.rule for one in found] == ["classes-school-has-classes"]
