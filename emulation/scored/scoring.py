"""The arithmetic of the campaign: items, groups, levels and the whole score.

Two groups of 100 points, mandatory criteria and three levels are those of Decision
4725/QĐ-BGDĐT (30/12/2022). Two rules are not in what could be read of it and stay
unconfirmed: that the lower group decides where the groups differ (usual practice), and
that a missed mandatory criterion holds the level down to level 1. Both live in the rows
of the criteria set, not here. Nothing in this module touches the database.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from emulation.scored.terms import (
    NOTHING,
    ZERO,
    CriterionRule,
    GroupRule,
    GroupScore,
    ItemRule,
    Part,
    SetRule,
    SetScore,
    Span,
    Verdicts,
    Whole,
)

HUNDRED = Decimal(100)
CENT = Decimal("0.01")
# Raised whenever a rule below changes, so that a stored score says what made it.
RULES_VERSION = 1


def rounded(value: Decimal) -> Decimal:
    """Two decimals, half up: the figure that is shown is the figure that counts."""
    return value.quantize(CENT, ROUND_HALF_UP)


def item_points(
    kind: str,
    max_points: Decimal,
    target: Decimal | None,
    amount: Decimal | None,
    out_of: Decimal | None = None,
) -> Decimal | None:
    """The points an answer earns by itself; None where nothing was answered.

    A share or a number earns its part of the points up to the target, not beyond; a
    share of nothing is no answer. An item without points is worth 1 when it is met.
    """
    most = max_points or Decimal(1)
    if amount is None:
        return None
    if kind == "yes_no":
        return rounded(most if amount > 0 else ZERO)
    if kind == "share":
        if not out_of:
            return None
        return rounded(min(most, most * amount * HUNDRED / (out_of * target)))
    if kind == "count":
        return rounded(min(most, most * amount / target))
    return rounded(min(most, amount))


def settle(verdicts: Verdicts, tolerance: int) -> Span:
    """What an item is worth after all that was said; the last to speak stands.

    Appeal, third reviewer, department, commune, measurement, self-assessment. A mark
    never touches the self-assessment, and that never touches a mark.
    """
    own, most = verdicts.self_points, verdicts.highest

    def certain(points: Decimal, source: str) -> Span:
        points = min(points, most)
        return Span(points, points, points, source, own)

    if verdicts.appeal is not None:
        return certain(verdicts.appeal, "appeal")
    if verdicts.third is not None:
        return certain(verdicts.third, "third")
    if len(verdicts.department) > 1:
        return _pair(verdicts, tolerance)
    if verdicts.department:
        return certain(verdicts.department[0], "department")
    if verdicts.commune is not None:
        return certain(verdicts.commune, "commune")
    if own is None:
        return NOTHING
    if verdicts.is_measured:
        return certain(own, "measured")
    return Span(own, ZERO, own, "self", own)


def _pair(verdicts: Verdicts, tolerance: int) -> Span:
    """Two blind marks: their mean, between the two; too far apart they are disputed."""
    low, high = sorted(min(mark, verdicts.highest) for mark in verdicts.department)
    apart = (high - low) * HUNDRED > verdicts.highest * tolerance
    source = "disputed" if apart else "pair"
    return Span(rounded((low + high) / 2), low, high, source, verdicts.self_points)


def score_set(rule: SetRule, kind: str, spans: Mapping[int, Span]) -> SetScore | None:
    """The score of one set for a school of that kind; None where nothing applies.

    `spans` by the key of the item; an item that is not among them was not answered.
    """
    scores = [score_group(group, kind, spans) for group in rule.groups]
    groups = [score for score in scores if score is not None]
    if not groups:
        return None
    criteria = [one for group in rule.groups for one in group.applicable(kind)]
    missing = tuple(c.code for c in criteria if c.is_mandatory and not _met(c, spans))
    items = [item for criterion in criteria for item in criterion.items]
    found = [spans.get(item.key, NOTHING) for item in items]
    out_of = sum(group.out_of for group in groups)
    own = sum(group.self_points for group in groups)
    asked = any(span.self_points is not None for span in found)
    return SetScore(
        span=_per_cent([group.span for group in groups], out_of),
        self_score=rounded(own * HUNDRED / out_of) if asked else None,
        level=level_of(rule, groups, missing),
        groups=tuple(groups),
        missing=missing,
        full=sum(_is_full(one, spans) for one in criteria),
        answered=sum(span.source != "none" for span in found),
        expected=len(items),
        verified_share=_verified_share(items, spans),
    )


def score_group(
    group: GroupRule, kind: str, spans: Mapping[int, Span]
) -> GroupScore | None:
    """The sum of the items, as a part of what the group is out of.

    Criteria that do not apply leave the maximum, and the rest is scaled up to it. What
    the items lack by themselves (QĐ 4725, group 2, as far as it is known: 90 of 100) is
    not made up for: those points cannot be won until the set is completed.
    """
    criteria = group.applicable(kind)
    left_out = sum(c.max_points for c in group.criteria if kind in c.except_kinds)
    reachable = group.max_points - left_out
    if not criteria or reachable <= 0:
        return None
    found = [
        spans.get(i.key, NOTHING) for c in criteria for i in c.items if i.max_points
    ]

    def total(points: Iterable[Decimal]) -> Decimal:
        scaled = sum(points, ZERO) * group.max_points / reachable
        return rounded(min(scaled, group.max_points))

    return GroupScore(
        code=group.code,
        name=group.name,
        out_of=group.max_points,
        self_points=total(span.self_points or ZERO for span in found),
        span=Span(
            points=total(span.points for span in found),
            low=total(span.low for span in found),
            high=total(span.high for span in found),
        ),
    )


def level_of(
    rule: SetRule, groups: Iterable[GroupScore], missing: Iterable[str]
) -> int | None:
    """The highest level that the lowest group reaches; a miss holds it down.

    QĐ 4725: level 1 where each group is below 50, level 2 from 50 to 75, level 3 above
    75. That the lowest group decides in mixed cases (80 and 40), and the cap for a
    missed mandatory criterion, are usual practice and not confirmed by the source.
    """
    if not rule.levels:
        return None
    lowest = min(
        rounded(group.span.points * HUNDRED / group.out_of) for group in groups
    )
    reached = [one.number for one in rule.levels if one.is_reached(lowest)]
    level = max(reached, default=0)
    return min(level, rule.mandatory_cap) if tuple(missing) else level


def whole_score(parts: Iterable[Part]) -> Whole | None:
    """All sets of a participant as one score out of 100, by their weights.

    The level is the lowest of the sets that decide it; None where none of them does.
    """
    parts = tuple(parts)
    if not parts:
        return None
    levels = [p.score.level for p in parts if p.decides_level]
    decided = [level for level in levels if level is not None]
    owns = [p.score.self_score for p in parts]
    asked = any(own is not None for own in owns)
    return Whole(
        span=Span(
            points=_mean(parts, [p.score.span.points for p in parts]),
            low=_mean(parts, [p.score.span.low for p in parts]),
            high=_mean(parts, [p.score.span.high for p in parts]),
        ),
        self_score=_mean(parts, [own or ZERO for own in owns]) if asked else None,
        level=min(decided, default=None),
        full=sum(p.score.full for p in parts),
        answered=sum(p.score.answered for p in parts),
        expected=sum(p.score.expected for p in parts),
        verified_share=_mean(parts, [p.score.verified_share for p in parts]),
    )


def _mean(parts: tuple[Part, ...], values: list[Decimal]) -> Decimal:
    weights = [part.weight for part in parts]
    total = sum(value * weight for value, weight in zip(values, weights, strict=True))
    return rounded(total / sum(weights))


def _per_cent(spans: list[Span], out_of: Decimal) -> Span:
    return Span(
        points=rounded(sum(span.points for span in spans) * HUNDRED / out_of),
        low=rounded(sum(span.low for span in spans) * HUNDRED / out_of),
        high=rounded(sum(span.high for span in spans) * HUNDRED / out_of),
    )


def _met(criterion: CriterionRule, spans: Mapping[int, Span]) -> bool:
    """Mandatory means: every item without points is met, every other earns some."""
    return all(
        spans.get(item.key, NOTHING).points >= 1
        if not item.max_points
        else spans.get(item.key, NOTHING).points > 0
        for item in criterion.items
    )


def _is_full(criterion: CriterionRule, spans: Mapping[int, Span]) -> bool:
    return bool(criterion.items) and all(
        spans.get(item.key, NOTHING).points >= item.highest_mark
        for item in criterion.items
    )


def _verified_share(items: list[ItemRule], spans: Mapping[int, Span]) -> Decimal:
    """Per cent of the points that somebody other than the participant has settled."""
    total = sum(item.max_points for item in items)
    if not total:
        return ZERO
    settled = sum(
        item.max_points
        for item in items
        if spans.get(item.key, NOTHING).source not in ("none", "self")
    )
    return rounded(settled * HUNDRED / total)
