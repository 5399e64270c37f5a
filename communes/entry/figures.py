"""What a condition may look at: the lines of a form for some units, and their totals."""

from collections import defaultdict
from dataclasses import dataclass, field

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
    _added_up: dict = field(default_factory=dict)

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
        return tuple(
            sums.get(unit.code, {}) for sums in self._sums(tuple(sorted(levels)))
        )

    def _sums(self, levels):
        """The sums of all units, added up once for each choice of levels."""
        if levels not in self._added_up:
            level_of = {
                (unit, line.code): line.level
                for unit, lines in self.lines.items()
                for line in lines
            }
            self._added_up[levels] = [
                _sum(
                    (unit, values)
                    for (unit, line), values in table.items()
                    if not levels or level_of.get((unit, line), "") in ("", *levels)
                )
                for table in (self.stored, self.previous)
            ]
        return self._added_up[levels]


def _sum(lines):
    """Unit -> field -> its sum; a field that no line has entered is left out."""
    sums = defaultdict(dict)
    for unit, values in lines:
        own = sums[unit]
        for name, value in values.items():
            if value is not None and not isinstance(value, str):
                own[name] = own.get(name, 0) + value
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
