"""What the scores of a campaign are computed from, loaded in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from emulation.models import (
    Answer,
    Appeal,
    CampaignSet,
    Criterion,
    Entry,
    Item,
    Participant,
    Review,
    ReviewMark,
    Standing,
)
from emulation.scored.terms import (
    CriterionRule,
    GroupRule,
    ItemRule,
    LevelRule,
    SetRule,
)

State = Entry.State
Stage = Review.Stage


@dataclass(frozen=True)
class SetInUse:
    """A criteria set of the campaign with its weight and whom it is for."""

    key: int
    code: str
    version: int
    rule: SetRule
    weight: Decimal
    decides_level: bool
    participants: frozenset
    institution_kinds: frozenset

    def is_for(self, entry):
        if entry.participant not in self.participants:
            return False
        if entry.participant != Participant.INSTITUTION or not self.institution_kinds:
            return True
        return entry.kind in self.institution_kinds


@dataclass
class Said:
    """What was answered and marked in one entry, by the key of the item."""

    # (amount, out_of, is measured)
    answers: dict = field(default_factory=dict)
    commune: dict = field(default_factory=dict)
    department: dict = field(default_factory=lambda: defaultdict(list))
    third: dict = field(default_factory=dict)
    appeals: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """Everything about one campaign that its scores rest on."""

    sets: tuple
    entries: tuple
    said: dict
    # Score of the campaign before, by participant.
    earlier: dict


def load(campaign):
    """Sets, entries, answers, marks, decided appeals and earlier scores."""
    entries = tuple(Entry.objects.filter(campaign=campaign).order_by("pk"))
    return Field(
        sets=load_sets(campaign),
        entries=entries,
        said=_said(campaign, {entry.pk: entry.state for entry in entries}),
        earlier=_earlier(campaign),
    )


def load_sets(campaign):
    """The criteria sets of a campaign as rules, in their order."""
    rows = list(
        CampaignSet.objects.filter(campaign=campaign)
        .select_related("criteria_set")
        .prefetch_related("criteria_set__levels", "criteria_set__groups")
        .order_by("order", "pk")
    )
    criteria = _criteria(campaign)
    return tuple(
        SetInUse(
            key=row.criteria_set_id,
            code=row.criteria_set.code,
            version=row.criteria_set.version,
            rule=_rule(row.criteria_set, criteria),
            weight=row.weight,
            decides_level=row.decides_level,
            participants=frozenset(row.criteria_set.participants),
            institution_kinds=frozenset(row.criteria_set.institution_kinds),
        )
        for row in rows
    )


def _rule(criteria_set, criteria):
    return SetRule(
        groups=tuple(
            GroupRule(
                group.code, group.name, group.max_points, tuple(criteria[group.pk])
            )
            for group in criteria_set.groups.all()
        ),
        levels=tuple(
            LevelRule(level.number, level.from_points, level.is_inclusive)
            for level in criteria_set.levels.all()
        ),
        mandatory_cap=criteria_set.mandatory_cap,
    )


def _criteria(campaign):
    """Criteria with their items, by the key of their group."""
    items = defaultdict(list)
    for item in Item.objects.filter(
        criterion__group__criteria_set__campaigns__campaign=campaign
    ).order_by("order", "code"):
        items[item.criterion_id].append(
            ItemRule(item.pk, item.kind, item.max_points, item.target)
        )
    found = defaultdict(list)
    for row in Criterion.objects.filter(
        group__criteria_set__campaigns__campaign=campaign
    ).order_by("order", "code"):
        found[row.group_id].append(
            CriterionRule(
                row.code,
                tuple(items[row.pk]),
                row.is_mandatory,
                frozenset(row.except_kinds),
            )
        )
    return found


def _said(campaign, states):
    said = defaultdict(Said)
    answers = Answer.objects.filter(entry__campaign=campaign).values_list(
        "entry", "item", "amount", "out_of", "measured_at"
    )
    for entry, item, amount, out_of, measured_at in answers:
        said[entry].answers[item] = (amount, out_of, measured_at is not None)
    _add_marks(campaign, states, said)
    granted = Appeal.objects.filter(entry__campaign=campaign, is_granted=True)
    for entry, item, points in granted.values_list("entry", "item", "points"):
        if states[entry] == State.VERIFIED:
            said[entry].appeals[item] = points
    return said


def _add_marks(campaign, states, said):
    """Marks of finished reviews: the department's once it has verified the entry."""
    marks = ReviewMark.objects.filter(
        review__entry__campaign=campaign, review__finished_at__isnull=False
    ).values_list("review__entry", "review__stage", "review__slot", "item", "points")
    for entry, stage, slot, item, points in marks:
        if stage == Stage.COMMUNE:
            if states[entry] in (State.CONFIRMED, State.VERIFIED):
                said[entry].commune[item] = points
        elif states[entry] == State.VERIFIED:
            if slot == Review.Slot.THIRD:
                said[entry].third[item] = points
            else:
                said[entry].department[item].append(points)


def participant(entry):
    """The same participant's in every campaign; a school whoever manages it by then."""
    if entry.participant == Participant.INSTITUTION:
        return (entry.participant, entry.institution_id)
    return (entry.participant, entry.team_id, entry.commune_id)


def _earlier(campaign):
    """Ranked scores of the campaign before: half an entry says nothing of progress."""
    rows = Standing.objects.filter(
        campaign=campaign.previous_id, rank__isnull=False
    ).select_related("entry")
    return {participant(row.entry): row.score for row in rows}
