"""Charts and maps of documents, drawn on the server from the values themselves."""

import io
import textwrap
import threading
from contextlib import contextmanager

from communes.documents.blocks import Chart, Map, written

INK, LINE = "#1f2d3a", "#dde5ea"
BRAND = "#0b4f6c"
# Told apart by colour-blind readers too; shortage and surplus keep theirs.
COLOURS = ("#0b4f6c", "#c77700", "#0f766e", "#7b4fa3", "#64748b", "#b3446c")
WIDTH = 6.5  # inches: the text between the margins
BAR, LEAST, TOP, MAP = 0.25, 2.2, 8.5, 6.8
DOTS = 200
NAME = 36  # letters of a category before it goes on in a second line
# The style is one for the whole process, and a web server draws in several threads.
_pen = threading.Lock()


def svg(picture: Chart | Map) -> str:
    """The picture as SVG text, letters drawn as paths: it needs no font."""
    with style():
        figure = _drawn(picture)
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None})
    text = stream.getvalue()
    return text[text.index("<svg") :]


def png(picture: Chart | Map) -> bytes:
    """The picture as PNG, for Word."""
    with style():
        figure = _drawn(picture)
        stream = io.BytesIO()
        figure.savefig(stream, format="png", dpi=DOTS)
    return stream.getvalue()


@contextmanager
def style():
    """How every picture looks; one is drawn at a time."""
    import matplotlib as mpl  # noqa: PLC0415  (slow to import)

    with (
        _pen,
        mpl.rc_context(
            {
                # It comes with the package and has every Vietnamese letter.
                "font.family": "DejaVu Sans",
                "font.size": 8.5,
                "text.color": INK,
                "axes.labelcolor": INK,
                "xtick.color": INK,
                "ytick.color": INK,
                "axes.edgecolor": LINE,
                "svg.fonttype": "path",
                # The same values give the same bytes.
                "svg.hashsalt": "edu_lang_son",
                # A dollar in a name is a dollar.
                "text.parse_math": False,
            }
        ),
    ):
        yield


def blank(height):
    """A figure to draw on, so many inches tall."""
    # Never pyplot: it keeps figures for ever, and workers live long.
    from matplotlib.figure import Figure  # noqa: PLC0415  (slow to import)

    return Figure(figsize=(WIDTH, height), layout="constrained")


def height_of(picture, tallest=TOP):
    """Inches that a drawing takes; bars together no more than `tallest`."""
    return MAP if isinstance(picture, Map) else _height(picture, tallest)


def draw_on(figure, picture):
    """The drawing alone on a figure, or on a part of one."""
    axes = figure.subplots()
    draw = _map if isinstance(picture, Map) else FORMS[picture.form]
    draw(axes, picture)


def _drawn(picture):
    figure = blank(height_of(picture))
    draw_on(figure, picture)
    return figure


def _height(chart, tallest):
    if chart.form == "lines":
        return 3.0
    bars = len(chart.categories) * (1 if chart.form == "diverging" else _side(chart))
    return min(max(bars * BAR + 0.7, LEAST), tallest)


def _side(chart):
    """Side by side, bars may be a little thinner."""
    return 1 if len(chart.series) == 1 else 0.75 * len(chart.series)


def _bare(axes, *, along="x"):
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.grid(axis=along, color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)


def _bars(axes, chart):
    """Horizontal bars with their values; the first category stands on top."""
    count, many = len(chart.series), len(chart.categories)
    thick = 0.8 / count
    places = range(many)
    for number, series in enumerate(chart.series):
        known = [value or 0 for value in series.values]
        offset = (number - (count - 1) / 2) * thick
        drawn = axes.barh(
            [place + offset for place in places],
            [float(value) for value in known],
            height=thick * 0.92,
            color=series.colour or COLOURS[number % len(COLOURS)],
            label=series.label,
        )
        axes.bar_label(
            drawn, [written(chart.column, value) for value in series.values], padding=3
        )
    _categories(axes, chart)
    if count > 1:
        _legend(axes)


