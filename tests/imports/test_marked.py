"""The workbook given back: problems marked, fixes kept, and taken again when mended."""

import io
from datetime import datetime

import openpyxl
import pytest
from django.utils import timezone

from communes import imports
from communes.imports import downloads, kinds, templates
from communes.models import Import
from tests import factories as make
from tests.imports.files import checked, counts, problems, staff

pytestmark = pytest.mark.django_db


# A day on which the period of the factories takes figures.
OPEN = datetime(2025, 10, 10, 8, tzinfo=timezone.get_default_timezone())


def marked(source):
    file, name = downloads.marked(source)
    return file.getvalue(), name


def test_the_marked_workbook_keeps_what_was_put_right(world):
    wrong = {"full_name": "Lý Văn An", "sex": "?", "birth_date": "hôm qua"}
    source = staff(world.head, wrong | {"school": world.here.code})
    found = {(row, column) for row, column, _code in problems(source)}
    sheet = source.importproblems.first().sheet
    places = {p.code: p.column for p in source.importproblems.all()}
    place = places["unknown_choice"]
    imports.fix(source, sheet, 2, place, "Nam", world.head)
    imports.check(source.pk)
    left = {(row, column) for row, column, _code in problems(source)}
    assert left == found - {(2, place)}
    content, name = marked(source)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert name == "tệp-can-sua.xlsx"
    assert book[sheet][f"{place}2"].value == "Nam"
    commented = [
        (cell.row, cell.column_letter)
        for row in book[sheet].iter_rows()
        for cell in row
        if cell.comment
    ]
    assert commented == sorted((row, column or "A") for row, column in left if row)
    again = checked("staff", content, world.head)
    assert {(row, column) for row, column, _code in problems(again)} == left


@pytest.mark.parametrize("code", ["classes", "facilities", "population", "staff"])
def test_a_template_sent_back_untouched_changes_nothing(
    world, teacher, code, monkeypatch
):
    monkeypatch.setattr(timezone, "now", lambda: OPEN)
    made = make.school_return(world.here, state="draft")
    make.grade(made, "01", classes=2, pupils=50)
    file = io.BytesIO()
    templates.write(code, world.head, file, year=2025)
    source = checked(code, file.getvalue(), world.head)
    assert source.state == Import.State.READY, source.refusal
    rows, new, changed, _unchanged, errors = counts(source)
    assert (problems(source), new, changed, errors) == ([], 0, 0, 0)
    assert rows > 0 or not kinds.get(code).template(world.head, 2025)[0].rows
