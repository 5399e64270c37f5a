"""Figures as plain dicts: what they say, not how they look."""

import pytest

from communes import colours
from edu_lang_son import figures
from edu_lang_son.figures import Bar, Series

WORDS = {"shortage": "Thiếu", "surplus": "Thừa", "unit": "giáo viên"}


def test_diverging_bars_keep_both_sides_gross():
    figure = figures.diverging_bars(
        [Bar("Bình Gia", 1250.5, 3, "/communes/06001/"), Bar("Hữu Lũng", 0, 13)],
        words=WORDS,
    )
    sides = [
        {
            key: trace[key]
            for key in ("name", "orientation", "y", "x", "text", "customdata")
        }
        | {"colour": trace["marker"]["color"]}
        for trace in figure["data"]
    ]
    assert sides == [
        {
            "name": "Thiếu",
            "orientation": "h",
            "y": ["Bình Gia", "Hữu Lũng"],
            "x": [-1250.5, 0],
            "text": ["−1.250,5", ""],
            "customdata": ["/communes/06001/", ""],
            "colour": "#cc4c02",
        },
        {
            "name": "Thừa",
            "orientation": "h",
            "y": ["Bình Gia", "Hữu Lũng"],
            "x": [3, 13],
            "text": ["+3", "+13"],
            "customdata": ["/communes/06001/", ""],
            "colour": "#3182bd",
        },
    ]
    assert figure["layout"]["yaxis"]["autorange"] == "reversed"


@pytest.mark.parametrize(
    ("language", "separators", "text"),
    [("vi", ",.", "−1.250,5"), ("en", ".,", "−1,250.5")],
)
def test_figures_write_numbers_in_the_readers_language(language, separators, text):
    figure = figures.diverging_bars(
        [Bar("Bình Gia", 1250.5, 0)], words=WORDS, language=language
    )
    shown = (figure["layout"]["separators"], figure["data"][0]["text"][0])
    assert shown == (separators, text)


def test_bars_without_any_value_still_have_a_range():
    figure = figures.diverging_bars([], words=WORDS)
    assert figure["layout"]["xaxis"]["range"] == [-1.28, 1.28]


def test_lines_keep_gaps_and_name_each_line_at_its_end():
    figure = figures.lines(
        ["2024-2025", "2025-2026"],
        [
            Series("primary", "Tiểu học", [None, 80000], "#0f766e"),
            Series("preschool", "Mầm non", [81000, 79000], "#7b4fa3"),
        ],
        unit="người học",
    )
    assert [trace["y"] for trace in figure["data"]] == [[None, 80000], [81000, 79000]]
    assert [trace["marker"]["symbol"] for trace in figure["data"]] == [
        "square",
        "circle",
    ]
    labels = [(one["text"], one["y"]) for one in figure["layout"]["annotations"]]
    # Pushed apart by the height of a line of text, lowest first.
    assert labels == [("Mầm non", 79000), ("Tiểu học", 84000.0)]
    assert figure["layout"]["yaxis"]["title"]["text"] == "người học"


def test_a_single_line_needs_no_name():
    figure = figures.lines(
        ["2025-2026"],
        [Series("", "Toàn tỉnh", [0.489])],
        unit="%",
        is_percent=True,
        from_zero=False,
    )
    layout = figure["layout"]
    found = (layout["annotations"], layout["yaxis"]["tickformat"])
    assert found == ([], ",.2~%")


def test_bars_may_stand_beside_or_upon_one_another():
    series = [Series("a", "Có mặt", [10]), Series("b", "Định mức", [12])]
    grouped = figures.bars(["Tiểu học"], series, unit="giáo viên")
    stacked = figures.bars(["Tiểu học"], series, unit="giáo viên", stacked=True)
    modes = (grouped["layout"]["barmode"], stacked["layout"]["barmode"])
    assert modes == ("group", "stack")
    assert [trace["y"] for trace in grouped["data"]] == [[10], [12]]


def test_no_level_wears_a_colour_of_shortage_or_surplus():
    reserved = {colours.SHORTAGE, colours.SURPLUS}
    others = {*colours.LEVEL_COLOURS.values(), figures.BRAND, colours.REQUIRED}
    assert reserved & others == set()
    assert len(colours.LEVEL_COLOURS) == len(set(colours.LEVEL_COLOURS.values()))
