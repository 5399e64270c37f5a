"""A criteria set as its page shows it: lines, sums, doubts, what fills itself."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, Sum
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from communes.codelist import name_field
from communes.numbers import shown
from emulation.measured import measures
from emulation.models import (
    CampaignSet,
    CriteriaGroup,
    CriteriaSet,
    Criterion,
    Item,
    Participant,
)
from emulation.page import campaigns_for

PARTS = "groups__criteria__items"


def in_language(row):
    """The name of a set, group, criterion or item in the page's language."""
    return getattr(row, name_field()) or row.name


def measure_name(code):
    """What the measure is called; its code where nothing measures that any more."""
    try:
        return measures.get(code).label
    except KeyError:
        return code


@dataclass(frozen=True)
class ItemLine:
    row: Item
    # Number of the footnote that tells what is not certain; None: nothing is said.
    footnote: int | None = None

    @property
    def title(self):
        return in_language(self.row)

    @property
    def part(self):
        """What a form calls it by."""
        return f"item-{self.row.pk}"

    @property
    def measure(self):
        return measure_name(self.row.measure) if self.row.measure else ""

    @property
    def answer(self):
        """How it is answered, with what gives all of its points."""
        kind = self.row.get_kind_display()
        if self.row.target is None:
            return kind
        return _("%(kind)s, đủ điểm từ %(target)s") % {
            "kind": kind,
            "target": f"{shown(self.row.target)}"
            + ("%" if self.row.kind == Item.Kind.SHARE else ""),
        }


@dataclass(frozen=True)
class CriterionBlock:
    row: Criterion
    items: list[ItemLine]
    footnote: int | None = None

    @property
    def title(self):
        return in_language(self.row)

    @property
    def part(self):
        """What a form calls it by."""
        return f"criterion-{self.row.pk}"

    @property
    def points(self):
        return sum((line.row.max_points for line in self.items), Decimal(0))

    @property
    def bands(self):
        low, high = self.row.band_1_below, self.row.band_3_above
        if low is None:
            return ""
        return _("mức 1 dưới %(low)s, mức 3 trên %(high)s") % {
            "low": shown(low),
            "high": shown(high),
        }


@dataclass(frozen=True)
class GroupBlock:
    row: CriteriaGroup
    criteria: list[CriterionBlock]

    @property
    def title(self):
        return in_language(self.row)

    @property
    def points(self):
        return sum((one.points for one in self.criteria), Decimal(0))

    @property
    def missing(self):
        """Points that the document names and no item gives."""
        return self.row.max_points - self.points

    @property
    def sum_in_words(self):
        return sum_in_words(self.row.code, self.points, self.row.max_points)


def sum_in_words(code, points, most):
    """The arithmetic check of a group, as a sentence."""
    words = _("Nhóm %(code)s: cộng được %(points)s/%(most)s điểm")
    return words % {"code": code, "points": shown(points), "most": shown(most)}


@dataclass
class Footnotes:
    """Doubts, each told once and numbered in the order in which they come up."""

    texts: list[str] = field(default_factory=list)

    def number(self, text):
        if not text:
            return None
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1


class Outline:
    """One set with all of its parts, read in one query a table."""

    def __init__(self, criteria_set):
        self.row = criteria_set
        self.notes = Footnotes()
        self.groups = [self._group(one) for one in criteria_set.groups.all()]

    def _group(self, group):
        return GroupBlock(group, [self._block(one) for one in group.criteria.all()])

    def _block(self, criterion):
        number = self.notes.number
        footnote = number(criterion.note)
        lines = [ItemLine(one, number(one.note)) for one in criterion.items.all()]
        return CriterionBlock(criterion, lines, footnote)

    @cached_property
    def lines(self):
        return [
            line
            for group in self.groups
            for one in group.criteria
            for line in one.items
        ]

    @property
    def levels(self):
        return self.row.levels.all()

    @property
    def unconfirmed(self):
        """How many items nobody has compared with the signed paper."""
        return sum(not line.row.is_confirmed for line in self.lines)

    @property
    def measured(self):
        return sum(bool(line.row.measure) for line in self.lines)


def whole(user):
    """Criteria sets that `user` reads, with all their parts."""
    return CriteriaSet.objects.visible_to(user).prefetch_related("levels", PARTS)


def overview(user):
    """Sets with their groups' sums, counts and the campaigns that use them."""
    items = "groups__criteria__items"
    groups = CriteriaGroup.objects.annotate(
        points=Sum("criteria__items__max_points")
    ).order_by("order", "code")
    return (
        CriteriaSet.objects.visible_to(user)
        .annotate(
            items=Count(items),
            unconfirmed=Count(items, filter=Q(**{f"{items}__is_confirmed": False})),
            measured=Count(items, filter=~Q(**{f"{items}__measure": ""})),
        )
        .prefetch_related(Prefetch("groups", queryset=groups))
        # Sums drop the order that the model names.
        .order_by("code", "-version")
    )


def uses(user, *sets):
    """Campaigns that `user` may open, by the pk of each set they use (or of `sets`)."""
    found = {}
    pairs = CampaignSet.objects.filter(campaign__in=campaigns_for(user))
    if sets:
        pairs = pairs.filter(criteria_set__in=sets)
    for pair in pairs.select_related("campaign"):
        found.setdefault(pair.criteria_set_id, []).append(pair.campaign)
    return found


def audience(criteria_set, kinds):
    """Whom a set is for: participants, and of schools their short names in `kinds`."""
    named = [str(Participant(one).label) for one in criteria_set.participants]
    if criteria_set.institution_kinds:
        short = [kinds.get(code, code) for code in criteria_set.institution_kinds]
        named.append(", ".join(short))
    return "; ".join(named)


@dataclass(frozen=True)
class Listed:
    """A set in the list of all."""

    row: CriteriaSet
    kinds: dict
    campaigns: list

    @property
    def title(self):
        return in_language(self.row)

    @property
    def audience(self):
        return audience(self.row, self.kinds)

    @property
    def sums(self):
        """(sentence, whether it is whole) of every group."""
        return [
            (
                sum_in_words(one.code, one.points or 0, one.max_points),
                one.points == one.max_points,
            )
            for one in self.row.groups.all()
        ]
