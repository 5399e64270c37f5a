"""Schematic cells of communes: a drawing of who lies beside whom, not boundaries.

The cell of a commune is what lies nearer to its centre than to any other, inside a
disc a little larger than the commune; the coast of all cells together is smoothed.
"""

from math import cos, pi, radians, sqrt

from communes.models import Commune

KM_PER_DEGREE = 111.32
DISC = 1.2  # radius of the disc over that of a circle with the commune's area
SMOOTHING_KM = 2.0
DECIMALS = 4


def draw_missing_outlines():
    """Give every commune without an outline its cell; official outlines stay."""
    communes = list(Commune.objects.order_by("code"))
    if all(commune.outline for commune in communes):
        return 0
    cells = cells_of(
        {c.code: (float(c.longitude), float(c.latitude)) for c in communes},
        {c.code: float(c.area_km2) for c in communes},
    )
    empty = [commune for commune in communes if not commune.outline]
    for commune in empty:
        commune.outline = cells[commune.code]
    Commune.objects.bulk_update(empty, ["outline"])
    return len(empty)


def cells_of(centres, areas):
    """Rings of [longitude, latitude] by code, from centres in degrees and areas in km²."""
    # Late: shapely takes a while to load and only loading reference data needs it.
    from shapely import MultiPoint, Point, union_all, voronoi_polygons

    middle = sum(latitude for _x, latitude in centres.values()) / len(centres)
    scale = (KM_PER_DEGREE * cos(radians(middle)), KM_PER_DEGREE)
    points = {
        code: Point(lon * scale[0], lat * scale[1])
        for code, (lon, lat) in centres.items()
    }
    discs = {
        code: point.buffer(DISC * sqrt(areas[code] / pi), quad_segs=8)
        for code, point in points.items()
    }
    nearest = voronoi_polygons(
        MultiPoint(list(points.values())), extend_to=union_all(list(discs.values()))
    )
    by_centre = {
        code: next(cell for cell in nearest.geoms if cell.covers(point))
        for code, point in points.items()
    }
    land = smoothed(union_all([by_centre[code] & disc for code, disc in discs.items()]))
    return {code: rings(cell & land, scale) for code, cell in by_centre.items()}


def smoothed(shape):
    """`shape` without narrow bays and sharp capes."""
    closed = shape.buffer(SMOOTHING_KM, quad_segs=6).buffer(-2 * SMOOTHING_KM)
    return closed.buffer(SMOOTHING_KM, quad_segs=6).simplify(0.08)


def rings(shape, scale):
    """The outer ring of the largest part of `shape`, back in degrees."""
    parts = getattr(shape, "geoms", [shape])
    largest = max(parts, key=lambda part: part.area)
    return [
        [
            [round(x / scale[0], DECIMALS), round(y / scale[1], DECIMALS)]
            for x, y in largest.exterior.coords
        ]
    ]
