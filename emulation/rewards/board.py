"""What the page of awards shows: quotas, proposals, who is next and what is uncertain."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from emulation.models import AwardKind, AwardProposal, AwardQuota, Standing
from emulation.rewards import awards


@dataclass(frozen=True)
class Proposed:
    """One proposal with the place it rests on."""

    proposal: AwardProposal
    standing: Standing | None
    is_doubtful: bool

    @property
    def entry(self):
        return self.proposal.entry

    @property
    def doubt(self):
        if not self.is_doubtful:
            return ""
        if self.standing is None or self.standing.rank is None:
            return _("chưa chắc: không còn được xếp hạng")
        facts = {"best": self.standing.rank_best, "worst": self.standing.rank_worst}
        return _("chưa chắc: hạng từ %(best)s đến %(worst)s") % facts


@dataclass(frozen=True)
class AwardRow:
    """One award with its quota, what is proposed and what is left."""

    award: AwardKind
    most: int | None
    block_most: int
    proposed: list
    ties: list

    @property
    def is_open(self):
        return self.most is not None or self.block_most > 0


def rows(campaign):
    """An AwardRow for each kind of award, the highest first; a constant number of queries."""
    kinds = list(AwardKind.objects.all())
    quotas = list(AwardQuota.objects.filter(campaign=campaign))
    standings = {
        one.entry_id: one for one in Standing.objects.filter(campaign=campaign)
    }
    made = defaultdict(list)
    for proposal in proposals(campaign):
        made[proposal.award_id].append(proposal)
    edges = edges_of(kinds, quotas, made)
    ties = ties_of(campaign, kinds, quotas, made)
    found = []
    for kind in kinds:
        own = [
            _proposed(one, standings.get(one.entry_id), edges) for one in made[kind.pk]
        ]
        found.append(
            AwardRow(
                kind,
                next((q.most for q in quotas if _is_overall(q, kind)), None),
                sum(q.most for q in quotas if q.award_id == kind.pk and q.block_id),
                own,
                ties.get(kind.pk, []),
            )
        )
    return found


def proposals(campaign):
    return (
        AwardProposal.objects.filter(entry__campaign=campaign)
        .select_related("entry__block", "award", "proposed_by")
        .order_by("award__order", "entry__block__order", "entry__standing__rank", "pk")
    )


def _is_overall(quota, kind):
    return quota.award_id == kind.pk and quota.block_id is None


def _proposed(proposal, standing, edges):
    edge = edges[proposal.award_id, proposal.entry.block_id]
    is_doubtful = (
        standing is None or standing.rank is None or awards.is_doubtful(standing, edge)
    )
    return Proposed(proposal, standing, is_doubtful)


def edges_of(kinds, quotas, made):
    """{(award, block): the last place that still wins it}, higher awards counted too."""
    quota = {(q.award_id, q.block_id): q.most for q in quotas}
    blocks = {one.entry.block_id for rows in made.values() for one in rows}
    edges = {}
    for block in blocks:
        last = 0
        for kind in kinds:
            own = sum(one.entry.block_id == block for one in made[kind.pk])
            last += max(own, quota.get((kind.pk, block), 0))
            edges[kind.pk, block] = last
    return edges


def ties_of(campaign, kinds, quotas, made):
    """{award: standings of a tie that stands across the edge of what is left}."""
    taken = {one.entry_id for rows in made.values() for one in rows}
    standings = list(awards.ranked(campaign))
    ties = {}
    for kind in kinds:
        mine = [q for q in quotas if q.award_id == kind.pk]
        if not mine:
            continue
        left = awards.room_from(mine, made[kind.pk])
        _chosen, tied = awards.chosen_for(kind, left, standings, taken)
        if tied:
            ties[kind.pk] = tied
    return ties


def candidates(campaign):
    """Standings that may still be proposed for something, in order of rank."""
    taken = AwardProposal.objects.filter(entry__campaign=campaign).values("entry")
    return awards.ranked(campaign).exclude(entry__in=taken)
