"""Figures and maps of pages as blocks that the server can draw: the same values."""

from collections import Counter

from django.utils.translation import gettext as _

from communes import numbers
from communes.documents.blocks import Area, Chart, Column, Kind, Map, Series


def of_figure(chart):
    """A chart of a page, out of the very dict that the browser draws."""
    traces = chart.figure["data"]
    form, along, across = _shape(chart.figure)
    return Chart(
        code=chart.key,
        title=chart.file_title,
        sentence=str(chart.caption),
        form=form,
        categories=list(traces[0][along]) if traces else [],
        series=[
            Series(
                str(trace["name"]),
                [_value(value, form) for value in trace[across]],
                trace.get("marker", {}).get("color") or "",
            )
            for trace in map(_coloured, traces)
        ],
        column=_column(chart.figure),
    )


def _shape(figure):
    """The form of the drawing, and where its categories and its values lie."""
    first = next(iter(figure["data"]), {})
    if first.get("type") == "scatter":
        return "lines", "x", "y"
    if first.get("orientation") == "h":
        return "diverging", "y", "x"
    return "bars", "x", "y"


def _coloured(trace):
    colour = trace.get("line", {}).get("color")
    return trace | {"marker": {"color": colour}} if colour else trace


def _value(value, form):
    """As on the page: one decimal beside diverging bars, whose sign is their side."""
    if value is None:
        return None
    exact = numbers.exact(value)
    return abs(round(exact, 1)) if form == "diverging" else exact


def _column(figure):
    layout = figure["layout"]
    unit = layout.get("meta", {}).get("unit", "")
    tick = layout["yaxis"].get("tickformat", "")
    return Column(str(unit), Kind.PERCENT if tick.endswith("%") else Kind.DECIMAL, None)


def of_map(code, title, found):
    """The map of a page with the names that stand on it."""
    drawing = found.drawing
    return Map(
        code=code,
        title=str(title),
        sentence=f"{found.caption} {_borders(found)}.",
        areas=_areas(drawing),
        legend=[(str(one.name), one.colour) for one in drawing.classes],
        column=Column(unit_of(found.indicator)),
    )


def _borders(found):
    if found.is_official:
        return _("Ranh giới chính thức")
    return _("Sơ đồ, không phải ranh giới chính thức")


def unit_of(indicator):
    return indicator.text("unit") or ("%" if indicator.is_percent else "")


def _areas(drawing):
    """Communes of one cluster share a name, which is written once."""
    times = Counter(cell.place.label for cell in drawing.cells)
    return [
        Area(
            cell.place.label,
            cell.place.rings,
            cell.colour,
            cell.place.value,
            cell.place.label
            if times[cell.place.label] == 1 or cell in drawing.labels
            else "",
        )
        for cell in drawing.cells
    ]
