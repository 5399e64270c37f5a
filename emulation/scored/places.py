"""Places within a block, with the doubt about them; pure calculation."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Contender:
    """What a complete entry brings to the comparison within its block."""

    key: int
    points: Decimal
    low: Decimal
    high: Decimal
    level: int | None = None
    # Criteria won entirely, mandatory ones that are met among them.
    full: int = 0
    improvement: Decimal | None = None

    @property
    def tie(self) -> tuple:
        """The tie rules, in words and in this order. With equal scores:

        1. the higher level comes first;
        2. then whoever has more criteria entirely won or met;
        3. then the greater improvement over the campaign before, where a newcomer
           counts as unchanged;
        otherwise both share the place and the next place is left out (1, 2, 2, 4).
        """
        return (self.level or 0, self.full, self.improvement or ZERO)


@dataclass(frozen=True)
class Place:
    """A place, and the best and worst that the doubt of all scores allows."""

    rank: int
    best: int
    worst: int
    ranked: int


def places(contenders: Iterable[Contender]) -> dict[int, Place]:
    """The places of one block, by the key of the contender.

    Somebody is surely ahead whose lowest score beats one's highest, and possibly ahead
    whose highest beats one's lowest; with equal scores the tie rules decide.
    """
    field = tuple(contenders)
    points = sorted((one.points, one.tie) for one in field)
    lows = sorted((one.low, one.tie) for one in field)
    highs = sorted((one.high, one.tie) for one in field)

    def ahead(scores: list, own: tuple) -> int:
        return len(scores) - bisect_right(scores, own)

    return {
        one.key: Place(
            rank=1 + ahead(points, (one.points, one.tie)),
            best=1 + ahead(lows, (one.high, one.tie)),
            # Oneself is among those counted whenever one's own score is in doubt.
            worst=1 + ahead(highs, (one.low, one.tie)) - (one.high > one.low),
            ranked=len(field),
        )
        for one in field
    }