def _diverging(axes, chart):
    """The first series to the left of zero, the second to the right."""
    for sign, series, default in zip(
        (-1, 1), chart.series, ("#cc4c02", "#3182bd"), strict=True
    ):
        drawn = axes.barh(
            range(len(chart.categories)),
            [sign * float(value or 0) for value in series.values],
            height=0.74,
            color=series.colour or default,
            label=series.label,
        )
        mark = "−" if sign < 0 else "+"
        words = [
            f"{mark}{written(chart.column, value)}" if value else ""
            for value in series.values
        ]
        axes.bar_label(drawn, words, padding=3)
    axes.axvline(0, color=INK, linewidth=0.8)
    _categories(axes, chart)
    _legend(axes)


def _categories(axes, chart):
    names = [textwrap.fill(str(name), NAME) for name in chart.categories]
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.margins(x=0.14, y=0.02)
    axes.set_xticklabels([])
    _bare(axes)


def _lines(axes, chart):
    marks = ("o", "s", "D", "^", "X", "v")
    for number, series in enumerate(chart.series):
        known = [None if value is None else float(value) for value in series.values]
        colour = series.colour or COLOURS[number % len(COLOURS)]
        axes.plot(
            chart.categories,
            [float("nan") if value is None else value for value in known],
            marker=marks[number % len(marks)],
            color=colour,
            label=series.label,
        )
    for place in range(len(chart.categories)):
        _numbers(axes, chart, place)
    axes.set_yticklabels([])
    axes.margins(x=0.06, y=0.16)
    _bare(axes, along="y")
    if len(chart.series) > 1:
        _legend(axes)


def _numbers(axes, chart, place):
    """The values above one place of a line chart; a near neighbour's goes below."""
    values = [float(v) for one in chart.series for v in one.values if v is not None]
    near = (max(values) - min(values)) * 0.09
    known = [one.values[place] for one in chart.series]
    known = sorted((value for value in known if value is not None), reverse=True)
    for rank, value in enumerate(known):
        crowded = rank and float(known[rank - 1] - value) < near
        axes.annotate(
            written(chart.column, value),
            (place, float(value)),
            textcoords="offset points",
            xytext=(0, -12 if crowded else 6),
            ha="center",
            fontsize=7.5,
        )


# Letters of a legend that go into one line below the edge of the picture.
LINE_OF_LEGEND = 80


def _legend(axes):
    handles, labels = axes.get_legend_handles_labels()
    wide = max(map(len, labels)) + 6
    columns = max(1, min(len(labels), LINE_OF_LEGEND // wide))
    axes.figure.legend(
        handles, labels, loc="outside upper center", ncols=columns, frameon=False
    )


FORMS = {"bars": _bars, "diverging": _diverging, "lines": _lines}


def _map(axes, drawing):
    from matplotlib.patches import Patch, Polygon  # noqa: PLC0415  (slow to import)

    for area in drawing.areas:
        for ring in area.rings:
            axes.add_patch(
                Polygon(ring, facecolor=area.colour, edgecolor="#7f93a0", linewidth=0.5)
            )
        _name(axes, area)
    axes.autoscale_view()
    # A degree of longitude is shorter than one of latitude up here: cos 21.9°.
    axes.set_aspect(1 / 0.928)
    axes.axis("off")
    axes.figure.legend(
        handles=[
            Patch(facecolor=colour, edgecolor="#7f93a0", label=name)
            for name, colour in drawing.legend
        ],
        title=drawing.column.label,
        alignment="left",
        loc="outside lower left",
        ncols=4,
        frameon=False,
    )


def _name(axes, area):
    """The commune's name without its kind, in the middle of its largest ring."""
    if not area.rings or area.name == "":
        return
    ring = max(area.rings, key=len)
    middle = _centre(ring)
    short = area.name or area.label.split(" ", 1)[-1]
    words = short.split(" ")
    lines = [" ".join(words[:2]), " ".join(words[2:])] if len(words) > 2 else [short]
    axes.text(
        *middle,
        "\n".join(lines if len(short) > 9 else [short]),
        ha="center",
        va="center",
        fontsize=5.2,
        color="white" if _is_dark(area.colour) else INK,
    )


def _centre(ring):
    """Centre of gravity: the mean of the points leans to where the border is curved."""
    area = x_sum = y_sum = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross
        x_sum += (x1 + x2) * cross
        y_sum += (y1 + y2) * cross
    return (x_sum / (3 * area), y_sum / (3 * area)) if area else ring[0]


def _is_dark(colour):
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140
