"""Explanations and comments: who may write them, who is told, and what the API answers."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.entry import comments, explanations, forms, sheets
from communes.entry.checks import for_units
from communes.models import CellComment, Explanation, Notice, Rule
from schools.models import GradeFigures
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    make.reference()
    Rule.objects.all().delete()
    Rule.objects.create(
        code="many",
        form="classes",
        severity="warning",
        condition="pupils <= 49",
        sentence="Có {pupils} học sinh.",
        sentence_en="There are {pupils} pupils.",
        shown_at="pupils",
    )
    return make.open_period()


@pytest.fixture
def school(period):
    row = make.school("TH", pupils=40, state="draft")
    GradeFigures.objects.filter(grade="01").update(pupils=60)
    return row


def classes():
    return forms.get("classes")


def explain(period, school, by, text="Nhận học sinh trường giải thể", **fields):
    place = {"unit": school.code, "line": "01", "rule": "many", **fields}
    return explanations.explain(classes(), period, **place, text=text, by=by)


def comment(period, school, by, text="Xem lại số nữ", **fields):
    place = {"unit": school.code, "line": "01", "field": "girls", **fields}
    return comments.comment(classes(), period, **place, text=text, by=by)


def accounts(school):
    """Nobody of these may write anything about the school."""
    commune = school.managing_commune
    return {
        "stranger": make.stranger(),
        "reader": make.reader(commune),
        "other clerk": make.clerk(make.institution("TH")),
        "expired": make.expired(commune),
    }


def test_explanation_is_written_changed_and_withdrawn(period, school):
    head = make.owner(school.managing_commune)
    (found,) = explain(period, school, head)
    assert (found.explanation, found.explained_by) == (
        "Nhận học sinh trường giải thể",
        head,
    )
    clerk = make.clerk(school)
    (found,) = explain(period, school, clerk, "Ghép từ điểm trường")
    assert (found.explanation, found.explained_by) == ("Ghép từ điểm trường", clerk)
    row = Explanation.objects.get()
    assert (row.field, row.figures, row.commune) == (
        "pupils",
        "pupils=60",
        school.managing_commune,
    )
    (found,) = explain(period, school, head, "")
    assert found.explanation == ""
    assert not Explanation.objects.exists()


def test_explanation_lapses_with_the_figure_and_may_be_renewed(period, school):
    head = make.owner(school.managing_commune)
    explain(period, school, head)
    GradeFigures.objects.filter(grade="01").update(pupils=61)
    units = classes().units(head, period)
    (found,) = for_units(period, units)
    assert found.explanation == ""
    (found,) = explain(period, school, head, "Thêm một em")
    assert found.explanation == "Thêm một em"


def test_only_a_standing_warning_can_be_explained(period, school):
    head = make.owner(school.managing_commune)
    for wrong in ({"line": "02"}, {"rule": "few"}):
        with pytest.raises(Http404):
            explain(period, school, head, **wrong)
    assert not Explanation.objects.exists()


def test_who_may_not_enter_explains_nothing(period, school):
    refused = {}
    for name, account in accounts(school).items():
        with pytest.raises((Http404, PermissionDenied)) as error:
            explain(period, school, account)
        refused[name] = error.type
    assert refused == {
        "stranger": Http404,
        "reader": PermissionDenied,
        "other clerk": Http404,
        "expired": Http404,
    }
    school.returns.update(
        state="submitted", submitted_by=make.clerk(school), submitted_at=timezone.now()
    )
    with pytest.raises(PermissionDenied):
        explain(period, school, make.owner(school.managing_commune))
    assert not Explanation.objects.exists()


def told():
    return sorted(Notice.objects.values_list("recipient__role", "text"))


def test_comment_of_the_department_reaches_commune_and_school(period, school):
    make.owner(school.managing_commune)
    make.clerk(school)
    make.reader(school.managing_commune)
    make.stranger()
    row = comment(period, school, make.official())
    text = f"{school.name}, Lớp và học sinh theo khối: “Xem lại số nữ”"
    assert told() == [("commune_head", text), ("school_clerk", text)]
    assert (row.commune, row.institution_code) == (school.managing_commune, school.code)


def test_answer_reaches_whoever_asked(period, school):
    asked, _other = make.official(), make.official()
    comment(period, school, asked)
    Notice.objects.all().delete()
    comment(period, school, make.owner(school.managing_commune), "Đã sửa")
    assert [notice.recipient for notice in Notice.objects.all()] == [asked]


def test_first_word_of_a_commune_reaches_the_whole_department(period, school):
    officials = {make.official(), make.official()}
    comment(period, school, make.clerk(school))
    assert {notice.recipient for notice in Notice.objects.all()} == officials


def test_who_may_not_comments_nothing(period, school):
    refused = {}
    for name, account in accounts(school).items():
        with pytest.raises((Http404, PermissionDenied)) as error:
            comment(period, school, account)
        refused[name] = error.type
    assert refused == {
        "stranger": Http404,
        "reader": PermissionDenied,
        "other clerk": Http404,
        "expired": Http404,
    }
    official = make.official()
    for wrong in ({"field": "id"}, {"line": "12"}):
        with pytest.raises(Http404):
            comment(period, school, official, **wrong)
    assert not CellComment.objects.exists()


def test_settled_remark_leaves_the_sheet(period, school):
    head, official = make.owner(school.managing_commune), make.official()
    row = comment(period, school, official)

    def shown():
        sheet = sheets.load(classes(), period, head)
        return sheet["units"][0]["lines"][0]["comments"]

    assert [one["text"] for one in shown()["girls"]] == ["Xem lại số nữ"]
    for account in (make.stranger(), make.reader(school.managing_commune)):
        with pytest.raises((Http404, PermissionDenied)):
            comments.resolve(classes(), row.pk, by=account)
    first = comments.resolve(classes(), row.pk, by=head)
    again = comments.resolve(classes(), row.pk, by=official)
    assert (first.resolved_by, again.resolved_by) == (head, head)
    assert shown() == {}


def post(client, tail, body):
    address = f"/api/v1/entry/classes/{tail}/"
    return client.post(address, body, content_type="application/json")


def test_api_explains_comments_and_settles(period, school, client):
    head = make.owner(school.managing_commune, first_name="Hoa")
    client.force_login(head)
    place = {"period": period.pk, "unit": school.code, "line": "01"}
    body = place | {"rule": "many", "text": "Đông dân"}
    (finding,) = post(client, "explanations", body).json()["findings"]
    told = {key: finding[key] for key in ("severity", "sentence", "explanation")}
    assert told == {
        "severity": "warning",
        "sentence": "Có 60 học sinh.",
        "explanation": "Đông dân",
    }
    assert finding["explained_by"] == "Hoa"
    said = post(client, "comments", place | {"field": "girls", "text": "?"}).json()
    assert (said["field"], said["text"], said["by"]) == ("girls", "?", "Hoa")
    settled = post(client, f"comments/{said['pk']}/resolve", {}).json()
    assert settled["resolved_by"] == "Hoa"
    elsewhere = f"/api/v1/entry/ages/comments/{said['pk']}/resolve/"
    assert client.post(elsewhere).status_code == 404


def test_api_tells_strangers_and_readers_apart(period, school, client):
    body = {"period": period.pk, "unit": school.code, "line": "01"}
    body |= {"rule": "many", "field": "pupils", "text": "x"}
    answers = {}
    for name, account in accounts(school).items():
        client.force_login(account)
        answers[name] = [
            post(client, tail, body).status_code
            for tail in ("explanations", "comments")
        ]
    assert answers == {
        "stranger": [404, 404],
        "reader": [403, 403],
        "other clerk": [404, 404],
        "expired": [401, 401],
    }


def test_sheet_and_saved_cells_come_with_findings(period, school, client):
    client.force_login(make.owner(school.managing_commune))
    sheet = client.get(f"/api/v1/entry/classes/sheet/?period={period.pk}").json()
    assert [one["sentence"] for one in sheet["findings"]] == ["Có 60 học sinh."]
    cell = {"unit": school.code, "line": "01", "field": "pupils"}
    body = {"period": period.pk, "cells": [cell | {"before": 60, "value": 62}]}
    saved = post(client, "cells", body).json()
    assert [one["state"] for one in saved["cells"]] == ["saved"]
    assert [one["sentence"] for one in saved["findings"]] == ["Có 62 học sinh."]


def test_sheet_costs_the_same_for_one_school_and_three(period, client):
    commune = make.commune()
    client.force_login(make.owner(commune))
    schools = [make.school("TH", commune=commune, state="draft") for _ in range(3)]
    address = f"/api/v1/entry/classes/sheet/?period={period.pk}"
    counts = []
    for asked in (schools[:1], schools):
        tail = "".join(f"&unit={school.code}" for school in asked)
        with CaptureQueriesContext(connection) as queries:
            sheet = client.get(address + tail).json()
        assert len(sheet["units"]) == len(asked)
        assert len(sheet["findings"]) == 5 * len(asked)
        counts.append(len(queries))
    assert counts[0] == counts[1]
