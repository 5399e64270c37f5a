"""A sheet: everything one person meets when she opens a form, in a constant number of queries."""

from collections import defaultdict

from communes.entry import checks, comments, rules
from communes.entry.forms import EntryForm
from communes.entry.writing import waiting
from communes.models import Rule


def load(
    form: EntryForm, period, user, *, commune=None, units=None, with_findings=False
) -> dict:
    """The sheet as plain data, which becomes JSON for the grid.

    {form, title, line_label, period, fields, rules, units: [{code, name, kind, state,
    is_open, note, lines: [{code, label, level, is_optional, values, pending, previous,
    comments}]}], findings}
    `units` narrows it to some codes; findings (see checks) only where asked for.
    """
    found = form.units(user, period, commune=commune)
    if units is not None:
        found = [unit for unit in found if unit.code in units]
    cells = _cells(form, period, found)
    lines = form.lines(found, period)
    return {
        "form": form.code,
        "title": str(form.title),
        "line_label": str(form.line_label),
        "period": period.pk,
        "fields": [_field(one) for one in form.fields],
        "rules": [_rule(check) for check in rules.checks(form)],
        "units": [
            _unit(unit)
            | {
                "lines": [
                    _line(line) | cells(unit.code, line.code)
                    for line in lines[unit.code]
                ]
            }
            for unit in found
        ],
        "findings": checks.for_units(period, found, [form]) if with_findings else [],
    }


def _cells(form, period, units):
    """A function of unit and line: what stands, waits, stood before and was said."""
    stored, previous = form.stored(units, period), form.previous(units, period)
    said, empty = comments.open_comments(form, period, units), form.empty()
    pending = defaultdict(dict)
    for cell in waiting(form, period, units):
        pending[cell.unit, cell.line][cell.field] = cell.text

    def of_line(*place):
        return {
            "values": stored.get(place, empty),
            "pending": pending[place],
            "previous": previous.get(place, {}),
            "comments": {
                field: [_comment(row) for row in rows]
                for field, rows in said[place].items()
            },
        }

    return of_line


def _comment(row):
    return {
        "pk": row.pk,
        "text": row.text,
        "by": row.author.get_full_name() or row.author.username,
        "at": row.written_at.isoformat(),
        "answer_by": row.answer_by.isoformat() if row.answer_by else None,
    }


def _field(one):
    return {
        "name": one.name,
        "label": str(one.label),
        "kind": one.kind,
        "help": str(one.help),
        "group": str(one.group),
        "choices": one.choices() if one.choices else [],
    }


def _unit(unit):
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "state": unit.state,
        "is_open": unit.is_open,
        "note": str(unit.note),
    }


def _line(line):
    return {
        "code": line.code,
        "label": str(line.label),
        "level": line.level,
        "is_optional": line.is_optional,
    }


def _rule(check):
    """A rule as the browser needs it: it checks while the person types."""
    rule = check.rule
    return {
        "code": rule.pk,
        "severity": Rule.Severity(rule.severity).value,
        "tree": check.tree,
        "sentence": rule.text,
        "shown_at": rule.shown_at,
        "levels": rule.levels,
        "kinds": rule.kinds,
    }
