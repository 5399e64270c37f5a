"""Handing an entry in: what stands in the way, where it goes next, and the step kept."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.scoping import Role
from emulation.entries import window
from emulation.entries.answers import is_measured, items_of
from emulation.entries.self_scores import self_score
from emulation.measured import measuring
from emulation.models import Answer, Entry, EntryStep, Evidence, Participant
from emulation.tasks import request_scores

State = Entry.State


class PassageError(Exception):
    """An entry cannot be handed in; `sentences` say what to do about it."""

    def __init__(self, sentences):
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


@dataclass(frozen=True)
class Obstacle:
    """One thing that is missing, and the place of the page where it is put right."""

    sentence: str
    anchor: str = ""


def obstacles(entry) -> list[str]:
    """Sentences about all that keeps the entry from being handed in."""
    return [one.sentence for one in missing(entry)]


def missing(entry) -> list[Obstacle]:
    """The same, each with where to go."""
    answers = {one.item_id: one for one in Answer.objects.filter(entry=entry)}
    return missing_of(entry, items_of(entry), answers)


def missing_of(entry, items, answers) -> list[Obstacle]:
    """What is missing, for whoever has read the items and answers already."""
    closed = window.closed_because(entry)
    if closed:
        return [Obstacle(closed)]
    if not items:
        return [Obstacle(_("Không có tiêu chí nào áp dụng cho đơn vị này."))]
    proven = set(
        Evidence.objects.filter(answer__entry=entry).values_list(
            "answer__item__criterion", flat=True
        )
    )
    return [*_unanswered(items, answers), *_unproven(items, answers, proven)]


def _unanswered(items, answers):
    words = _("Mục %(code)s “%(name)s” chưa trả lời.")
    for item in items:
        answer = answers.get(item.pk)
        if answer is None or answer.amount is None:
            facts = {"code": item.code, "name": item.name}
            yield Obstacle(words % facts, f"muc-{item.pk}")


def _unproven(items, answers, proven):
    """What people claim of a criterion needs one piece of evidence; figures do not."""
    words = _("Tiêu chí %(code)s “%(name)s” chưa có minh chứng.")
    asked = {}
    for item in items:
        answer = answers.get(item.pk)
        claims = answer and answer.amount and not is_measured(answer)
        if claims and item.criterion.needs_evidence:
            asked.setdefault(item.criterion_id, item)
    for key, item in asked.items():
        if key not in proven:
            facts = {"code": item.criterion.code, "name": item.criterion.name}
            yield Obstacle(words % facts, f"muc-{item.pk}")


def destination(entry, by):
    """Where it goes: a commune checks its schools, unless its head hands in herself."""
    is_checked = entry.participant == Participant.INSTITUTION and entry.commune_id
    if is_checked and by.role != Role.COMMUNE_HEAD:
        return State.SUBMITTED
    return State.CONFIRMED


@transaction.atomic
def submit(entry, *, by):
    """Hand the entry in; the state it now has. Raises PassageError."""
    # Whoever else writes into it waits until this has been decided.
    held = Entry.objects.select_for_update(of=["self"]).select_related("campaign")
    entry = held.get(pk=entry.pk)
    refused = window.refusal(entry, by)
    if refused:
        raise PassageError([refused])
    measuring.refresh([entry])
    found = obstacles(entry)
    if found:
        raise PassageError(found)
    return _move(entry, by)


def _move(entry, by):
    state = destination(entry, by)
    moved = Entry.objects.filter(
        pk=entry.pk, state__in=[State.DRAFT, State.RETURNED]
    ).update(
        state=state,
        submitted_by=by,
        submitted_at=timezone.now(),
        confirmed_by=None,
        confirmed_at=None,
    )
    if moved != 1:
        raise PassageError([_("Hồ sơ đã được nộp ở nơi khác. Hãy tải lại trang.")])
    EntryStep.objects.create(
        entry=entry, step=EntryStep.Step.SUBMIT, by=by, self_score=self_score(entry)
    )
    request_scores(entry.campaign_id)
    return state
