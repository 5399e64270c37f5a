"""The targets of some years, fetched once, and how values of any scope stand to them.

A commune without a target of its own is held to the province's, but only for shares and
ratios: what the province counts altogether cannot be asked of one commune. The same
holds for a cluster. Schools have no targets.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from communes import indicators
from communes.indicators import Indicator
from communes.levels import ALL_LEVELS
from communes.models import IndicatorValue, Target, TargetMargin
from communes.targets.judging import (
    JUDGED,
    Margins,
    State,
    difference,
    state_of,
)

Scope = IndicatorValue.Scope
INHERITING = (Scope.COMMUNE, Scope.CLUSTER)


@dataclass(frozen=True)
class Standing:
    """A value beside its target; either may be missing."""

    indicator: Indicator
    level: str = ""
    target: Target | None = None
    # The province's target, for want of one of its own.
    is_inherited: bool = False
    value: Decimal | None = None
    state: State = State.NO_TARGET
    # (expected, reported, approved) institutions behind the value.
    coverage: tuple[int, int, int] = (0, 0, 0)

    @property
    def aim(self) -> Decimal | None:
        return self.target.value if self.target else None

    @property
    def difference(self) -> Decimal | None:
        """Above (+) or below (−) the target, in the indicator's own unit."""
        return difference(self.indicator, self.value, self.aim)

    @property
    def is_judged(self) -> bool:
        return self.state in JUDGED

    @property
    def is_provisional(self) -> bool:
        """Not everything behind the value is approved, so the state may yet turn."""
        expected, _reported, approved = self.coverage
        return self.is_judged and not approved == expected > 0


class Plan:
    """Targets by year, indicator, level and commune ("" is the province)."""

    def __init__(self, targets: Iterable[Target], margins: Margins):
        self.margins = margins
        self._targets = {
            (
                one.school_year_id,
                one.indicator,
                level_asked(one.indicator, one.level),
                one.commune_id or "",
            ): one
            for one in targets
        }

    def find(self, code, level, year, scope, commune=""):
        """(target, whether it is the province's for want of an own one)."""
        if scope == Scope.INSTITUTION:
            return None, False
        level = level_asked(code, level)
        place = commune if scope == Scope.COMMUNE else ""
        own = self._targets.get((year, code, level, place or ""))
        if own and scope != Scope.CLUSTER:
            return own, False
        indicator = indicators.get(code)
        if scope not in INHERITING or indicator.is_count:
            return None, False
        inherited = self._targets.get((year, code, level, ""))
        return inherited, inherited is not None

    def standing(self, code, level, year, scope, *, commune="", row=None) -> Standing:
        """How `row`, a stored value with its `value`, or None, stands to the target."""
        indicator = indicators.get(code)
        target, is_inherited = self.find(code, level, year, scope, commune)
        value = row.value if row else None
        aim = target.value if target else None
        return Standing(
            indicator,
            level,
            target,
            is_inherited,
            value,
            state_of(indicator, value, aim, self.margins),
            (row.expected, row.reported, row.approved) if row else (0, 0, 0),
        )

    def of_row(self, row) -> Standing:
        """The same of a stored value, which says itself where and when it is."""
        return self.standing(
            row.indicator,
            row.level,
            row.school_year_id,
            row.scope,
            commune=row.commune_id,
            row=row,
        )

    def own(self, year, commune=""):
        """{(code, level): target} set for this very place."""
        return {
            (code, level): one
            for (of, code, level, place), one in self._targets.items()
            if of == year and place == (commune or "")
        }


def level_asked(code, level):
    """What is computed for one level alone has one target, whichever way it is read."""
    found = indicators.find(code)
    is_single = found is not None and len(found.levels) == 1
    return ALL_LEVELS if is_single else level


def margins() -> Margins:
    """The margins the department has set; none of them, and nothing is "nearly"."""
    found = dict(TargetMargin.objects.values_list("kind", "value"))
    return Margins(
        **{kind: found[kind] for kind in ("share", "number") if kind in found}
    )


def plan_for(user, years, *, communes=None, codes=None) -> Plan:
    """Targets of `years` that `user` may see; of these communes and the province."""
    rows = Target.objects.visible_to(user)
    return Plan(chosen(rows, years, communes, codes), margins())


def plan_of(years, *, communes=None) -> Plan:
    """The same for a paper, whose reader has been asked for at its door."""
    return Plan(chosen(Target.objects.all(), years, communes, None), margins())


def chosen(rows, years, communes, codes):
    rows = rows.filter(school_year__in=list(years))
    if communes is not None:
        own = Q(commune__in=list(communes))
        rows = rows.filter(Q(commune__isnull=True) | own)
    if codes is not None:
        rows = rows.filter(indicator__in=list(codes))
    return rows
