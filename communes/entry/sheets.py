"""A sheet: everything one person meets when she opens a form, in a constant number of queries."""

from collections import defaultdict

from communes.entry import rules
from communes.entry.forms import EntryForm
from communes.entry.writing import waiting
from communes.models import Rule


def load(form: EntryForm, period, user, *, commune=None, units=None) -> dict:
    """The sheet as plain data, which becomes JSON for the grid.

    {form, title, line_label, period, fields, rules, units: [{code, name, kind, state,
    is_open, note, lines: [{code, label, level, is_optional, values, pending, previous}]}]}
    `units` narrows it to some codes.
    """
    found = form.units(user, period, commune=commune)
    if units is not None:
        found = [unit for unit in found if unit.code in units]
    lines = form.lines(found, period)
    stored, previous = form.stored(found, period), form.previous(found, period)
    pending = defaultdict(dict)
    for cell in waiting(form, period, found):
        pending[cell.unit, cell.line][cell.field] = cell.text
    empty = form.empty()
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
                    _line(line)
                    | {
                        "values": stored.get((unit.code, line.code), empty),
                        "pending": pending[unit.code, line.code],
                        "previous": previous.get((unit.code, line.code), {}),
                    }
                    for line in lines[unit.code]
                ]
            }
            for unit in found
        ],
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
