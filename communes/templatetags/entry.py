"""The boxes of a grid, written out in Python: thousands of them on one page."""

from django import template
from django.utils.html import conditional_escape as escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from communes.approvable import State
from communes.entry import values
from communes.numbers import shown

register = template.Library()


@register.simple_tag
def boxes(grid, block, row, number, prefix=""):
    """The cells of one row: boxes where its unit may be changed, text elsewhere."""
    if not block.unit["is_open"]:
        return mark_safe("".join(_text(cell) for cell in row.cells))
    labels = f"{prefix}u{block.number}"
    if grid.has_lines:
        labels += f" {prefix}l{block.number}-{number}"
    return mark_safe(
        "".join(
            _box(cell, f"{labels} {prefix}c{column}")
            for column, cell in enumerate(row.cells)
        )
    )


@register.filter
def state_word(state):
    """The word for a return's state; one that does not exist yet is missing."""
    return State(state).label if state else _("Chưa nhập")


def _box(cell, labels):
    """One box; its names are those of its unit, its line and its column."""
    named = f'name="{escape(cell.name)}" aria-labelledby="{labels}"'
    if cell.state:
        named += f' data-state="{cell.state}" id="{escape(cell.name)}"'
    choices = _choices(cell.field)
    if choices:
        return f"<td>{_select(cell, named, choices)}{_why(cell)}</td>"
    hint = escape(cell.suggestion) or " "
    wide = ' class="t"' if cell.field["kind"] == "text" else ""
    return (
        f'<td{wide}><input {named} value="{escape(cell.text)}" placeholder="{hint}">'
        f"{_why(cell)}</td>"
    )


def _choices(column):
    if column["kind"] == "yes_no":
        return [(values.YES, _("Có")), (values.NO, _("Không"))]
    return column["choices"]


def _select(cell, named, choices):
    chosen = {str(code) for code, _label in choices}
    listed = [("", ""), *choices]
    if cell.text and cell.text not in chosen:
        listed.append((cell.text, cell.text))
    options = "".join(
        f'<option value="{escape(code)}"'
        f"{' selected' if str(code) == cell.text else ''}>{escape(label)}</option>"
        for code, label in listed
    )
    hint = f' data-before="{escape(cell.suggestion)}"' if cell.suggestion else ""
    return f"<select {named}{hint}>{options}</select>"


def _why(cell):
    if not cell.sentences:
        return ""
    told = " ".join(str(escape(one)) for one in cell.sentences)
    return f'<span class="cell-why">{told}</span>'


def _text(cell):
    wide = "t" if cell.field["kind"] == "text" else "num"
    return f'<td class="{wide}">{escape(_shown(cell))}{_why(cell)}</td>'


def _shown(cell):
    for code, label in _choices(cell.field):
        if str(code) == cell.text:
            return label
    if cell.field["kind"] == "integer" and cell.text.isdigit():
        return shown(int(cell.text))
    return cell.text or shown(None)
