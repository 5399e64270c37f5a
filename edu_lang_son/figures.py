"""Values to Plotly figures as plain dicts, which the browser draws.

A figure carries no title: the question it answers is a heading of the page. Signs
and separators follow the reader's language; colours mean the same on every page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from communes.colours import SHORTAGE, SURPLUS, TARGET

INK = "#1f2d3a"
MUTED = "#55677a"
LINE = "#dde5ea"
BRAND = "#0b4f6c"
# Lines are told apart by their marks too, not by colour alone.
LEVEL_MARKS = {
    "preschool": "circle",
    "primary": "square",
    "lower_secondary": "diamond",
    "upper_secondary": "triangle-up",
    "continuing": "x",
    "target": "line-ew-open",
}
FONT = "Inter, system-ui, Noto Sans, DejaVu Sans, sans-serif"
BAR_HEIGHT = 32
MARGIN = 28
LINES_HEIGHT = 330
LINES_DRAWN = 240  # pixels from zero to the top of the highest line
LABEL_HEIGHT = 15


@dataclass(frozen=True)
class Bar:
    """One row of a diverging chart; `url` is where a click leads."""

    label: str
    shortage: float
    surplus: float
    url: str = ""


@dataclass(frozen=True)
class Series:
    """One named run of values over the categories of a chart."""

    key: str
    label: str
    values: Sequence[float | None]
    colour: str = BRAND
    # What is asked for, drawn unlike what was reached.
    is_target: bool = False


def separators(language: str) -> str:
    """Decimal and thousands signs, in the order that Plotly wants them."""
    return ".," if language == "en" else ",."


def layout(language: str, **more) -> dict:
    return {
        "font": {"family": FONT, "size": 12, "color": INK},
        "separators": separators(language),
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "hovermode": "closest",
        "showlegend": False,
        **more,
    }


def axis(**more) -> dict:
    return {
        "automargin": True,
        "fixedrange": True,
        "gridcolor": LINE,
        "zeroline": False,
        **more,
    }


def diverging_bars(bars: Sequence[Bar], *, words: dict, language: str = "vi") -> dict:
    """Shortage to the left of zero, surplus to the right; the first bar stands on top.

    `words` names the two sides and the unit: shortage, surplus, unit.
    """
    labels = [bar.label for bar in bars]
    sides = [
        ("shortage", SHORTAGE, [-bar.shortage for bar in bars], "−"),
        ("surplus", SURPLUS, [bar.surplus for bar in bars], "+"),
    ]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": words[side],
            "y": labels,
            "x": values,
            "text": [signed(value, sign, language) for value in values],
            "textposition": "outside",
            "cliponaxis": False,
            "marker": {"color": colour},
            "customdata": [bar.url for bar in bars],
            "hovertemplate": f"%{{y}}<br>{words[side]}: %{{text}} {words['unit']}"
            "<extra></extra>",
        }
        for side, colour, values, sign in sides
    ]
    left = most(bar.shortage for bar in bars)
    right = most(bar.surplus for bar in bars)
    # The numbers stand outside their bars, so the room they need is that of both sides.
    room = 0.14 * (left + right)
    reach = [-left - room, right + room]
    return {
        "data": traces,
        "layout": layout(
            language,
            meta={"unit": words["unit"]},
            barmode="overlay",
            bargap=0.22,
            height=BAR_HEIGHT * max(len(bars), 3) + MARGIN,
            xaxis=axis(range=reach, showticklabels=False, showgrid=False)
            | {"zeroline": True, "zerolinecolor": INK},
            yaxis=axis(autorange="reversed", showgrid=False, ticksuffix="  "),
        ),
    }


def most(values) -> float:
    return max([*values, 1])


def signed(value: float, sign: str, language: str) -> str:
    """`value` without its own sign behind `sign`; nothing for zero."""
    return f"{sign}{plain(abs(value), language)}" if value else ""


def plain(value: float, language: str) -> str:
    """At most one decimal, with the separators of the language."""
    text = f"{value:,.1f}".removesuffix(".0")
    if language == "en":
        return text
    return text.translate(str.maketrans(",.", ".,"))


def lines(
    years: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str,
    is_percent: bool = False,
    from_zero: bool = True,
    language: str = "vi",
) -> dict:
    """One line per series over the years, each named at its right end."""
    traces = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": one.label,
            "x": list(years),
            "y": list(one.values),
            "cliponaxis": False,
            "line": line_of(one),
            "marker": {"size": 8, "symbol": LEVEL_MARKS.get(one.key, "circle")},
            "hovertemplate": f"{one.label}<br>%{{x}}: %{{y}} {unit}<extra></extra>",
        }
        for one in series
    ]
    named = series if len(series) > 1 else []
    return {
        "data": traces,
        "layout": layout(
            language,
            meta={"unit": unit},
            height=LINES_HEIGHT,
            margin={"l": 8, "r": room_for(named), "t": 12, "b": 8},
            annotations=end_labels(named),
            xaxis=axis(
                type="category",
                showgrid=False,
                ticklabelstandoff=6,
                tickvals=list(years),
                # In two lines, so that five years fit on a phone.
                ticktext=[year.replace("-", "-<br>") for year in years],
                tickangle=0,
                tickfont={"size": 10},
            ),
            yaxis=axis(
                tickformat=",.2~%" if is_percent else ",",
                rangemode="tozero" if from_zero else "normal",
                title={"text": "" if is_percent else unit, "standoff": 8},
            ),
        ),
    }


def line_of(one: Series) -> dict:
    dashed = {"dash": "dash"} if one.is_target else {}
    return {"color": one.colour, "width": 2.5} | dashed


def target_line(label: str, values: Sequence[float | None]) -> Series:
    """The targets of the years, in grey dashes with marks of their own."""
    return Series("target", label, values, TARGET, is_target=True)


def room_for(series: Sequence[Series]) -> int:
    """Pixels at the right for the longest name of a line."""
    return 16 + 7 * max((len(one.label) for one in series), default=0)


def end_labels(series: Sequence[Series]) -> list[dict]:
    """Names beside the last points, pushed apart where they would touch."""
    ends = sorted(
        (
            (one.values[-1], one)
            for one in series
            if one.values and one.values[-1] is not None
        ),
        key=lambda end: end[0],
    )
    per_pixel = max((end for end, _one in ends), default=0) / LINES_DRAWN
    labels, lowest = [], float("-inf")
    for end, one in ends:
        height = max(end, lowest + LABEL_HEIGHT * per_pixel)
        lowest = height
        labels.append(
            {
                "text": one.label,
                "x": 1,
                "xref": "paper",
                "xanchor": "left",
                "xshift": 4,
                "y": height,
                "yanchor": "middle",
                "showarrow": False,
                "font": {"color": one.colour},
            }
        )
    return labels


def bars(
    categories: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str,
    stacked: bool = False,
    language: str = "vi",
) -> dict:
    """Upright bars beside or upon one another, with a legend above."""
    traces = [
        {
            "type": "bar",
            "name": one.label,
            "x": list(categories),
            "y": list(one.values),
            "texttemplate": "%{y:,}",
            "textposition": "inside" if stacked else "outside",
            "cliponaxis": False,
            "marker": {"color": one.colour},
            "hovertemplate": f"%{{x}}<br>{one.label}: %{{y:,}} {unit}<extra></extra>",
        }
        for one in series
    ]
    return {
        "data": traces,
        "layout": layout(
            language,
            meta={"unit": unit},
            height=320,
            barmode="stack" if stacked else "group",
            bargap=0.3,
            bargroupgap=0.08,
            showlegend=True,
            legend={"orientation": "h", "y": 1.14, "x": 0, "borderwidth": 0},
            margin={"l": 8, "r": 8, "t": 36, "b": 8},
            xaxis=axis(showgrid=False, tickangle=0, ticklabelstandoff=4),
            yaxis=axis(tickformat=",", title={"text": unit, "standoff": 8}),
        ),
    }
