"""A picture that travels alone: its question, sentence, source and time around it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from communes.documents import pictures
from communes.documents.blocks import Chart, Map

PNG, SVG = "png", "svg"
TYPES = {PNG: "image/png", SVG: "image/svg+xml"}
MARGIN = 0.11  # inches
SPACING = 1.35
TITLE, SENTENCE, FACTS = 11.5, 8.5, 7
MUTED = "#55677a"

Facts = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """Words of one line, their size in points, weight and colour."""

    words: str
    size: float
    weight: str
    colour: str


def draw(kind: str, picture: Chart | Map, facts: Facts) -> bytes:
    """`picture` as SVG or PNG with `facts` (label, value) printed below it."""
    with pictures.style():
        figure = _framed(picture, facts)
        stream = io.BytesIO()
        figure.savefig(stream, format=kind, **_options(kind, picture, facts))
    drawn = stream.getvalue()
    return _described(drawn, picture) if kind == SVG else drawn


def _options(kind, picture, facts):
    """The same words once more as text, for whoever reads the file by machine."""
    metadata = {"Title": picture.title, "Description": _in_words(picture, facts)}
    if kind == SVG:
        return {"metadata": metadata | {"Date": None}}
    return {"metadata": metadata | {"Software": None}, "dpi": pictures.DOTS}


def _in_words(picture, facts):
    return "\n".join(
        [picture.sentence, *(f"{label}: {value}" for label, value in facts)]
    )


def _described(drawn, picture):
    """A sentence beside the title, for programs that read aloud."""
    text = drawn.decode()
    start = text.index("<svg")
    inner = text.index(">", start) + 1
    head = text[start:inner].replace("<svg", '<svg role="img"', 1)
    words = f"<desc>{escape(picture.sentence)}</desc>"
    return f"{head}{words}{text[inner:]}".encode()


def _framed(picture, facts):
    """Words above and below the drawing, each in a part of its own."""
    above = [
        *_lines(picture.title, TITLE, "bold"),
        *_lines(picture.sentence, SENTENCE),
    ]
    below = [
        line
        for label, value in facts
        for line in _lines(f"{label}: {value}", FACTS, colour=MUTED)
    ]
    body = pictures.height_of(picture, tallest=float("inf"))
    heights = [_height(above), body, _height(below)]
    figure = pictures.blank(sum(heights))
    head, middle, foot = figure.subfigures(3, 1, height_ratios=heights)
    pictures.draw_on(middle, picture)
    _write(head, above, heights[0])
    _write(foot, below, heights[2])
    return figure


def _height(lines):
    """Inches that the lines take with the room around them."""
    return 2 * MARGIN + sum(line.size * SPACING / 72 for line in lines)


def _write(part, lines, height):
    top = height - MARGIN
    for line in lines:
        part.text(
            MARGIN / pictures.WIDTH,
            top / height,
            line.words,
            va="top",
            fontsize=line.size,
            fontweight=line.weight,
            color=line.colour,
        )
        top -= line.size * SPACING / 72


def _lines(text, size, weight="normal", colour=pictures.INK):
    """`text` in lines no wider than the picture, measured letter by letter."""
    room = (pictures.WIDTH - 2 * MARGIN) * 72
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _wide(longer, size, weight) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return [Line(words, size, weight, colour) for words in lines if words]


def _wide(text, size, weight):
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415  (slow)
    from matplotlib.textpath import text_to_path  # noqa: PLC0415  (slow to import)

    letters = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(text, letters, ismath=False)[0]
