"""Schematic cells: one per commune, side by side, drawn once and never over official ones."""

import pytest
from shapely import Polygon, union_all

from communes import seeding
from communes.cells import cells_of, draw_missing_outlines
from communes.models import Commune

CENTRES = {"a": (106.5, 21.8), "b": (106.6, 21.8), "c": (106.55, 21.9)}
AREAS = {"a": 80.0, "b": 60.0, "c": 70.0}


def shapes(cells):
    return {code: Polygon(rings[0]) for code, rings in cells.items()}


def test_each_commune_lies_in_its_own_cell_and_in_no_other():
    cells = shapes(cells_of(CENTRES, AREAS))
    inside = {
        code: [
            other
            for other, cell in cells.items()
            if cell.covers(Polygon([centre] * 4).centroid)
        ]
        for code, centre in CENTRES.items()
    }
    assert inside == {"a": ["a"], "b": ["b"], "c": ["c"]}


def test_cells_do_not_overlap():
    cells = shapes(cells_of(CENTRES, AREAS)).values()
    together = union_all(list(cells)).area
    assert sum(cell.area for cell in cells) == pytest.approx(together, rel=1e-3)


@pytest.mark.django_db
def test_loading_reference_draws_all_65_and_keeps_an_official_outline():
    seeding.load_reference()
    assert Commune.objects.filter(outline=[]).count() == 0
    official = [[[106.0, 21.0], [106.1, 21.0], [106.1, 21.1], [106.0, 21.0]]]
    Commune.objects.filter(code="06286").update(outline=official)
    Commune.objects.filter(code="06001").update(outline=[])
    assert draw_missing_outlines() == 1
    assert Commune.objects.get(code="06286").outline == official
    assert draw_missing_outlines() == 0
