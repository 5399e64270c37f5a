"""What happened to a return, step by step, out of its recorded changes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from communes.approvable import APPROVED_STATES, State
from communes.history import event_model
from communes.models import User

from .models import SchoolReturn


@dataclass(frozen=True)
class Step:
    """One change of state, or one word about unlocking: through whom, when and why."""

    state: str
    label: str
    at: datetime
    who: User | None
    note: str = ""


def of(filed):
    """Steps of a return, newest first; the same few queries however many there are."""
    events = list(
        event_model(SchoolReturn)
        .objects.filter(pgh_obj_id=filed.pk)
        .select_related("pgh_context")
        .order_by("pgh_id")
    )
    people = User.objects.in_bulk(_actors(events))
    found = [
        Step(state, label, at, people.get(who), note)
        for before, event in zip([None, *events], events, strict=False)
        for state, label, at, who, note in _between(before, event)
    ]
    return found[::-1]


def _actors(events):
    names = ("submitted_by_id", "decided_by_id", "unlock_requested_by_id")
    told = {getattr(event, name) for event in events for name in names}
    return (told | {_author(event) for event in events}) - {None}


def _author(event):
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _between(before, event):
    """(state, label, when, who, note) of every step from one recorded row to the next."""

    def is_new(name):
        value = getattr(event, name)
        return value and (before is None or getattr(before, name) != value)

    if is_new("submitted_at"):
        yield _named(State.SUBMITTED, event.submitted_at, event.submitted_by_id)
    if is_new("decided_at"):
        rejected = event.state == State.REJECTED
        state = State.REJECTED if rejected else State.APPROVED
        yield _named(state, event.decided_at, event.decided_by_id, event.reason)
    if is_new("unlock_requested_at"):
        label, who = _("Gửi yêu cầu mở khóa"), event.unlock_requested_by_id
        yield "asked", label, event.unlock_requested_at, who, event.unlock_reason
    if is_new("unlock_refusal"):
        label, note = _("Không mở khóa"), event.unlock_refusal
        yield "refused", label, event.pgh_created_at, _author(event), note
    if before is not None:
        yield from _opened_or_locked(before, event)


def _opened_or_locked(before, event):
    at, who = event.pgh_created_at, _author(event)
    if before.state != event.state == State.LOCKED:
        yield _named(State.LOCKED, at, who)
    if before.state in APPROVED_STATES and event.state == State.DRAFT:
        yield "unlocked", _("Mở khóa"), at, who, _until(event.unlocked_until)


def _until(moment):
    if moment is None:
        return ""
    return _("đến %(at)s") % {"at": f"{timezone.localtime(moment):%H:%M %d/%m/%Y}"}


def _named(state, at, who, note=""):
    return state, State(state).label, at, who, note
