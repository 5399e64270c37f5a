"""Findings: what the rules say about units, and when an explanation lets them rest."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.entry import forms
from communes.entry.checks import (
    Finding,
    blocking,
    by_unit,
    for_units,
    unexplained,
)
from communes.models import Explanation, Rule
from schools.models import AgeFigures, GradeFigures
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    make.reference()
    Rule.objects.all().delete()
    return make.open_period()


def a_rule(code, condition, **fields):
    return Rule.objects.create(
        code=code,
        condition=condition,
        **{
            "form": "classes",
            "severity": "error",
            "sentence": f"{code}: {{pupils}}",
            "sentence_en": f"{code}: {{pupils}}",
            "shown_at": "pupils",
            **fields,
        },
    )


def units_of(school, period):
    head = make.user("admin")
    found = forms.get("classes").units(head, period)
    return [unit for unit in found if unit.code == school.code]


def told(findings):
    return [(one.rule, one.severity, one.line, one.sentence) for one in findings]


def test_line_rules_speak_line_by_line(period):
    a_rule("small", "pupils <= 50")
    a_rule("there", "filled(boarders)", severity="missing", levels=["primary"])
    a_rule("elsewhere", "pupils <= 1", kinds=["THPT"])
    school = make.school("TH", pupils=50, state="draft")
    GradeFigures.objects.filter(grade="01").update(pupils=51)
    GradeFigures.objects.exclude(grade="01").update(boarders=0)
    assert for_units(period, units_of(school, period)) == [
        Finding(
            "small",
            "error",
            "classes",
            school.code,
            "01",
            "pupils",
            "small: 51",
            figures="pupils=51",
        ),
        Finding(
            "there",
            "missing",
            "classes",
            school.code,
            "01",
            "pupils",
            "there: 51",
            figures="boarders=None",
        ),
    ]


def test_unit_rules_compare_totals_of_forms_and_years(period):
    a_rule(
        "ages-agree",
        "ages.pupils = classes.pupils",
        grain="unit",
        sentence="{ages_pupils} – {classes_pupils}",
    )
    a_rule(
        "year-on-year",
        "abs(pupils - previous.pupils) <= 100",
        grain="unit",
        severity="warning",
        sentence="{pupils} – {previous_pupils}",
    )
    school = make.school("TH", pupils=50, state="draft")
    before = make.school_return(school, year=make.YEAR - 1)
    make.grade(before, "01", classes=1, pupils=20)
    # No ages entered yet: there is nothing to compare.
    year_on_year = ("year-on-year", "warning", "", "250 – 20")
    assert told(for_units(period, units_of(school, period))) == [year_on_year]
    AgeFigures.objects.create(
        school_return=school.returns.get(period=period),
        level="primary",
        age=6,
        pupils=249,
    )
    assert told(for_units(period, units_of(school, period))) == [
        ("ages-agree", "error", "", "249 – 250"),
        year_on_year,
    ]


def test_unit_rule_of_one_level_leaves_the_others_out(period):
    a_rule("primary-small", "pupils <= 250", grain="unit", levels=["primary"])
    school = make.school("TH-THCS", pupils=50, state="draft")
    lower = make.school("THCS", pupils=500, state="draft")
    assert for_units(period, units_of(lower, period)) == []
    assert for_units(period, units_of(school, period)) == []
    GradeFigures.objects.filter(grade="01").update(pupils=51)
    assert told(for_units(period, units_of(school, period))) == [
        ("primary-small", "error", "", "primary-small: 251")
    ]


def test_what_waits_is_a_finding_with_its_reason(period):
    a_rule("girls", "girls <= pupils", sentence="Nữ {girls} > {pupils}.")
    school = make.school("TH", pupils=50, state="draft")
    head = make.owner(school.managing_commune)
    make.pending_cell(school, by=head, text="ba mươi")
    make.pending_cell(school, by=head, line="02", text="51")
    make.pending_cell(school, by=head, line="03", text="50")
    findings = for_units(period, units_of(school, period))
    assert [(one.severity, one.line, one.field) for one in findings] == [
        ("pending", "01", "girls"),
        ("pending", "02", "girls"),
        ("pending", "03", "girls"),
    ]
    assert [one.sentence for one in findings] == [
        "“ba mươi” không phải là số. Hãy chỉ gõ chữ số, không kèm chữ hay đơn vị.",
        "Nữ 51 > 50.",
        "“50” chưa được ghi nhận. Hãy nhập lại ô này.",
    ]


def test_explanation_holds_while_the_figure_stands(period):
    rule = a_rule("many", "pupils <= 49", severity="warning")
    school = make.school("TH", pupils=40, state="draft")
    GradeFigures.objects.filter(grade="01").update(pupils=60)
    (finding,) = for_units(period, units_of(school, period))
    head = make.owner(school.managing_commune)
    assert unexplained([finding]) == [finding]
    Explanation.objects.create(
        period=period,
        form="classes",
        unit=school.code,
        institution_code=school.code,
        commune=school.managing_commune,
        line="01",
        field="pupils",
        rule=rule,
        figures=finding.figures,
        text="Nhận học sinh của trường giải thể",
        author=head,
        written_at=timezone.now(),
    )
    (explained,) = for_units(period, units_of(school, period))
    assert explained.explanation == "Nhận học sinh của trường giải thể"
    assert explained.explained_by == head
    assert unexplained([explained]) == blocking([explained]) == []
    GradeFigures.objects.filter(grade="01").update(pupils=61)
    (again,) = for_units(period, units_of(school, period))
    assert (again.sentence, again.explanation) == ("many: 61", "")


def test_rule_that_is_off_is_silent(period):
    rule = a_rule("small", "pupils <= 40")
    school = make.school("TH", pupils=50, state="draft")
    assert len(blocking(for_units(period, units_of(school, period)))) == 5
    rule.is_active = False
    rule.save()
    assert for_units(period, units_of(school, period)) == []


def test_commune_and_schools_are_checked_together(period):
    a_rule("office", "filled(staff)", form="office", severity="missing")
    a_rule("small", "pupils <= 40")
    school = make.school("TH", pupils=50, state="draft")
    head = make.owner(school.managing_commune)
    units = [
        unit
        for code in ("classes", "office")
        for unit in forms.get(code).units(head, period)
    ]
    found = by_unit(for_units(period, units))
    commune = school.managing_commune_id
    assert {unit: len(rows) for unit, rows in found.items()} == {
        school.code: 5,
        commune: 1,
    }
    only_office = for_units(period, units, [forms.get("office")])
    assert [one.rule for one in only_office] == ["office"]
    ends = make.period(kind="end")
    assert for_units(ends, units) == []


def test_as_many_queries_for_three_schools_as_for_one(period):
    make.reference()
    commune = make.commune()
    head = make.owner(commune)
    schools = [make.school("TH", commune=commune, state="draft") for _n in range(3)]
    units = forms.get("classes").units(head, period)
    counts = []
    for asked in (units[:1], units):
        with CaptureQueriesContext(connection) as queries:
            for_units(period, asked)
        counts.append(len(queries))
    assert len(units) == len(schools)
    assert counts[0] == counts[1]


def test_unusual_totals_wait_until_nothing_is_missing(period):
    a_rule("filled", "filled(pupils)", severity="missing", sentence="Chưa nhập")
    a_rule(
        "large",
        "pupils <= 100",
        grain="unit",
        severity="warning",
        sentence="{pupils} học sinh",
    )
    school = make.school("TH", pupils=50, state="draft")
    first = GradeFigures.objects.filter(grade="01", school_return__institution=school)
    first.update(pupils=None, girls=None, ethnic=None, ethnic_girls=None)
    units = units_of(school, period)
    assert told(for_units(period, units)) == [("filled", "missing", "01", "Chưa nhập")]
    first.update(pupils=50)
    assert told(for_units(period, units)) == [("large", "warning", "", "250 học sinh")]
