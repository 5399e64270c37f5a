"""What a condition may look at: the lines of a form for some units, and their totals."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from communes.entry import rules
from communes.entry.commune_forms import CommuneForm
from communes.entry.forms import EntryForm, Line, Unit, Values


@dataclass(frozen=True)
class Figures:
    """The lines of one form for the units that fill it in."""

    form: EntryForm
    units: list[Unit]
    lines: dict[str, list[Line]]
    stored: dict
    previous: dict
    empty: Values

    @classmethod
    def load(cls, form, units, period):
        own = [unit for unit in units if fills_in(unit, form)]
        return cls(
            form,
            own,
            form.lines(own, period),
            form.stored(own, period),
            form.previous(own, period),
            form.empty(),
        )

    def values(self, unit, line):
        """What the conditions of a line may name."""
        key = (unit.code, line.code)
        return rules.with_previous(
            self.stored.get(key, self.empty), self.previous.get(key, {})
        )

    def totals(self, unit, levels=()):
        """(this year's, last year's) sums over a unit's lines, of some levels or all."""
        level_of = {line.code: line.level for line in self.lines.get(unit.code, ())}
        return tuple(
            _sum(
                line_values
                for code, line_values in table.get(unit.code, ())
                if not levels or level_of.get(code, "") in ("", *levels)
            )
            for table in (self._stored_by_unit, self._previous_by_unit)
        )

    @cached_property
    def _stored_by_unit(self):
        return _grouped(self.stored)

    @cached_property
    def _previous_by_unit(self):
        return _grouped(self.previous)


def _grouped(table):
    grouped = defaultdict(list)
    for (unit, line), line_values in table.items():
        grouped[unit].append((line, line_values))
    return grouped


def _sum(lines):
    """Field -> its sum; a field that no line has entered is left out."""
    sums = {}
    for line_values in lines:
        for name, value in line_values.items():
            if value is not None and not isinstance(value, str):
                sums[name] = sums.get(name, 0) + value
    return sums


def fills_in(unit, form):
    """Communes answer their own forms, schools all others."""
    return isinstance(form, CommuneForm) != bool(unit.institution_code)


def unit_values(form, sheets, unit, levels):
    """Totals of the form by field, of last year, and of every form by `form.field`."""
    now, before = sheets[form.code].totals(unit, levels)
    seen = rules.with_previous(now, before)
    for code, sheet in sheets.items():
        totals, _before = sheet.totals(unit, levels)
        seen |= {f"{code}.{name}": value for name, value in totals.items()}
    return seen
