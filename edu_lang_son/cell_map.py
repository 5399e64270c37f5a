"""Communes as an inline SVG: drawn by the server, so that it needs no script.

Names are written where they do not run into
one another, the worst first, and the rest appear under the pointer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from communes import numbers
from communes.colours import RAMPS
from communes.indicators import Indicator
from communes.map_classes import Class, classes_of, colour_of

WIDTH = 560
PADDING = 6
LETTER = 6.0
LINE_HEIGHT = 14
# On a phone the drawing shrinks, so its letters must grow and its names be fewer.
PHONE = 1.6
# A name may stick out of its cell by so much on either side.
OVERHANG = 10


@dataclass(frozen=True)
class Place:
    """A commune to draw: its rings, what it is worth and where a click leads."""

    key: str
    label: str
    rings: Sequence
    value: float | None
    url: str


@dataclass(frozen=True)
class Cell:
    place: Place
    path: str
    colour: str
    text: str
    x: float
    y: float
    half_width: float

    @property
    def is_dark(self):
        """Whether its name is white: dark ground, and the name stays inside."""
        dark = any(self.colour in ramp[3:] for ramp in RAMPS.values())
        return dark and LETTER * len(self.place.label) < 1.6 * self.half_width


@dataclass(frozen=True)
class CellMap:
    cells: Sequence[Cell]
    labels: Sequence[Cell]
    phone_labels: Sequence[Cell]
    classes: Sequence[Class]
    height: int
    width: int = WIDTH


def draw(places: Sequence[Place], indicator: Indicator) -> CellMap:
    """The map of `places` coloured by the values of `indicator`."""
    classes = classes_of([place.value for place in places], indicator)
    project, height = projection(places)
    cells = [
        cell_of(place, indicator, classes, project) for place in places if place.rings
    ]
    by_value = sorted(cells, key=lambda cell: -(cell.place.value or 0))
    labels = labels_without_collision(by_value)
    phone_labels = labels_without_collision(labels, PHONE)
    return CellMap(cells, labels, phone_labels, classes, height)


def projection(places: Sequence[Place]):
    """A function from degrees to the drawing, and the height of the drawing."""
    points = [point for place in places for ring in place.rings for point in ring]
    if not points:
        return (lambda point: (0.0, 0.0)), 60
    west, east = (pick(lon for lon, _lat in points) for pick in (min, max))
    south, north = (pick(lat for _lon, lat in points) for pick in (min, max))
    narrowing = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * PADDING) / max((east - west) * narrowing, 0.01)

    def project(point):
        x = PADDING + (point[0] - west) * narrowing * scale
        y = PADDING + (north - point[1]) * scale
        return round(x, 1), round(y, 1)

    return project, round((north - south) * scale + 2 * PADDING)


def cell_of(place, indicator, classes, project) -> Cell:
    drawn = [[project(point) for point in ring] for ring in place.rings]
    outer = max(drawn, key=len)
    xs = [x for x, _y in outer]
    x, y = centre_of(outer)
    return Cell(
        place=place,
        path="".join(
            f"M{'L'.join(f'{x:g} {y:g}' for x, y in ring)}Z" for ring in drawn
        ),
        colour=colour_of(place.value, classes),
        text=numbers.with_unit(indicator, place.value),
        x=x,
        y=y,
        half_width=(max(xs) - min(xs)) / 2,
    )


def centre_of(ring) -> tuple[float, float]:
    """Centre of gravity of a closed ring; its middle where it has no area."""
    area = x_sum = y_sum = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross
        x_sum += (x1 + x2) * cross
        y_sum += (y1 + y2) * cross
    if not area:
        return ring[0]
    return round(x_sum / (3 * area), 1), round(y_sum / (3 * area), 1)


def labels_without_collision(cells: Sequence[Cell], scale: float = 1) -> list[Cell]:
    """Cells whose names, in letters `scale` times as large, touch no name before."""
    taken, labelled, written = [], [], set()
    for cell in cells:
        if cell.place.label in written:
            continue
        half = scale * LETTER * len(cell.place.label) / 2
        above = scale * LINE_HEIGHT / 2
        box = (cell.x - half, cell.y - above, cell.x + half, cell.y + above)
        fits = (
            half <= cell.half_width + scale * OVERHANG and box[0] > 0 and box[2] < WIDTH
        )
        if fits and not any(touch(box, other) for other in taken):
            taken.append(box)
            written.add(cell.place.label)
            labelled.append(cell)
    return labelled


def touch(one, other) -> bool:
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )
