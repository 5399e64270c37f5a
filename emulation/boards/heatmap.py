"""The share of possible points won, criterion by criterion: sum over sum, per column.

A mandatory criterion is met or not; its share is that of the entries that meet it.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    F,
    Q,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.search import fold
from emulation.boards.board import OPEN_STATES, ratio
from emulation.models import CriteriaGroup, Criterion, ItemScore
from emulation.models.criteria import Participant
from schools.models import InstitutionKind

Source = ItemScore.Source
# Somebody other than the participant has settled the points.
SETTLED = (Source.COMMUNE, Source.DEPARTMENT, Source.PAIR, Source.THIRD, Source.APPEAL)
POINTS = DecimalField(max_digits=14, decimal_places=2)
STEPS = 5

# What the columns are: the choice in the address, its words.
BY = {
    "kind": gettext_lazy("Loại trường"),
    "cluster": gettext_lazy("Cụm"),
    "block": gettext_lazy("Khối thi đua"),
}
KEYS = {
    # Participants that are no schools stand under their own name.
    "kind": Case(
        When(entry__kind="", then=Concat(Value("-"), "entry__participant")),
        default="entry__kind",
        output_field=CharField(),
    ),
    "cluster": Coalesce(
        "entry__institution__commune__cluster", "entry__commune__cluster", Value("")
    ),
    "block": Coalesce(Cast("entry__block", CharField()), Value("")),
}


@dataclass(frozen=True)
class Cell:
    """Points won of those possible, and what reviewers made of the self-score."""

    points: Decimal = Decimal(0)
    possible: Decimal = Decimal(0)
    entries: int = 0
    claimed: Decimal = Decimal(0)
    settled: Decimal = Decimal(0)
    settled_possible: Decimal = Decimal(0)

    def __add__(self, other):
        mine, others = vars(self), vars(other)
        return Cell(**{name: mine[name] + others[name] for name in mine})

    @property
    def share(self):
        return ratio(self.points, self.possible)

    @property
    def difference(self):
        """Settled minus claimed, as a share of what could be won; None: nothing settled."""
        return ratio(self.settled - self.claimed, self.settled_possible)

    @property
    def step(self):
        """0 (weakest fifth of the scale) to 4; None without a value."""
        if self.share is None:
            return None
        return min(int(self.share * STEPS), STEPS - 1)


@dataclass(frozen=True)
class Row:
    """One criterion: its cell under every column, and that of all columns together."""

    criterion: Criterion
    cells: list
    all: Cell
    province: Cell


def steps():
    """(step, words) of the scale, the weakest first."""
    size = 100 // STEPS
    return [(step, f"{step * size}–{(step + 1) * size}%") for step in range(STEPS)]


def possible():
    """The most an item can be worth; a mandatory one is met (1) or not (0)."""
    return Case(
        When(item__max_points__gt=0, then="item__max_points"),
        default=Value(Decimal(1)),
        output_field=POINTS,
    )


def scores_of(scores, campaign, criteria_set):
    """Item scores of entries that have been handed in, within `scores`."""
    return scores.filter(
        entry__campaign=campaign, item__criterion__group__criteria_set=criteria_set
    ).exclude(entry__state__in=OPEN_STATES)


def summed(scores, by):
    """{(criterion, column key): Cell} in one query."""
    settled = Q(source__in=SETTLED, self_points__isnull=False)
    rows = (
        scores.order_by()
        .annotate(column=KEYS[by], worth=possible())
        .values("item__criterion", "column")
        .annotate(
            possible=Sum("worth"),
            entries=Count("entry", distinct=True),
            claimed=Coalesce(Sum("self_points", filter=settled), Decimal(0)),
            settled=Coalesce(Sum("points", filter=settled), Decimal(0)),
            settled_possible=Coalesce(Sum("worth", filter=settled), Decimal(0)),
            # Last: from here on the word means the sum.
            points=Sum("points"),
        )
    )
    return {
        (row.pop("item__criterion"), row.pop("column")): Cell(**row) for row in rows
    }


def column_names(campaign, by):
    """{key: name} of every column there could be, in the order of the page."""
    if by == "cluster":
        return None
    if by == "block":
        return {str(pk): name for pk, name in campaign.blocks.values_list("pk", "name")}
    kinds = InstitutionKind.objects.values_list("code", "short_name")
    return dict(kinds) | {f"-{value}": label for value, label in Participant.choices}


def columns(found, campaign, by):
    """(key, name) of the columns with any score."""
    keys = {key for _criterion, key in found}
    names = column_names(campaign, by)
    if names is None:
        return [(key, key or _("Chưa rõ cụm")) for key in sorted(keys, key=fold)]
    known = [(key, name) for key, name in names.items() if key in keys]
    return known + [(key, _("Khác")) for key in sorted(keys - set(names))]


def rows(criteria_set, found, province, shown):
    """Rows by group: [(group, Cell of the group, [Row])], in the order of the set."""
    criteria = defaultdict(list)
    for one in Criterion.objects.filter(group__criteria_set=criteria_set):
        criteria[one.group_id].append(one)
    groups = []
    for group in CriteriaGroup.objects.filter(criteria_set=criteria_set):
        lines = [_row(one, found, province, shown) for one in criteria[group.pk]]
        # Mandatory criteria are met or not: they are no points of the group.
        worth = [line.all for line in lines if not line.criterion.is_mandatory]
        groups.append((group, sum(worth, Cell()), lines))
    return groups


def _row(criterion, found, province, shown):
    cells = [(key, found.get((criterion.pk, key), Cell())) for key, _name in shown]
    return Row(
        criterion,
        cells,
        sum((cell for _key, cell in cells), Cell()),
        province.get(criterion.pk, Cell()),
    )


def by_criterion(found):
    """{criterion: Cell} over all columns."""
    sums = defaultdict(Cell)
    for (criterion, _key), cell in found.items():
        sums[criterion] += cell
    return sums


def weakest(groups, number=5):
    """Rows with the lowest share, the weakest first."""
    known = [row for _g, _c, lines in groups for row in lines if row.all.possible]
    return sorted(known, key=lambda row: (row.all.share, row.criterion.code))[:number]


def lowest_entries(scores, criterion, by, key):
    """Entries with the lowest share for one criterion, dicts, the weakest first."""
    rows = scores.filter(item__criterion=criterion).annotate(
        column=KEYS[by], worth=possible()
    )
    if key is not None:
        rows = rows.filter(column=key)
    return (
        rows.order_by()
        .values("entry", "entry__name", "entry__commune__name", "entry__state")
        .annotate(
            points=Sum("points"), possible=Sum("worth"), claimed=Sum("self_points")
        )
        .annotate(share=F("points") / F("possible"))
        .order_by("share", "entry__name", "entry")
    )
