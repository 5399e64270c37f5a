"""Compute a campaign's scores and places and store them, all in one transaction."""

import socket
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from emulation.models import Campaign, Entry, ScoreRun
from emulation.scored.loading import load, participant
from emulation.scored.places import Contender, places
from emulation.scored.scoring import (
    RULES_VERSION,
    item_points,
    score_set,
    settle,
    whole_score,
)
from emulation.scored.terms import NOTHING, Part, Verdicts
from emulation.scored.writing import prune_runs, write

LOCK_NAMESPACE = 7303
# With whoever fills it in: not yet handed in, so not compared with others.
NOT_HANDED_IN = (Entry.State.DRAFT, Entry.State.RETURNED)


class Announced(Exception):
    """The campaign has been announced: its scores stand."""


@dataclass(frozen=True)
class Result:
    """The scores of one entry; `sets` are pairs of a set's key and its score."""

    entry: Entry
    spans: dict
    sets: tuple
    whole: object
    improvement: object = None

    @property
    def is_ranked(self):
        return (
            self.entry.block_id is not None
            and self.whole is not None
            and self.whole.answered == self.whole.expected
            and self.entry.state not in NOT_HANDED_IN
        )


@transaction.atomic
def recompute(campaign_id, *, host=""):
    """Replace the scores and places of a campaign; returns the ScoreRun.

    Behind a lock of the campaign, so that two runs follow each other, and an
    announcement cannot slip in between the computation and its writing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_NAMESPACE, campaign_id]
        )
    campaign = Campaign.objects.get(pk=campaign_id)
    if campaign.announced_at is not None:
        raise Announced(campaign)
    run = ScoreRun.objects.create(
        campaign=campaign,
        host=host or f"shell@{socket.gethostname()}",
        started_at=timezone.now(),
    )
    field = load(campaign)
    results = compute(field, campaign.tolerance)
    write(run, results, rank(results))
    run.entries = len(results)
    run.versions = {
        "rules": RULES_VERSION,
        "sets": {one.code: one.version for one in field.sets},
    }
    run.finished_at = timezone.now()
    run.save()
    prune_runs(run)
    return run


def compute(field, tolerance):
    """The result of every entry, without places."""
    return [_result(field, entry, tolerance) for entry in field.entries]


def rank(results):
    """Places by entry, block by block; whoever is incomplete has none."""
    blocks = defaultdict(list)
    for result in results:
        if result.is_ranked:
            whole = result.whole
            blocks[result.entry.block_id].append(
                Contender(
                    key=result.entry.pk,
                    points=whole.span.points,
                    low=whole.span.low,
                    high=whole.span.high,
                    level=whole.level,
                    full=whole.full,
                    improvement=result.improvement,
                )
            )
    return {
        key: place
        for contenders in blocks.values()
        for key, place in places(contenders).items()
    }


def _result(field, entry, tolerance):
    sets = [one for one in field.sets if one.is_for(entry)]
    said = field.said.get(entry.pk)
    spans = {
        item.key: _span(item, said, tolerance)
        for one in sets
        for group in one.rule.groups
        for criterion in group.applicable(entry.kind)
        for item in criterion.items
    }
    scores = [(one, score_set(one.rule, entry.kind, spans)) for one in sets]
    scores = [(one, score) for one, score in scores if score is not None]
    whole = whole_score(
        Part(score, one.weight, one.decides_level) for one, score in scores
    )
    earlier = field.earlier.get(participant(entry))
    improvement = None
    # Half an entry beside a whole one of the year before would be a loss for everybody.
    if whole and earlier is not None and whole.answered == whole.expected:
        improvement = whole.span.points - earlier
    return Result(
        entry=entry,
        spans=spans,
        sets=tuple((one.key, score) for one, score in scores),
        whole=whole,
        improvement=improvement,
    )


def _span(item, said, tolerance):
    """What one item is worth after everything that was said about it."""
    if said is None:
        return NOTHING
    amount, out_of, is_measured = said.answers.get(item.key, (None, None, False))
    own = item_points(item.kind, item.max_points, item.target, amount, out_of)
    return settle(
        Verdicts(
            highest=item.highest_mark,
            self_points=own,
            is_measured=is_measured,
            commune=said.commune.get(item.key),
            department=tuple(said.department.get(item.key, ())),
            third=said.third.get(item.key),
            appeal=said.appeals.get(item.key),
        ),
        tolerance,
    )
