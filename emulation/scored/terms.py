"""The terms of scoring: rules of a criteria set, what was said, and what came of it."""

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class ItemRule:
    """An item as its criteria set has it; without points it is met (1) or not (0)."""

    key: int
    kind: str
    max_points: Decimal
    target: Decimal | None = None

    @property
    def highest_mark(self) -> Decimal:
        return self.max_points or Decimal(1)


@dataclass(frozen=True)
class CriterionRule:
    """A criterion with its items; `except_kinds` of school have nothing to do with it."""

    code: str
    items: tuple[ItemRule, ...]
    is_mandatory: bool = False
    except_kinds: frozenset[str] = frozenset()

    @property
    def max_points(self) -> Decimal:
        return sum((item.max_points for item in self.items), ZERO)


@dataclass(frozen=True)
class GroupRule:
    """A group out of `max_points`, which its items may fail to add up to."""

    code: str
    name: str
    max_points: Decimal
    criteria: tuple[CriterionRule, ...]

    def applicable(self, kind: str) -> tuple[CriterionRule, ...]:
        return tuple(one for one in self.criteria if kind not in one.except_kinds)


@dataclass(frozen=True)
class LevelRule:
    """A level reached from so many points of 100 on, or above so many."""

    number: int
    from_points: Decimal
    is_inclusive: bool = True

    def is_reached(self, points: Decimal) -> bool:
        if self.is_inclusive:
            return points >= self.from_points
        return points > self.from_points


@dataclass(frozen=True)
class SetRule:
    """A criteria set: what is scored, which levels there are, what a miss costs."""

    groups: tuple[GroupRule, ...]
    levels: tuple[LevelRule, ...] = ()
    mandatory_cap: int = 1


@dataclass(frozen=True)
class Verdicts:
    """Everything that was said about one item of one entry; None: nothing."""

    highest: Decimal
    self_points: Decimal | None = None
    is_measured: bool = False
    commune: Decimal | None = None
    # The marks of one or two reviewers of the department, in any order.
    department: tuple[Decimal, ...] = ()
    third: Decimal | None = None
    appeal: Decimal | None = None


@dataclass(frozen=True)
class Span:
    """Points between the lowest and the highest that they may still turn out to be."""

    points: Decimal
    low: Decimal
    high: Decimal
    source: str = "none"
    self_points: Decimal | None = None


@dataclass(frozen=True)
class GroupScore:
    code: str
    name: str
    out_of: Decimal
    self_points: Decimal
    span: Span


@dataclass(frozen=True)
class SetScore:
    """The score of a set in per cent; `full` counts the criteria won entirely."""

    span: Span
    self_score: Decimal | None
    level: int | None
    groups: tuple[GroupScore, ...]
    missing: tuple[str, ...]
    full: int
    answered: int
    expected: int
    verified_share: Decimal


@dataclass(frozen=True)
class Part:
    """The score of one set within the whole, with its weight."""

    score: SetScore
    weight: Decimal = Decimal(1)
    decides_level: bool = False


@dataclass(frozen=True)
class Whole:
    span: Span
    self_score: Decimal | None
    level: int | None
    full: int
    answered: int
    expected: int
    verified_share: Decimal


NOTHING = Span(ZERO, ZERO, ZERO)
