"""The map of communes: named classes, reserved colours, names that never collide."""

from dataclasses import replace

from django.utils.translation import override

from communes import colours, indicators
from edu_lang_son import cell_map
from edu_lang_son.cell_map import Place


def square(west, south, size=0.1):
    east, north = west + size, south + size
    return [
        [
            [west, south],
            [east, south],
            [east, north],
            [west, north],
            [west, south],
        ]
    ]


def row_of(values, size=0.1):
    return [
        Place(f"{n:05d}", f"Xã {n}", square(106 + n * size, 22, size), value, f"/{n}/")
        for n, value in enumerate(values)
    ]


def test_shortage_has_classes_from_worst_to_none_and_a_place_for_the_unknown():
    places = row_of([0.5, 0.4, 0.3, 0.2, 0.1, 0, None])
    drawing = cell_map.draw(places, indicators.get("teacher_shortage"))
    ramp = colours.RAMPS["shortage"]
    assert [(one.name, one.colour) for one in drawing.classes] == [
        ("từ 50,0%", ramp[4]),
        ("40,0% – 50,0%", ramp[3]),
        ("30,0% – 40,0%", ramp[2]),
        ("20,0% – 30,0%", ramp[1]),
        ("dưới 20,0%", ramp[0]),
        ("không thiếu", colours.NOTHING),
        ("chưa có số liệu", colours.UNKNOWN),
    ]
    assert [cell.colour for cell in drawing.cells] == [
        one.colour for one in drawing.classes
    ]


def test_only_gaps_wear_the_colours_of_gaps():
    values = [10, 20, 30, 40, 50]
    drawing = cell_map.draw(row_of(values), indicators.get("learners"))
    assert [cell.colour for cell in drawing.cells] == list(colours.RAMPS[""])
    assert [one.name for one in drawing.classes] == [
        "từ 50",
        "40–49",
        "30–39",
        "20–29",
        "dưới 20",
    ]


def test_a_cell_says_what_it_is_and_leads_to_its_commune():
    (place,) = row_of([0.115])
    (cell,) = cell_map.draw([place], indicators.get("teacher_shortage")).cells
    assert (cell.place.url, cell.text) == ("/0/", "11,5%")
    with override("en"):
        (cell,) = cell_map.draw([place], indicators.get("teacher_shortage")).cells
        assert cell.text == "11.5%"


def test_names_that_would_touch_are_left_to_the_pointer():
    roomy, tight = row_of([1, 2, 3], 0.1), row_of([1, 2, 3] * 20, 0.01)
    indicator = indicators.get("learners")
    assert len(cell_map.draw(roomy, indicator).labels) == 3
    labels = cell_map.draw(
        [replace(place, label="Hoàng Văn Thụ") for place in tight[:1]] + tight[1:],
        indicator,
    ).labels
    boxes = sorted(
        (cell.x - 3 * len(cell.place.label), cell.x + 3 * len(cell.place.label))
        for cell in labels
    )
    assert 0 < len(labels) < 60
    assert all(one[1] <= after[0] for one, after in zip(boxes, boxes[1:], strict=False))


def test_no_place_at_all_is_an_empty_map():
    drawing = cell_map.draw([], indicators.get("learners"))
    assert (drawing.cells, drawing.labels, drawing.classes) == ([], [], [])
