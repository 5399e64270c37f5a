"""Who marks which entry: balanced, blind pairs by a drawn sample, a third in disputes."""

import hashlib
import math
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from communes.models import User
from communes.notices import in_use
from communes.scoping import PROVINCE_ROLES, Role
from emulation.models import Campaign, Entry, Review
from emulation.reviews import notices as review_notices
from emulation.reviews.marking import ReviewError, disputed_items

Slot, Stage = Review.Slot, Review.Stage


def possible_reviewers():
    """Accounts of the department that are in use."""
    found = in_use(User.objects.filter(role__in=PROVINCE_ROLES))
    return found.order_by("last_name", "first_name", "username")


def draw(campaign, entry, salt=""):
    """A number that looks random and is the same each time for the campaign's seed."""
    text = f"{campaign.seed}:{entry}:{salt}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def sampled(campaign):
    """Keys of the entries that two people mark: drawn from all that take part.

    From all, not from those handed in so far, so that nobody can know by waiting.
    """
    keys = list(campaign.entries.order_by().values_list("pk", flat=True))
    size = math.ceil(len(keys) * campaign.double_share / 100)
    keys.sort(key=lambda key: (draw(campaign, key), key))
    return set(keys[:size])


@dataclass(frozen=True)
class Plan:
    """Reviews that are missing, and how many each reviewer would have in all."""

    reviews: tuple
    loads: dict
    before: dict
    lacking: int

    @property
    def firsts(self):
        return sum(one.slot == Slot.FIRST for one in self.reviews)

    @property
    def seconds(self):
        return sum(one.slot == Slot.SECOND for one in self.reviews)

    @property
    def thirds(self):
        return sum(one.slot == Slot.THIRD for one in self.reviews)

    def shares(self, reviewers):
        """(reviewer, reviews so far, new ones, together) of each."""
        for person in reviewers:
            had, has = self.before.get(person.pk, 0), self.loads.get(person.pk, 0)
            yield person, had, has - had, has


def loads_of(campaign):
    """{reviewer: how many reviews of the campaign she has or had}."""
    rows = Review.objects.filter(entry__campaign=campaign, stage=Stage.DEPARTMENT)
    return Counter(dict(rows.order_by().values_list("reviewer").annotate(Count("pk"))))


class _Hand:
    """Deals reviews out to whoever has the fewest."""

    def __init__(self, campaign, reviewers):
        self.campaign = campaign
        self.people = [person.pk for person in reviewers]
        self.before = loads_of(campaign)
        self.loads = Counter(self.before)
        self.reviews, self.lacking = [], 0

    def deal(self, entry, slot, taken):
        free = set(self.people) - taken - {entry.submitted_by_id, entry.confirmed_by_id}
        if not free:
            self.lacking += 1
            return
        person = min(free, key=lambda one: (self.loads[one], self._chance(entry, one)))
        self.loads[person] += 1
        taken.add(person)
        self.reviews.append(
            Review(entry=entry, stage=Stage.DEPARTMENT, slot=slot, reviewer_id=person)
        )

    def _chance(self, entry, person):
        return draw(self.campaign, entry.pk, person)


def plan(campaign, reviewers, *, lock=False):
    """What assigning would add, without writing it: only what is missing."""
    entries = campaign.entries.filter(state=Entry.State.CONFIRMED).order_by("pk")
    if lock:
        entries = entries.select_for_update(of=("self",))
    entries = sorted(entries, key=lambda entry: draw(campaign, entry.pk))
    given = _given(campaign)
    doubles, hand = sampled(campaign), _Hand(campaign, reviewers)
    # Pairs first: they are the harder ones to deal out evenly.
    for entry in sorted(entries, key=lambda entry: entry.pk not in doubles):
        slots = given.get(entry.pk, {})
        taken = {person for person, _finished in slots.values()}
        for slot in _missing(campaign, entry, slots, entry.pk in doubles):
            hand.deal(entry, slot, taken)
    return Plan(tuple(hand.reviews), hand.loads, hand.before, hand.lacking)


def _given(campaign):
    """{entry: {slot: (reviewer, finished)}} of the department's open entries."""
    rows = Review.objects.filter(
        entry__campaign=campaign,
        entry__state=Entry.State.CONFIRMED,
        stage=Stage.DEPARTMENT,
    )
    found = {}
    for entry, slot, person, at in rows.values_list(
        "entry", "slot", "reviewer", "finished_at"
    ):
        found.setdefault(entry, {})[slot] = (person, at is not None)
    return found


def _missing(campaign, entry, slots, is_double):
    if Slot.FIRST not in slots:
        yield Slot.FIRST
    if is_double and Slot.SECOND not in slots:
        yield Slot.SECOND
    both = [slots.get(slot, (None, False))[1] for slot in (Slot.FIRST, Slot.SECOND)]
    if all(both) and Slot.THIRD not in slots:
        entry.campaign = campaign
        if disputed_items(entry):
            yield Slot.THIRD


@transaction.atomic
def assign(campaign, *, reviewers, by):
    """Give every entry that waits for the department its reviewers; returns the plan.

    Run again it adds only what is missing.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    reviewers = list(reviewers)
    _judge(campaign, reviewers, by)
    found = plan(campaign, reviewers, lock=True)
    if found.lacking:
        raise ReviewError(
            _(
                "Có %(number)s lượt không giao được cho ai: hồ sơ chấm hai vòng cần hai "
                "người khác nhau, người nộp không tự thẩm định. Hãy chọn thêm người."
            )
            % {"number": found.lacking}
        )
    Review.objects.bulk_create(found.reviews)
    review_notices.assigned(campaign, found)
    return found


def _judge(campaign, reviewers, by):
    if by.role != Role.ADMIN:
        raise ReviewError(_("Chỉ quản trị hệ thống phân công thẩm định."))
    if not campaign.is_running:
        raise ReviewError(_("Chỉ phân công khi đợt thi đua đang diễn ra."))
    if not reviewers:
        raise ReviewError(_("Hãy chọn ít nhất một người thẩm định."))
    allowed = set(possible_reviewers().values_list("pk", flat=True))
    if {person.pk for person in reviewers} - allowed:
        raise ReviewError(
            _("Người thẩm định phải có tài khoản của Sở đang sử dụng, còn hạn.")
        )


def assign_third(entry):
    """Call the third reviewer of a disputed entry: neither of the two, least loaded.

    Those who already review in the campaign come first. None where nobody is left:
    the next assignment by the administrator then finds one.
    """
    hand = _Hand(entry.campaign, possible_reviewers())
    taken = set(
        entry.reviews.filter(stage=Stage.DEPARTMENT).values_list("reviewer", flat=True)
    )
    used = [one for one in hand.people if hand.before[one]]
    blocked = taken | {entry.submitted_by_id, entry.confirmed_by_id}
    if set(used) - blocked:
        hand.people = used
    hand.deal(entry, Slot.THIRD, taken)
    if not hand.reviews:
        return None
    third = hand.reviews[0]
    third.save(force_insert=True)
    review_notices.called_third(third)
    return third
