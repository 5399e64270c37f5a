"""Charts and the map of the annual report hold the values and colours of the dashboards."""

import pytest

from communes.documents.blocks import Chart, Map, Table
from communes.recompute import recompute_year
from communes.reporting.building import annual_report
from schools.models import Institution
from tests import factories as make

pytestmark = pytest.mark.django_db
YEAR = make.YEAR
SQUARE = [[106, 21], [106.1, 21], [106.1, 21.1], [106, 21.1]]


@pytest.fixture
def page(client):
    """The province's dashboard as an official sees it."""
    make.reference()
    for number, staff in enumerate((0, 1, 3, 6, 9, 14)):
        rings = [[[x + number, y] for x, y in SQUARE]]
        here = make.commune(cluster=f"Cụm {number % 2}", outline=rings)
        for kind in ("MN", "TH", "THCS"):
            school = make.complete_school(kind, commune=here, state="approved")
            for _person in range(staff):
                make.employee(school)
    make.commune(cluster="Cụm 1", outline=[SQUARE])  # nothing is known of it
    make.complete_school("TH", commune=here, managing_commune=None)
    for school in Institution.objects.all():
        make.complete_return(school, year=YEAR - 1, state="approved")
    recompute_year(YEAR - 1)
    recompute_year(YEAR)
    client.force_login(make.official())
    return client.get(f"/dashboard/?year={YEAR}&show=all").context


@pytest.fixture
def paper(page):
    document = annual_report(YEAR)
    return {one.code: one for one in [*document.of(Chart), *document.of(Map)]}


def floats(values):
    return [None if value is None else float(value) for value in values]


def test_the_map_has_the_values_classes_and_colours_of_the_page(page, paper):
    drawn = page["map"].drawing
    cells = {
        cell.place.label: (None if cell.place.value is None else float(cell.place.value), cell.colour)
        for cell in drawn.cells
    }  # fmt: skip
    found = paper["gaps-map"]
    areas = {
        area.label.split(" ", 1)[1]: (
            None if area.value is None else float(area.value),
            area.colour,
        )
        for area in found.areas
    }
    assert areas == cells
    assert len({colour for _value, colour in cells.values()}) > 3
    assert found.legend == [(one.name, one.colour) for one in drawn.classes]
    assert found.title == page["map_title"]


def test_gaps_of_communes_are_those_of_the_page(page, paper):
    chart = page["charts"]["gaps"]
    on_page = {
        row.cells[0]: tuple(floats(row.cells[1:]))
        for row in chart.rows
        if any(row.cells[1:])
    }
    found = paper["gaps-places"]
    short, over = (floats(one.values) for one in found.series)
    names = [name.split(" ", 1)[1] for name in found.categories]
    on_paper = dict(zip(names, zip(short, over, strict=True), strict=True))
    assert on_paper == on_page
    assert list(on_page) == names


def test_learners_over_the_years_are_those_of_the_page(page, paper):
    traces = page["charts"]["learners"].figure["data"]
    found = paper["learners-years"]
    assert [list(found.categories)] * len(traces) == [one["x"] for one in traces]
    assert [(floats(one.values), one.colour) for one in found.series] == [
        (floats(one["y"]), one["line"]["color"]) for one in traces
    ]


def test_teachers_against_the_norm_are_those_of_the_page(page, paper):
    traces = {
        one["name"]: floats(one["y"])
        for one in page["charts"]["staffing"].figure["data"]
    }
    found = {one.label: floats(one.values) for one in paper["present-required"].series}
    assert found == traces
    assert len(paper["present-required"].categories) == 3


def test_coverage_adds_up_to_that_of_the_page(page):
    document = annual_report(YEAR)
    on_page = page["charts"]["coverage"].totals
    (table,) = [one for one in document.of(Table) if one.code == "coverage"]
    assert list(table.totals[1:4]) == list(on_page[4:])
