"""Communes in the colours of an indicator, as a picture of a report."""

from communes.documents.blocks import Area, Column, Kind, Map, written
from communes.models import Commune
from communes.reporting import words
from communes.reporting.facts import indicator
from communes.reporting.tables import column_of

# From much to little; shortage has colours that nothing else wears.
SHORTAGE = ("#8c2d04", "#cc4c02", "#f28a2b", "#fec068", "#fee3ae")
SHARE = ("#0d5c63", "#358b8f", "#6fb3b3", "#a9d5d3", "#dcefee")
NOTHING, UNKNOWN = "#e9eef2", "#ffffff"


def of_communes(facts, code, title, indicator_code, ramp=SHARE):
    """The province's communes in at most five classes; none in a commune's report."""
    if not facts.is_province:
        return []
    values = {one.key: _amount(facts, indicator_code, one) for one in facts.communes}
    bounds = _bounds(values.values())
    if not bounds:
        return []
    column = _column(indicator_code)
    rows = Commune.objects.filter(province=facts.province)
    areas = [
        Area(
            row.full_name,
            row.outline,
            _colour(values[row.code], bounds, ramp),
            values[row.code],
        )
        for row in rows
    ]
    sentence = _sentence(indicator_code, areas, column)
    return [Map(code, title, sentence, areas, _legend(bounds, ramp, column), column)]


def _is_lack(code):
    """A lack is a number of posts; its ratio to the norm belongs to other pictures."""
    return indicator(code).better == "low"


def _column(code):
    if not _is_lack(code):
        return column_of(code)
    label = words.capital(indicator(code).text("numerator"))
    return Column(label, Kind.DECIMAL, 1)


def _amount(facts, code, place):
    row = facts.of_places.get((code, "", place.key))
    if row is None:
        return None
    return row.numerator if _is_lack(code) else row.value


def _bounds(values):
    """Lower bounds of at most five classes with about as many communes each."""
    known = sorted((value for value in values if value), reverse=True)
    if not known:
        return []
    fifths = [
        known[min(len(known) * part // 5, len(known) - 1)] for part in range(1, 5)
    ]
    return sorted({*fifths, known[-1]}, reverse=True)


def _colour(value, bounds, ramp):
    if value is None:
        return UNKNOWN
    for bound, colour in zip(bounds, ramp, strict=False):
        if value >= bound:
            return colour
    return NOTHING


def _legend(bounds, ramp, column):
    named, above = [], ""
    for bound, colour in zip(bounds, ramp, strict=False):
        least = written(column, bound)
        named.append((f"{least} đến dưới {above}" if above else f"từ {least}", colour))
        above = least
    return [*named, ("không có", NOTHING), ("chưa có số liệu", UNKNOWN)]


def _sentence(code, areas, column):
    known = [area for area in areas if area.value]
    most = max(known, key=lambda area: area.value)
    return (
        f"{indicator(code).name} ở {len(known)}/{len(areas)} xã, phường; nhiều nhất là "
        f"{most.label} ({written(column, most.value)})."
    )
