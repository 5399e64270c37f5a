"""Decisions as a page sends them: about returns as they were seen, or not at all."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.approval import TransitionError

from .models import SchoolReturn

# Whatever happened to a return last: handed in, judged, or asked to be unlocked.
LAST_STEP = Greatest(
    F("submitted_at"),
    F("decided_at"),
    F("unlock_requested_at"),
)


def token(row):
    """What a page remembers of a return that it shows: which one, and as of when."""
    moments = (row.submitted_at, row.decided_at, row.unlock_requested_at)
    last = max((at for at in moments if at), default=None)
    return f"{row.pk}@{row.state}@{last.isoformat() if last else ''}"


# Where a reason waits that could not be used, so that nobody types it twice.
TYPED = "typed_reason"


def remember(request, text):
    request.session[TYPED] = text


def recall(request):
    return request.session.pop(TYPED, "")


@dataclass(frozen=True)
class Seen:
    """One return as the person saw it when she decided."""

    pk: int
    state: str
    last_step: datetime | None

    @classmethod
    def parse(cls, text):
        """Raises ValueError for what no page of ours has sent."""
        pk, state, last = text.split("@")
        return cls(int(pk), state, datetime.fromisoformat(last) if last else None)

    @property
    def matches(self):
        if self.last_step is None:
            return Q(pk=self.pk, state=self.state, last_step__isnull=True)
        return Q(pk=self.pk, state=self.state, last_step=self.last_step)


def seen_by(texts):
    """What the page remembered, one for each return; nonsense is left out."""
    found = {}
    for text in texts:
        try:
            one = Seen.parse(text)
        except ValueError:
            continue
        found[one.pk] = one
    return list(found.values())


def decide(verb, seen, *, by, **details):
    """Run `verb` of communes.approval on all of `seen` as they were seen, or on none.

    Raises TransitionError when one has moved on since: it says who did what. Returns
    the rows that moved.
    """
    if not seen:
        raise TransitionError(_("Hãy chọn ít nhất một báo cáo."))
    matching = Q()
    for one in seen:
        matching |= one.matches
    rows = SchoolReturn.objects.visible_to(by).alias(last_step=LAST_STEP)
    try:
        with transaction.atomic():
            if verb(rows.filter(matching), by=by, **details) != len(seen):
                raise TransitionError(_("Có báo cáo đã thay đổi sau khi bạn mở trang."))
    except TransitionError as refusal:
        raise _with_news(refusal, seen, by) from refusal
    return SchoolReturn.objects.filter(pk__in=[one.pk for one in seen])


def _with_news(refusal, seen, user):
    """The refusal, with what others did meanwhile, so that nothing is lost silently."""
    expected = {one.pk: one for one in seen}
    now = SchoolReturn.objects.visible_to(user).filter(pk__in=expected)
    news = [
        happened(row)
        for row in now.select_related("institution", "submitted_by", "decided_by")
        if token(row) != _token_of(expected[row.pk])
    ]
    if not news:
        return refusal
    return TransitionError(
        " ".join([_("Có báo cáo đã thay đổi sau khi bạn mở trang."), *news])
    )


def _token_of(one):
    last = one.last_step.isoformat() if one.last_step else ""
    return f"{one.pk}@{one.state}@{last}"


def happened(row):
    """How a return stands now and through whom, in a sentence."""
    judged = row.decided_at is not None
    person = row.decided_by if judged else row.submitted_by
    at = row.decided_at if judged else row.submitted_at
    if person is None:
        words = _("%(school)s: %(state)s.")
    else:
        words = _("%(school)s: %(state)s (%(who)s, %(at)s).")
    return words % {
        "school": row.institution.name,
        "state": row.get_state_display(),
        "who": person and (person.get_full_name() or person.username),
        "at": at and f"{timezone.localtime(at):%H:%M %d/%m/%Y}",
    }
