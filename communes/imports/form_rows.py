"""Rows of a form's workbook: whose they are, what rules say, what they would change."""

import json

from django.utils.translation import gettext as _

from communes.entry import rules
from communes.imports.copying import copy
from communes.imports.report import ERROR, WARNING
from communes.levels import Level
from communes.models import ImportChange, Rule
from communes.workbooks.cells import folded

CHANGE = (
    "source_id",
    "sheet",
    "row",
    "action",
    "label",
    "target",
    "before",
    "after",
)


def written(line, lines):
    """A line as the template writes it: with its level where the label is not enough."""
    alike = [one for one in lines if str(one.label) == str(line.label)]
    if len(alike) < 2:
        return str(line.label)
    return f"{line.label} ({Level(line.level).label})"


class FormRows:
    """Rows matched with units and lines, and with what is stored for them."""

    def __init__(self, form, period, units, rows, report):
        self.form, self.rows, self.report = form, rows, report
        self.units = units
        self.lines = form.lines(units.values(), period)
        self.stored = form.stored(units.values(), period)
        self.previous = form.previous(units.values(), period)
        self.empty = form.empty()
        self.names = [field.name for field in form.fields if rows.has(field.name)]
        self.by_name = {}
        for unit in units.values():
            self.by_name.setdefault(folded(str(unit.name)), []).append(unit)
        self.spellings = {code: _spellings(found) for code, found in self.lines.items()}

    def store(self, source, target, checks):
        """Report what is wrong and store the changes of sound rows; how many."""
        changes = []
        for place, unit, line in self._matched():
            key = unit.code, line.code
            stored = self.stored.get(key, self.empty)
            given = self._given(place)
            after = {n: v for n, v in given.items() if stored.get(n) != v}
            if not after:
                continue
            # A filled template says again what stands there: only a change needs a door.
            if not unit.is_open:
                self.report.row(place, "closed", str(unit.note))
            self._judge(place, unit, line, stored | given, after, checks)
            if place in self.report.stopped:
                continue
            known = key in self.stored
            before = {name: stored.get(name) for name in after} if known else {}
            after |= {"_unit": unit.code, "_line": line.code}
            sheet, row = self.rows.place(place)
            label = f"{unit.name} – {line.label}" if line.label else str(unit.name)
            action = "changed" if known else "new"
            facts = json.dumps(before), json.dumps(after)
            changes.append((source.pk, sheet, row, action, label, target, *facts))
        copy(ImportChange._meta.db_table, CHANGE, changes)
        return len(changes)

    def _given(self, place):
        """What the row says; an empty cell says nothing."""
        cells = {name: self.rows.values[name][place] for name in self.names}
        return {name: value for name, value in cells.items() if value not in (None, "")}

    def _judge(self, place, unit, line, candidate, after, checks):
        previous = self.previous.get((unit.code, line.code), {})
        seen = rules.with_previous(candidate, previous)
        for check in checks:
            rule = check.rule
            # What is missing is asked when the return is handed in, not before.
            if rule.severity == Rule.Severity.MISSING or not check.names & set(after):
                continue
            if not check.is_about(unit, line) or not check.fails(seen):
                continue
            severity = ERROR if rule.severity == Rule.Severity.ERROR else WARNING
            shown_at = rule.shown_at if self.rows.has(rule.shown_at) else ""
            column = shown_at or next(iter(check.names & set(after)))
            sentence = check.sentence(seen)
            self.report.cell(place, column, rule.pk, sentence, "", severity)

    def _matched(self):
        """(place, unit, line) of every row that says whose figures it holds."""
        first = {}
        for place in range(len(self.rows)):
            unit = self._unit(place)
            line = unit and self._line(place, unit)
            if line is None:
                continue
            key = unit.code, line.code
            if first.setdefault(key, place) != place:
                row = self.rows.place(first[key])[1]
                words = _("Trùng với dòng %(row)s. Hãy bỏ một dòng.")
                self.report.row(place, "twice", words % {"row": row})
                continue
            yield place, unit, line

    def _unit(self, place):
        code = self.rows.values["unit"][place]
        name = self.rows.values["unit_name"][place]
        if not code and not name:
            words = _("Hãy ghi mã hoặc tên đơn vị của dòng này.")
            return self.report.cell(place, "unit", "missing", words)
        if code:
            # A number that Excel has robbed of its zeros is a commune's code.
            found = self.units.get(code) or self.units.get(code.zfill(5))
            column = "unit"
        else:
            named = self.by_name.get(folded(name), [])
            found, column = (named[0] if len(named) == 1 else None), "unit_name"
            if len(named) > 1:
                words = _("Có nhiều đơn vị cùng tên này. Hãy ghi mã.")
                return self.report.cell(place, column, "ambiguous_unit", words)
        if found is None:
            words = _(
                "Không có đơn vị này trong phạm vi bạn được nhập biểu này. Hãy kiểm tra "
                "lại mã, tên."
            )
            return self.report.cell(place, column, "unknown_unit", words)
        return found

    def _line(self, place, unit):
        lines = self.spellings[unit.code]
        if not self.form.line_label:
            return lines.get("")
        text = self.rows.values["line"][place]
        if not text:
            words = _("Hãy ghi %(label)s của dòng này.")
            label = {"label": str(self.form.line_label).lower()}
            return self.report.cell(place, "line", "missing", words % label)
        found = lines.get(folded(text))
        if found is None:
            known = ", ".join(
                written(line, self.lines[unit.code])
                for line in self.lines[unit.code][:20]
            )
            words = _("“%(text)s” không có ở đơn vị này. Có: %(known)s.")
            facts = {"text": text[:50], "known": known}
            return self.report.cell(place, "line", "unknown_line", words % facts)
        return found


def _spellings(lines):
    """Lines of a unit by every word that means one of them and no other."""
    words = {}
    for line in lines:
        for word in {folded(line.code), folded(written(line, lines))}:
            words[word] = line
    for line in lines:
        label = folded(str(line.label))
        words.setdefault(label, line)
    ambiguous = [folded(str(line.label)) for line in lines]
    return {word: line for word, line in words.items() if ambiguous.count(word) < 2}
