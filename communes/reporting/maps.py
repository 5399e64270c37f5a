"""Communes in the colours of an indicator, as a picture of a report.

Values, classes and colours are those of the same map on the screen.
"""

from communes.documents.blocks import Area, Map, written
from communes.map_classes import classes_of, colour_of
from communes.models import Commune
from communes.reporting.facts import indicator
from communes.reporting.tables import column_of


def of_communes(facts, code, title, indicator_code):
    """The province's communes in at most five classes; none in a commune's report."""
    if not facts.is_province:
        return []
    values = {one.key: facts.at(indicator_code, one) for one in facts.communes}
    if not any(values.values()):
        return []
    found = indicator(indicator_code)
    classes = classes_of(list(values.values()), found)
    areas = [
        Area(
            row.full_name,
            row.outline,
            colour_of(values[row.code], classes),
            values[row.code],
        )
        for row in Commune.objects.filter(province=facts.province)
    ]
    column = column_of(indicator_code)
    legend = [(one.name, one.colour) for one in classes]
    return [Map(code, title, _sentence(found, areas, column), areas, legend, column)]


def _sentence(found, areas, column):
    known = [area for area in areas if area.value]
    most = max(known, key=lambda area: area.value)
    return (
        f"{found.name} ở {len(known)}/{len(areas)} xã, phường; nhiều nhất là "
        f"{most.label} ({written(column, most.value)})."
    )
