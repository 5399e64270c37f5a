"""Tags of the pages about returns: where a cell stands in its grid."""

from django import template

from communes.entry.forms import DEPARTMENT
from communes.templatetags.shell import address

register = template.Library()


@register.simple_tag
def cell_address(period, cell, commune=None):
    """The grid that holds `cell` (a finding, a comment), opened at that very cell."""
    grid = address("entry_grid", period.school_year_id, period.kind, cell.form)
    if not grid:
        return ""
    unit = commune.code if commune else DEPARTMENT
    return f"{grid}?commune={unit}#{cell.unit}/{cell.line}/{cell.field}"
