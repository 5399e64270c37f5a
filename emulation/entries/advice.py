"""The cheapest points still to win: what is mandatory first, then effort and gain."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext as _

from communes.numbers import shown
from emulation.models import Item

Kind = Item.Kind
HOW_MANY = 3


@dataclass(frozen=True)
class Advice:
    """One item worth doing next, what it brings, and why it is this one."""

    item: Item
    gain: Decimal
    sentences: tuple[str, ...]


def cheapest(items, answers, points, lowest=()) -> list[Advice]:
    """The three cheapest items; `points` by item, as they stand now.

    lowest: (criteria set, code) of the groups that hold the level down: of two equal
    efforts the one in such a group comes first.
    """
    found = [one for one in items if _gain(one, points) > 0 or _is_missed(one, points)]

    def price(item):
        return (
            not _is_missed(item, points),
            item.effort,
            _place(item) not in lowest,
            -_gain(item, points),
        )

    return [
        Advice(
            item,
            _gain(item, points),
            tuple(_why(item, answers.get(item.pk), points, lowest)),
        )
        for item in sorted(found, key=price)[:HOW_MANY]
    ]


def holding_down(sets):
    """The groups with the smallest share of their points, in sets that have levels."""
    found = set()
    for rule, score in sets:
        if score.level is None:
            continue
        shares = {one.code: one.span.points / one.out_of for one in score.groups}
        least = min(shares.values())
        found |= {(rule.key, code) for code, own in shares.items() if own == least}
    return found


def _place(item):
    group = item.criterion.group
    return group.criteria_set_id, group.code


def _gain(item, points):
    return item.max_points - (points.get(item.pk) or Decimal(0))


def _is_missed(item, points):
    return item.criterion.is_mandatory and not points.get(item.pk)


def _why(item, answer, points, lowest):
    if _is_missed(item, points):
        words = _(
            "Tiêu chí %(code)s là bắt buộc: còn thiếu thì không được xếp trên mức "
            "%(cap)s, dù nhiều điểm."
        )
        cap = item.criterion.group.criteria_set.mandatory_cap
        yield words % {"code": item.criterion.code, "cap": cap}
    gain = _gain(item, points)
    if gain > 0:
        words = _("Còn được thêm %(gain)s điểm.")
        yield words % {"gain": shown(gain)}
    step = _step(item, answer)
    if step:
        yield step
    yield _("Việc %(effort)s.") % {"effort": item.get_effort_display().lower()}
    if _place(item) in lowest:
        words = _("%(group)s đang thấp nhất nên giữ mức của đơn vị lại.")
        yield words % {"group": item.criterion.group.name}


def _step(item, answer):
    """How much more it takes, where that can be counted."""
    if answer is None or answer.amount is None:
        return _("Mục này chưa trả lời.")
    if item.kind == Kind.COUNT:
        words = _("Cần thêm %(more)s để đủ %(target)s.")
        more = _whole(item.target - answer.amount)
        return words % {"more": shown(more), "target": shown(item.target)}
    if item.kind == Kind.SHARE and answer.out_of:
        wanted = _whole(min(item.target, 100) * answer.out_of / 100)
        words = _("Cần thêm %(more)s (đạt %(wanted)s trên %(whole)s) để đủ điểm.")
        return words % {
            "more": shown(max(wanted - answer.amount, Decimal(0))),
            "wanted": shown(wanted),
            "whole": shown(answer.out_of),
        }
    return ""


def _whole(number):
    return Decimal(number).to_integral_value(ROUND_CEILING)
