"""Saving cells: what becomes a figure, what waits, who is stopped and who is warned."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.entry import forms, sheets
from communes.entry.writing import Edit, save
from communes.models import PendingCell, RecomputeRequest, ReportingPeriod, Rule
from schools.models import GradeFigures, SchoolReturn
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    make.reference()
    row = make.period()
    today = timezone.localdate()
    ReportingPeriod.objects.filter(pk=row.pk).update(
        opens_on=today - timedelta(days=10),
        due_on=today + timedelta(days=10),
        locks_on=today + timedelta(days=20),
    )
    row.refresh_from_db()
    return row


@pytest.fixture
def rule():
    Rule.objects.all().delete()
    return Rule.objects.create(
        code="girls-within-pupils",
        form="classes",
        severity="error",
        condition="girls <= pupils",
        sentence="Số học sinh nữ ({girls}) lớn hơn tổng số ({pupils}).",
        sentence_en="More girls ({girls}) than pupils ({pupils}).",
        shown_at="girls",
        is_structural=True,
    )


def a_school(kind="TH", **fields):
    return make.institution(kind, **fields)


def edit(school, field, value, *, before=None, line="01"):
    return Edit(school.code, line, field, before, value)


def told(outcomes):
    return [(one.edit.field, one.state, one.value) for one in outcomes]


def classes():
    return forms.get("classes")


def test_first_cell_makes_the_return(period, rule):
    school = a_school()
    head = make.owner(school.managing_commune)
    outcomes = save(classes(), period, [edit(school, "pupils", "32")], by=head)
    assert told(outcomes) == [("pupils", "saved", 32)]
    row = GradeFigures.objects.get()
    assert (row.grade_id, row.pupils, row.girls) == ("01", 32, None)
    assert row.school_return.state == "draft"
    # A draft counts nowhere, so there is nothing to compute.
    assert not RecomputeRequest.objects.exists()


def test_value_that_breaks_a_rule_waits_and_returns(period, rule):
    school = a_school()
    head = make.owner(school.managing_commune)
    first = [edit(school, "pupils", 32), edit(school, "girls", 35)]
    kept = save(classes(), period, first, by=head)
    assert told(kept) == [("pupils", "saved", 32), ("girls", "pending", "35")]
    assert kept[1].sentences == ["Số học sinh nữ (35) lớn hơn tổng số (32)."]
    assert GradeFigures.objects.get().girls is None
    # The total is put right: what waited becomes a figure by itself.
    mended = save(classes(), period, [edit(school, "pupils", 36, before=32)], by=head)
    assert told(mended) == [("pupils", "saved", 36)]
    assert GradeFigures.objects.get().girls == 35
    assert not PendingCell.objects.exists()


def test_text_that_is_no_number_is_kept(period, rule):
    school = a_school()
    head = make.owner(school.managing_commune)
    (outcome,) = save(classes(), period, [edit(school, "pupils", "ba mươi")], by=head)
    assert (outcome.state, outcome.value) == ("pending", "ba mươi")
    sheet = sheets.load(classes(), period, head)
    assert sheet["units"][0]["lines"][0]["pending"] == {"pupils": "ba mươi"}
    (again,) = save(
        classes(), period, [edit(school, "pupils", "30", before="ba mươi")], by=head
    )
    assert (again.state, again.value) == ("saved", 30)
    assert not PendingCell.objects.exists()


def test_second_person_meets_what_the_first_wrote(period, rule, client):
    school = a_school()
    head = make.owner(school.managing_commune)
    other = make.colleague(school.managing_commune, first_name="Lan")
    client.force_login(other)
    sent = {"unit": school.code, "line": "01", "field": "pupils"}
    sent |= {"before": None, "value": 30}
    address = "/api/v1/entry/classes/cells/"
    body = {"period": period.pk, "cells": [sent]}
    answer = client.post(address, body, content_type="application/json").json()
    assert [cell["state"] for cell in answer["cells"]] == ["saved"]
    (outcome,) = save(classes(), period, [edit(school, "pupils", 31)], by=head)
    assert (outcome.state, outcome.value, outcome.by) == ("conflict", 30, other)
    assert outcome.at is not None
    assert GradeFigures.objects.get().pupils == 30
    (decided,) = save(
        classes(), period, [edit(school, "pupils", 31, before=30)], by=head
    )
    assert decided.state == "saved"


def test_same_edit_sent_twice_is_no_conflict(period, rule):
    school = a_school()
    head = make.owner(school.managing_commune)
    once = save(classes(), period, [edit(school, "pupils", 30)], by=head)
    twice = save(classes(), period, [edit(school, "pupils", 30)], by=head)
    assert told(once) == told(twice) == [("pupils", "saved", 30)]


@pytest.mark.parametrize("role", ["stranger", "reader", "expired", "other_clerk"])
def test_who_may_not_writes_nothing(period, rule, role):
    school = a_school()
    account = {
        "stranger": make.stranger,
        "reader": lambda: make.reader(school.managing_commune),
        "expired": lambda: make.expired(school.managing_commune),
        "other_clerk": lambda: make.clerk(a_school()),
    }[role]()
    (outcome,) = save(classes(), period, [edit(school, "pupils", 30)], by=account)
    assert outcome.state == "refused"
    assert outcome.sentences[0]
    assert not GradeFigures.objects.exists()
    assert not SchoolReturn.objects.exists()


def test_approved_return_is_closed(period, rule):
    school = make.school("TH", state="approved")
    head = make.owner(school.managing_commune)
    (outcome,) = save(
        classes(), period, [edit(school, "pupils", 30, before=50)], by=head
    )
    assert outcome.state == "refused"
    assert outcome.sentences == [
        "Báo cáo đã được duyệt. Cần sửa, hãy Gửi yêu cầu mở khóa kèm lý do."
    ]
    assert set(GradeFigures.objects.values_list("pupils", flat=True)) == {50}


def test_unknown_field_and_line_are_refused(period, rule):
    school = a_school()
    head = make.owner(school.managing_commune)
    edits = [edit(school, "school_return", 1), edit(school, "pupils", 3, line="12")]
    states = [one.state for one in save(classes(), period, edits, by=head)]
    assert states == ["refused", "refused"]


def test_database_refusal_keeps_the_text(period):
    """Without its rule the constraint still holds, and the text still waits."""
    Rule.objects.all().delete()
    school = a_school()
    head = make.owner(school.managing_commune)
    edits = [edit(school, "pupils", 32), edit(school, "girls", 35)]
    states = [one.state for one in save(classes(), period, edits, by=head)]
    assert states == ["pending", "pending"]
    assert sorted(PendingCell.objects.values_list("text", flat=True)) == ["32", "35"]


def test_queries_do_not_grow_with_schools_and_cells(period, rule):
    commune = make.commune()
    head = make.owner(commune)
    schools = [a_school(commune=commune) for _number in range(4)]

    def cost(chosen, value):
        edits = [
            edit(school, "pupils", value, line=line)
            for school in chosen
            for line in ("01", "02")
        ]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            states = {one.state for one in save(classes(), period, edits, by=head)}
        assert states == {"saved"}
        return len(queries)

    assert cost(schools[:1], 30) == cost(schools[1:], 30)


def test_commune_answers_for_itself(period, rule):
    commune = make.commune()
    head = make.owner(commune)
    form = forms.get("population")
    edits = [
        Edit(commune.code, "5", "total", None, "1.234"),
        Edit(commune.code, "5", "female", None, 600),
    ]
    outcomes = save(form, period, edits, by=head)
    assert told(outcomes) == [("total", "saved", 1234), ("female", "saved", 600)]
    row = commune.population.get()
    assert (row.age_from, row.age_to, row.total, row.exempt) == (5, 5, 1234, 0)
    # These figures have no state: what rests on them is computed at once.
    assert RecomputeRequest.objects.get().commune == commune


def test_preview_of_last_year_stands_beside(period, rule):
    school = make.school("TH", year=make.YEAR - 1, pupils=44)
    head = make.owner(school.managing_commune)
    sheet = sheets.load(classes(), period, head)
    line = sheet["units"][0]["lines"][0]
    assert (line["values"]["pupils"], line["previous"]["pupils"]) == (None, 44)


def test_site_with_one_class_names_its_group(period, rule):
    school = a_school("MN")
    site = make.site(school)
    head = make.owner(school.managing_commune)
    form = forms.get("sites")
    edits = [
        Edit(school.code, str(site.pk), "grade_id", None, "mẫu giáo ghép"),
        Edit(school.code, str(site.pk), "children", None, 14),
    ]
    outcomes = save(form, period, edits, by=head)
    assert told(outcomes) == [("grade_id", "saved", "MX"), ("children", "saved", 14)]
    (line,) = sheets.load(form, period, head)["units"][0]["lines"]
    assert line["values"] == {"grade_id": "MX", "children": 14, "inclusive": 0}
    assert line["label"] == site.name


def test_sites_are_asked_of_preschools_alone(period, rule):
    commune = make.commune()
    a_school("TH", commune=commune)
    preschool = a_school("MN", commune=commune)
    units = forms.get("sites").units(make.owner(commune), period)
    assert [unit.code for unit in units] == [preschool.code]
