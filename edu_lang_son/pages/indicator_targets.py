"""Targets on the page of an indicator: a column beside values, a line over the years."""

from dataclasses import replace

from django.utils.translation import gettext as _

from communes.targets import words
from edu_lang_son import figures
from edu_lang_son.pages.charts import Row
from edu_lang_son.pages.indicator_map import as_read


def with_states(chart, standings):
    """`chart` with a last column of states; as it is where nothing has a target."""
    if not any(one.target for one in standings):
        return chart
    rows = [
        Row([*row.cells, words.state(one)], row.url)
        for row, one in zip(chart.rows, standings, strict=True)
    ]
    return replace(chart, header=[*chart.header, _("So với chỉ tiêu")], rows=rows)


def with_aims(chart, indicator, aims):
    """`chart` over years with a last column of targets."""
    if all(aim is None for aim in aims):
        return chart
    rows = [
        Row([*row.cells, as_read(indicator, aim)], row.url)
        for row, aim in zip(chart.rows, aims, strict=True)
    ]
    label = _("Chỉ tiêu (%(unit)s)") % {"unit": indicator.text("unit")}
    return replace(chart, header=[*chart.header, label], rows=rows)


def line(aims):
    """The dashed line of the targets; none where no year has one."""
    if all(aim is None for aim in aims):
        return []
    values = [None if aim is None else float(aim) for aim in aims]
    return [figures.target_line(_("Chỉ tiêu"), values)]
