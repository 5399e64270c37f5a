"""How strict each reviewer is: against the other of a blind pair, against what was claimed."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import OuterRef, Subquery, Sum
from django.utils.translation import gettext as _

from communes.models import User
from communes.numbers import shown
from emulation.models import ItemScore, Review, ReviewMark

# Fewer pairs say nothing about a person.
FEWEST_PAIRS = 5
# Differences below this many per cent of an item are not worth a word.
NOTICEABLE = 5


@dataclass
class Strictness:
    """One reviewer's finished reviews of a campaign, in figures."""

    reviewer: User
    entries: int = 0
    # Own mark minus the other's, in per cent of the item.
    differences: list[Decimal] = field(default_factory=list)
    granted: Decimal = Decimal(0)
    claimed: Decimal = Decimal(0)
    share_of_all: Decimal | None = None

    @property
    def pairs(self):
        return len(self.differences)

    @property
    def difference(self):
        """None while there are too few pairs to say anything."""
        if self.pairs < FEWEST_PAIRS:
            return None
        return sum(self.differences, Decimal(0)) / self.pairs

    @property
    def share(self):
        """Points given for points claimed, over all items together, in per cent."""
        return share(self.granted, self.claimed)

    @property
    def words(self):
        """What the figures say of her, as one would put it."""
        if self.difference is None:
            return _("Chưa đủ mục chấm đôi để nói về độ nghiêm.")
        facts = {"points": shown(abs(self.difference), 1), "pairs": shown(self.pairs)}
        if self.difference <= -NOTICEABLE:
            words = _("Chấm thấp hơn người cùng chấm %(points)s%% điểm của mục.")
        elif self.difference >= NOTICEABLE:
            words = _("Chấm cao hơn người cùng chấm %(points)s%% điểm của mục.")
        else:
            words = _("Chấm gần như người cùng chấm (lệch %(points)s%% điểm của mục).")
        return words % facts


def share(granted, claimed):
    return granted * 100 / claimed if claimed else None


def of(campaign):
    """Strictness of every reviewer of the department, by name; constant query count."""
    reviews = Review.objects.filter(
        entry__campaign=campaign,
        stage=Review.Stage.DEPARTMENT,
        finished_at__isnull=False,
    ).exclude(slot=Review.Slot.THIRD)
    found = {}
    for review in reviews.select_related("reviewer").order_by(
        "reviewer__last_name", "reviewer__first_name", "reviewer__username", "pk"
    ):
        one = found.setdefault(review.reviewer_id, Strictness(review.reviewer))
        one.entries += 1
    _add_shares(found, reviews)
    _add_differences(found, reviews)
    total = overall(found.values())
    for one in found.values():
        one.share_of_all = total
    return list(found.values())


def overall(rows):
    """Points given for points claimed over all reviewers together, in per cent."""
    rows = list(rows)
    return share(sum(one.granted for one in rows), sum(one.claimed for one in rows))


def _add_shares(found, reviews):
    """Sum over sum: an item of 30 points counts more than one of 2."""
    claimed = ItemScore.objects.filter(
        entry=OuterRef("review__entry"), item=OuterRef("item"), self_points__gt=0
    )
    marks = ReviewMark.objects.filter(review__in=reviews, item__max_points__gt=0)
    marks = marks.annotate(claimed=Subquery(claimed.values("self_points")))
    sums = marks.filter(claimed__isnull=False).order_by().values("review__reviewer")
    sums = sums.annotate(given=Sum("points"), asked=Sum("claimed"))
    for reviewer, given, asked in sums.values_list(
        "review__reviewer", "given", "asked"
    ):
        found[reviewer].granted, found[reviewer].claimed = given, asked


def _add_differences(found, reviews):
    marks = ReviewMark.objects.filter(review__in=reviews).values_list(
        "review__entry", "item", "item__max_points", "review__reviewer", "points"
    )
    pairs = defaultdict(list)
    for entry, item, most, reviewer, points in marks:
        pairs[entry, item, most or Decimal(1)].append((reviewer, points))
    for (_entry, _item, most), both in pairs.items():
        if len(both) != 2:
            continue
        (one, first), (other, second) = both
        found[one].differences.append((first - second) * 100 / most)
        found[other].differences.append((second - first) * 100 / most)


def as_table(rows, share_of_all):
    """Heading and rows of the page's table, for a file."""
    header = [
        _("Người thẩm định"),
        _("Hồ sơ đã chấm"),
        _("Lệch so với người cùng chấm (% điểm của mục)"),
        _("Số mục chấm đôi"),
        _("Điểm cho trên điểm tự chấm (%)"),
        _("Nhận xét"),
    ]
    lines = [
        [
            one.reviewer.get_full_name() or one.reviewer.username,
            one.entries,
            _rounded(one.difference),
            one.pairs,
            _rounded(one.share),
            str(one.words),
        ]
        for one in rows
    ]
    total = [_("Mọi người thẩm định"), None, None, None, _rounded(share_of_all), None]
    return header, [*lines, total]


def _rounded(value):
    return None if value is None else round(value, 1)
