"""The rule rows, ready to be asked: parsed once, with the lines each is about."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from communes.entry import conditions
from communes.models import Rule
from communes.numbers import shown


@dataclass(frozen=True)
class Check:
    """One rule in force with its parsed condition."""

    rule: Rule
    tree: list
    names: frozenset

    def is_about(self, unit, line):
        """Whether the rule speaks of this line of this unit."""
        rule = self.rule
        if rule.levels and line.level not in rule.levels:
            return False
        if rule.kinds and unit.kind not in rule.kinds:
            return False
        return not (rule.severity == Rule.Severity.MISSING and line.is_optional)

    def fails(self, values):
        return not conditions.holds(self.tree, values)

    def sentence(self, values):
        """The rule's sentence with the figures it looked at."""
        return self.rule.text.format_map(Shown(values))


class Shown(dict):
    """Values as a person writes them; a name nobody knows stays as it is."""

    def __init__(self, values):
        super().__init__({name.replace(".", "_"): v for name, v in values.items()})

    def __getitem__(self, name):
        value = super().__getitem__(name)
        if isinstance(value, bool):
            return _("Có") if value else _("Không")
        return value if isinstance(value, str) else shown(value)

    def __missing__(self, name):
        return f"{{{name}}}"


def checks(form=None, *, grain=Rule.Grain.LINE, severities=None):
    """Rules in force for a form (or for all of them), in one query."""
    rows = Rule.objects.filter(is_active=True, grain=grain)
    if form is not None:
        rows = rows.filter(form=form.code)
    if severities is not None:
        rows = rows.filter(severity__in=severities)
    return [_check(rule) for rule in rows]


def of(form_code, *, severities):
    """Rules about lines of a form that has no grid, such as a workbook's people."""
    rows = Rule.objects.filter(
        is_active=True,
        grain=Rule.Grain.LINE,
        form=form_code,
        severity__in=severities,
    )
    return [_check(rule) for rule in rows]


def _check(rule):
    tree = conditions.parse(rule.condition)
    return Check(rule, tree, frozenset(conditions.names(tree)))


def with_previous(values, previous):
    """The names a line's condition may use: its own and last year's."""
    before = {f"previous.{name}": value for name, value in previous.items()}
    return {**values, **before}
