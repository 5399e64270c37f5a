"""Workbooks of the entry forms: matched, judged by the rules, written, taken back."""

import io
from datetime import datetime

import pytest
from django.utils import timezone

from communes import imports
from communes.imports import kinds, templates
from communes.models import CultureSocietyOffice, PendingCell, Population
from schools.models import Facilities, GradeFigures, SchoolReturn
from tests import factories as make
from tests.imports.files import changes, checked, counts, problems, workbook

pytestmark = pytest.mark.django_db

OPEN = datetime(2025, 10, 10, 8, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def world(world, monkeypatch):
    """A day on which the period of the factories takes figures."""
    monkeypatch.setattr(timezone, "now", lambda: OPEN)
    return world


def form_file(code, by, *rows):
    kind = kinds.get(code)
    return workbook(kind.columns(by, 2025), rows, sheet=str(kind.title))


def sent(code, by, *rows):
    return checked(code, form_file(code, by, *rows), by)


def first_grade(world, **cells):
    return {"unit": world.here.code, "line": "01", "classes": 2, "pupils": 50} | cells


def test_new_figures_are_written_and_taken_back(world):
    source = sent("classes", world.head, first_grade(world, girls=20))
    key = {"_unit": world.here.code, "_line": "01"}
    after = {"classes": 2, "pupils": 50, "girls": 20}
    assert (problems(source), counts(source)) == ([], (1, 1, 0, 0, 0))
    assert changes(source) == [(2, "new", {}, after | key)]
    imports.apply(source.pk, world.head)
    row = GradeFigures.objects.get()
    assert (row.school_return.institution, row.classes, row.girls) == (
        world.here,
        2,
        20,
    )
    assert source.importchanges.get().object_id == row.pk
    imports.undo(source.pk, world.head)
    assert not GradeFigures.objects.exists()


def test_an_empty_cell_keeps_the_figure_and_others_change(world):
    made = make.school_return(world.here, state="draft")
    make.grade(made, "01", classes=2, pupils=50)
    source = sent("classes", world.head, first_grade(world, classes="", pupils=52))
    assert changes(source)[0][2] == {"pupils": 50}
    imports.apply(source.pk, world.head)
    row = GradeFigures.objects.get()
    assert (row.classes, row.pupils, row.girls) == (2, 52, 25)
    imports.undo(source.pk, world.head)
    row.refresh_from_db()
    assert row.pupils == 50


def test_undo_stops_at_a_newer_figure(world):
    source = sent("classes", world.head, first_grade(world))
    imports.apply(source.pk, world.head)
    GradeFigures.objects.update(pupils=51)
    with pytest.raises(imports.Refused) as refused:
        imports.undo(source.pk, world.head)
    assert refused.value.code == "newer"
    assert GradeFigures.objects.get().pupils == 51


def test_a_figure_changed_since_the_check_stops_all(world):
    rows = [first_grade(world), first_grade(world, line="02")]
    source = sent("classes", world.head, *rows)
    make.grade(make.school_return(world.here, state="draft"), "02", classes=1, pupils=9)
    with pytest.raises(imports.Refused) as refused:
        imports.apply(source.pk, world.head)
    assert refused.value.code == "stale"
    assert GradeFigures.objects.count() == 1
    source.refresh_from_db()
    assert counts(source) == (2, 1, 1, 0, 0)


def test_all_that_is_wrong_comes_at_once(world):
    source = sent(
        "classes",
        world.head,
        first_grade(world, girls=60),
        first_grade(world, line="09"),
        first_grade(world, unit="khong-co"),
        first_grade(world, line="02", pupils="nhiều"),
        first_grade(world),
        first_grade(world, unit=world.foreign.code),
    )
    found = problems(source)
    assert found == [
        (2, "I", "classes-girls-share"),
        (2, "I", "classes-girls-within-pupils"),
        (3, "C", "unknown_line"),
        (4, "A", "unknown_unit"),
        (5, "H", "not_a_number"),
        (6, "", "twice"),
        (7, "A", "unknown_unit"),
    ]


def test_what_is_not_open_is_told_row_by_row(world):
    make.school_return(world.here, state="submitted")
    source = sent(
        "classes",
        world.head,
        first_grade(world),
        {"unit": world.there.code, "line": "01", "classes": 1, "pupils": 20},
    )
    assert problems(source) == [(2, "", "closed")]


def test_what_is_not_open_may_say_again_what_stands_there(world):
    made = make.school_return(world.here, state="approved")
    make.grade(made, "01", classes=2, pupils=50)
    source = sent("classes", world.head, first_grade(world))
    assert (problems(source), counts(source)) == ([], (1, 0, 0, 1, 0))


def test_approval_between_check_and_apply_stops_it(world):
    source = sent("classes", world.head, first_grade(world))
    make.school_return(world.here, state="approved")
    with pytest.raises(imports.Refused):
        imports.apply(source.pk, world.head)
    assert not GradeFigures.objects.exists()


def test_a_waiting_cell_gives_way(world):
    PendingCell.objects.create(
        period=make.period(),
        form="classes",
        unit=world.here.code,
        commune=world.commune,
        institution_code=world.here.code,
        line="01",
        field="pupils",
        text="năm mươi",
        typed_by=world.head,
        typed_at=timezone.now(),
    )
    imports.apply(sent("classes", world.head, first_grade(world)).pk, world.head)
    assert not PendingCell.objects.exists()


def test_forms_without_lines_and_of_communes(world):
    rooms = {"unit": world.here.code, "classrooms": 12, "internet": "Có"}
    imports.apply(sent("facilities", world.clerk, rooms).pk, world.clerk)
    assert Facilities.objects.get().classrooms == 12
    office = {"unit": world.commune.code, "staff": 9, "head_name": "Lý A"}
    imports.apply(sent("office", world.officer, office).pk, world.officer)
    assert CultureSocietyOffice.objects.get().staff == 9
    ages = [
        {"unit": world.commune.code, "line": age, "total": 100 + age}
        for age in range(3)
    ]
    source = sent("population", world.officer, *ages)
    imports.apply(source.pk, world.officer)
    found = Population.objects.order_by("age_from")
    assert list(found.values_list("total", flat=True)) == [100, 101, 102]
    imports.undo(source.pk, world.officer)
    assert not Population.objects.exists()


@pytest.mark.parametrize(
    "code", ["staff", "classes", "ages", "facilities", "office", "population"]
)
def test_a_template_sent_back_as_it_is_changes_nothing(world, teacher, code):
    made = make.school_return(world.here, state="draft")
    make.grade(made, "01", classes=2, pupils=50)
    make.facilities(made)
    make.office(world.commune)
    make.population(world.commune, 5, 80)
    content = io.BytesIO()
    templates.write(code, world.head, content, year=2025)
    source = checked(code, content.getvalue(), world.head)
    assert problems(source) == []
    assert source.refusal == ""
    assert counts(source) == (source.rows, 0, 0, source.rows, 0)
    assert source.rows > 0
    assert SchoolReturn.objects.count() == 1
