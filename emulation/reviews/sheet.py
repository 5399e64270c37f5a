"""What a review page lays out: each item with its answer, and the marks the reader may see."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import cached_property

from emulation.entries.answers import in_words, is_measured, typed
from emulation.entries.self_scores import points_of
from emulation.evidence_files import evidence
from emulation.models import Answer, Item, Review, ReviewMark
from emulation.reviews.marking import ReviewError, items_of, pair_of, read_points


@dataclass
class Row:
    """One item: what the participant says, proves and claims, and what it is given."""

    item: Item
    answer: Answer
    claimed: Decimal | None
    mark: ReviewMark | None = None
    # As it was typed, where it could not be used, and why.
    points: str = ""
    comment: str = ""
    problem: str = ""
    earlier: list[Decimal] = field(default_factory=list)
    others: list[tuple] = field(default_factory=list)

    @property
    def is_mandatory(self):
        return self.item.max_points == 0

    @property
    def is_measured(self):
        return is_measured(self.answer)

    @property
    def words(self):
        return in_words(self.item, self.answer)

    @property
    def criterion(self):
        return self.item.criterion

    @property
    def group(self):
        return self.item.criterion.group


class Sheet:
    """The rows of one review of an entry; `items` are those that it is about."""

    def __init__(self, entry, items, *, user, review=None, typed_in=None):
        self.entry, self.items, self.user = entry, items, user
        self.review, self.typed_in = review, typed_in or {}

    @cached_property
    def answers(self):
        rows = Answer.objects.filter(entry=self.entry, item__in=self.items)
        rows = evidence.attach(rows.select_related("item"), self.user)
        return {row.item_id: row for row in rows}

    @cached_property
    def marks(self):
        if self.review is None:
            return {}
        return {mark.item_id: mark for mark in self.review.marks.all()}

    @cached_property
    def earlier(self):
        """Both blind marks, unnamed: only a third reviewer is shown them."""
        is_third = self.review and self.review.slot == Review.Slot.THIRD
        return pair_of(self.entry) if is_third else {}

    @cached_property
    def others(self):
        """Marks of the department's other reviewers that the reader may see by now."""
        rows = ReviewMark.objects.visible_to(self.user).filter(
            review__entry=self.entry,
            review__stage=Review.Stage.DEPARTMENT,
            review__finished_at__isnull=False,
        )
        if self.review is not None:
            rows = rows.exclude(review=self.review)
        found = {}
        for mark in rows.select_related("review__reviewer").order_by("review__slot"):
            found.setdefault(mark.item_id, []).append(mark)
        return found

    @cached_property
    def rows(self):
        return [self._row(item) for item in self.items]

    def _row(self, item):
        answer = self.answers.get(item.pk) or Answer(entry=self.entry, item=item)
        answer.evidence_rows = getattr(answer, "evidence_rows", [])
        mark = self.marks.get(item.pk)
        row = Row(
            item=item,
            answer=answer,
            claimed=points_of(item, answer),
            mark=mark,
            points=typed(mark.points) if mark else "",
            comment=mark.comment if mark else "",
            earlier=self.earlier.get(item.pk, []),
            others=self.others.get(item.pk, []),
        )
        if item.pk in self.typed_in:
            row.points, row.comment, row.problem = self.typed_in[item.pk]
        return row

    @property
    def problems(self):
        return [row for row in self.rows if row.problem]

    @property
    def marked(self):
        return sum(row.mark is not None for row in self.rows)

    @property
    def claimed(self):
        return sum((row.claimed or 0 for row in self.rows if row.item.max_points), 0)

    @property
    def given(self):
        marks = [
            row.mark.points for row in self.rows if row.mark and row.item.max_points
        ]
        return sum(marks, 0)


@dataclass
class Typed:
    """What a review page sent: marks that can be read, and what cannot, as it was typed."""

    marks: dict
    wrong: dict
    texts: dict

    def with_refusals(self, refused):
        """{item number: (points, comment, why not)} for all that was not saved."""
        found = dict(self.wrong)
        for item, sentence in refused.items():
            found[item.pk] = (*self.texts[item.pk], sentence)
        return found


def read(items, posted):
    """The marks in `posted` for `items`; an item that the page left out is not touched."""
    found = Typed({}, {}, {})
    for item in items:
        text = posted.get(f"points-{item.pk}")
        if text is None:
            continue
        comment = posted.get(f"comment-{item.pk}", "")
        found.texts[item.pk] = (text, comment)
        try:
            found.marks[item] = (read_points(text), comment)
        except ReviewError as refusal:
            found.wrong[item.pk] = (text, comment, str(refusal))
    return found


def items_under(review, entry):
    """Items on the page of `review`, read once with the entry at hand."""
    review.entry = entry
    return items_of(review)
