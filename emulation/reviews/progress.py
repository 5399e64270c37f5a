"""How far the reviews of campaigns are: entries by state, reviews, appeals."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q

from emulation.models import Appeal, Entry, Review

State, Slot = Entry.State, Review.Slot


@dataclass(frozen=True)
class Progress:
    """One campaign in numbers; reviews are those of the department."""

    states: dict = field(default_factory=dict)
    unassigned: int = 0
    open: int = 0
    finished: int = 0
    doubles: int = 0
    thirds: int = 0
    appeals: int = 0
    decided: int = 0

    @property
    def waits_for_commune(self):
        return self.states.get(State.SUBMITTED, 0)

    @property
    def waits_for_department(self):
        return self.states.get(State.CONFIRMED, 0)

    @property
    def verified(self):
        return self.states.get(State.VERIFIED, 0)


def progress(campaign):
    return progress_of([campaign])[campaign.pk]


def progress_of(campaigns):
    """{campaign's key: Progress}, in the same four queries however many there are."""
    states = defaultdict(dict)
    entries = Entry.objects.filter(campaign__in=campaigns).order_by()
    counted = entries.values_list("campaign", "state").annotate(Count("pk"))
    for campaign, state, number in counted:
        states[campaign][state] = number
    given = Review.objects.filter(entry=OuterRef("pk"), stage=Review.Stage.DEPARTMENT)
    waiting = entries.filter(~Exists(given), state=State.CONFIRMED)
    unassigned = dict(waiting.values_list("campaign").annotate(Count("pk")))
    reviews, appeals = _reviews(campaigns), _appeals(campaigns)
    return {
        one.pk: Progress(
            states=states[one.pk],
            unassigned=unassigned.get(one.pk, 0),
            **reviews.get(one.pk, {}),
            **appeals.get(one.pk, {}),
        )
        for one in campaigns
    }


def _reviews(campaigns):
    rows = Review.objects.filter(
        entry__campaign__in=campaigns, stage=Review.Stage.DEPARTMENT
    )
    is_open = Q(finished_at__isnull=True)
    return _by_campaign(
        rows,
        open=Count("pk", filter=is_open),
        finished=Count("pk", filter=~is_open),
        doubles=Count("pk", filter=Q(slot=Slot.SECOND)),
        thirds=Count("pk", filter=Q(slot=Slot.THIRD) & is_open),
    )


def _appeals(campaigns):
    is_open = Q(decided_at__isnull=True)
    return _by_campaign(
        Appeal.objects.filter(entry__campaign__in=campaigns),
        appeals=Count("pk", filter=is_open),
        decided=Count("pk", filter=~is_open),
    )


def _by_campaign(rows, **counts):
    found = rows.order_by().values("entry__campaign").annotate(**counts)
    return {row.pop("entry__campaign"): row for row in found}
