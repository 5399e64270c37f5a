"""What an entry is worth by its own answers alone, at this moment."""

from dataclasses import dataclass

from emulation.models import Answer
from emulation.scored.loading import SetInUse, load_sets
from emulation.scored.scoring import item_points, score_set, whole_score
from emulation.scored.terms import Part, SetScore, Span, Whole


@dataclass(frozen=True)
class SelfScore:
    """Points by item, scores by set, and the whole; None where nothing applies."""

    points: dict
    sets: tuple[tuple[SetInUse, SetScore], ...]
    whole: Whole | None


def points_of(item, answer):
    """The points that an answer earns by itself; None where there is none."""
    if answer is None:
        return None
    return item_points(
        item.kind, item.max_points, item.target, answer.amount, answer.out_of
    )


def of(entry, answers) -> SelfScore:
    """The self-score from `answers` by item key, as the engine would compute it."""
    rules = [one for one in load_sets(entry.campaign) if one.is_for(entry)]
    points = {
        item.key: points_of(item, answers.get(item.key))
        for one in rules
        for group in one.rule.groups
        for criterion in group.applicable(entry.kind)
        for item in criterion.items
    }
    spans = {
        key: Span(own, own, own, "self", own)
        for key, own in points.items()
        if own is not None
    }
    scored = [(one, score_set(one.rule, entry.kind, spans)) for one in rules]
    sets = tuple((one, score) for one, score in scored if score is not None)
    whole = whole_score(
        Part(score, one.weight, one.decides_level) for one, score in sets
    )
    return SelfScore(points, sets, whole)


def self_score(entry):
    """The whole self-score; None where nothing was answered."""
    answers = {one.item_id: one for one in Answer.objects.filter(entry=entry)}
    whole = of(entry, answers).whole
    return whole.self_score if whole else None
