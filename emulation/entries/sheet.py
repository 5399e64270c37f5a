"""One entry laid out for its page: sets, groups, criteria and a line for every item."""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from communes.numbers import shown
from emulation.entries import advice, answers, passage, self_scores
from emulation.entries.answers import in_words, is_measured, mark
from emulation.entries.earlier import answers_before, key_of
from emulation.models import (
    Answer,
    CriteriaGroup,
    Criterion,
    Entry,
    Item,
    ItemScore,
    SetLevel,
)


@dataclass
class Line:
    """One item with its answer, what it earns, and what became of what was typed."""

    item: Item
    answer: Answer
    points: Decimal | None
    before: Answer | None = None
    score: ItemScore | None = None
    # What somebody typed and could not be saved, with the reasons.
    edit: answers.Edit | None = None
    problems: list[str] = field(default_factory=list)
    is_conflict: bool = False

    @property
    def stored(self):
        return self.answer if self.answer.pk else None

    @property
    def is_measured(self):
        return is_measured(self.answer)

    @property
    def is_answered(self):
        return self.answer.amount is not None

    @property
    def amount(self):
        if self.edit:
            return self.edit.amount
        if self.item.kind == Item.Kind.YES_NO and self.is_answered:
            return answers.YES if self.answer.amount > 0 else answers.NO
        return answers.typed(self.answer.amount)

    @property
    def out_of(self):
        return self.edit.out_of if self.edit else answers.typed(self.answer.out_of)

    @property
    def note(self):
        return self.edit.note if self.edit else self.answer.note

    @property
    def seen(self):
        """After a conflict the next save is a knowing one."""
        if self.edit and not self.is_conflict:
            return self.edit.seen
        return mark(self.stored)

    @property
    def words(self):
        return in_words(self.item, self.answer)

    @property
    def words_before(self):
        return in_words(self.item, self.before)

    @property
    def own_doubt(self):
        """What is uncertain about the item alone; the criterion's is said above it."""
        note = self.item.note
        return "" if note == self.item.criterion.note else note

    @property
    def may_take(self):
        """The answer of the campaign before can be taken over, and differs."""
        if self.before is None or self.before.amount is None or self.is_measured:
            return False
        own = (self.answer.amount, self.answer.out_of)
        return own != (self.before.amount, self.before.out_of)


@dataclass
class CriterionPart:
    criterion: Criterion
    lines: list[Line]

    @property
    def points(self):
        return sum((one.points or Decimal(0) for one in self.lines), Decimal(0))

    @property
    def max_points(self):
        return sum((one.item.max_points for one in self.lines), Decimal(0))

    @property
    def bands(self):
        """The bands inside the criterion, as the document prints them."""
        low, high = self.criterion.band_1_below, self.criterion.band_3_above
        if low is None or high is None:
            return ""
        words = _(
            "Mức 1 dưới %(low)s, mức 2 từ %(low)s đến %(high)s, mức 3 trên %(high)s"
        )
        return words % {"low": shown(low), "high": shown(high)}

    @property
    def band(self):
        low, high = self.criterion.band_1_below, self.criterion.band_3_above
        if low is None or high is None:
            return None
        return 1 if self.points < low else 3 if self.points > high else 2

    @property
    def note(self):
        """What is uncertain about the criterion; the set's is said on top of it."""
        note = self.criterion.note
        shared = (self.criterion.group.note, self.criterion.group.criteria_set.note)
        return "" if note in shared else note

    @property
    def is_single(self):
        """The criterion itself is what is answered."""
        return len(self.lines) == 1 and self.lines[0].item.name == self.criterion.name


@dataclass
class GroupPart:
    group: CriteriaGroup
    criteria: list[CriterionPart]
    score: object = None

    @property
    def lines(self):
        return [line for part in self.criteria for line in part.lines]

    @property
    def answered(self):
        return sum(line.is_answered for line in self.lines)

    @property
    def expected(self):
        return len(self.lines)

    @property
    def share(self):
        return round(100 * self.answered / self.expected) if self.expected else 0


@dataclass
class SetPart:
    criteria_set: object
    groups: list[GroupPart]
    score: object = None
    level: str = ""


class Sheet:
    """Everything about one entry that its page shows, read in a fixed number of queries."""

    def __init__(self, entry, outcomes=()):
        self.entry = entry
        self.outcomes = {
            one.edit.item: one for one in outcomes if one.state not in ("saved", "same")
        }

    @cached_property
    def items(self):
        return answers.items_of(self.entry)

    @cached_property
    def answers(self):
        rows = Answer.objects.filter(entry=self.entry).select_related("written_by")
        return {row.item_id: row for row in rows}

    @cached_property
    def self_score(self):
        return self_scores.of(self.entry, self.answers)

    @cached_property
    def is_verified(self):
        return self.entry.state == Entry.State.VERIFIED

    @cached_property
    def scores(self):
        """Verified points by item: nobody sees them before the department has done."""
        if not self.is_verified:
            return {}
        rows = ItemScore.objects.filter(entry=self.entry)
        return {row.item_id: row for row in rows}

    @cached_property
    def lines(self):
        before = answers_before(self.entry)
        return [self._line(item, before) for item in self.items]

    def _line(self, item, before):
        answer = self.answers.get(item.pk) or Answer(entry=self.entry, item=item)
        answer.item = item
        outcome = self.outcomes.get(item.pk)
        return Line(
            item=item,
            answer=answer,
            points=self.self_score.points.get(item.pk),
            before=before.get(key_of(item)),
            score=self.scores.get(item.pk),
            edit=outcome and outcome.edit,
            problems=outcome.sentences if outcome else [],
            is_conflict=bool(outcome and outcome.state == "conflict"),
        )

    @cached_property
    def sets(self):
        scores = {rule.key: score for rule, score in self.self_score.sets}
        names = level_names(scores)
        found = []
        for criteria_set, lines in groupby(
            self.lines, key=lambda line: line.item.criterion.group.criteria_set
        ):
            score = scores.get(criteria_set.pk)
            level = names.get((criteria_set.pk, score.level), "") if score else ""
            groups = list(_groups(lines, score))
            found.append(SetPart(criteria_set, groups, score, level))
        return found

    @property
    def level(self):
        """The level by one's own answers, in the sets that decide it."""
        deciding = {
            rule.key for rule, _score in self.self_score.sets if rule.decides_level
        }
        names = [one.level for one in self.sets if one.criteria_set.pk in deciding]
        return "; ".join(name for name in names if name)

    @cached_property
    def answered(self):
        return sum(line.is_answered for line in self.lines)

    @property
    def expected(self):
        return len(self.lines)

    @property
    def problems(self):
        return [line for line in self.lines if line.problems]

    @cached_property
    def obstacles(self):
        return passage.missing_of(self.entry, self.items, self.answers)

    @cached_property
    def advice(self):
        points = dict(self.self_score.points)
        points |= {key: score.points for key, score in self.scores.items()}
        lowest = advice.holding_down(self.self_score.sets)
        return advice.cheapest(self.items, self.answers, points, lowest)


def _groups(lines, score):
    scores = {one.code: one for one in score.groups} if score else {}
    for group, own in groupby(lines, key=lambda line: line.item.criterion.group):
        criteria = [
            CriterionPart(criterion, list(part))
            for criterion, part in groupby(own, key=lambda line: line.item.criterion)
        ]
        yield GroupPart(group, criteria, scores.get(group.code))


def level_names(sets):
    rows = SetLevel.objects.filter(criteria_set__in=sets)
    return {(row.criteria_set_id, row.number): row.name for row in rows}
