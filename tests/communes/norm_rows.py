"""Rows of averages and places, for the table of who reaches what."""

from staffing.models import ClassAverage, PlaceGap
from tests.constraints import norms as rows

OPEN_TO_ALL = {ClassAverage: lambda w: rows.average(commune=w.commune)}
COMPUTED = {
    PlaceGap: lambda w: rows.place_gap(institution=w.school, run=w.run),
}
