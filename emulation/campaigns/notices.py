"""Notices about a campaign: its launch, its days, more time, its announcement.

Whoever fills in is told: people of the commune that manages a school, and its clerk.
"""

from collections import defaultdict
from functools import wraps

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communes import notices
from communes.models import Notice, User
from communes.notices import Message
from communes.scoping import Role
from communes.windows import day
from emulation.models import Entry, EntryStep

REMINDER = Notice.Kind.REMINDER
OPEN = (Entry.State.DRAFT, Entry.State.RETURNED)


def in_our_language(function):
    """Whoever causes a notice may be reading English; those who get it are not."""

    @wraps(function)
    def inner(*args, **kwargs):
        with translation.override(settings.LANGUAGE_CODE):
            return function(*args, **kwargs)

    return inner


@in_our_language
def launched(campaign):
    facts = {"campaign": campaign, "due": day(campaign.self_due_on)}
    commune = _(
        "Sở phát động %(campaign)s: %(number)s hồ sơ của xã tự đánh giá đến hết ngày "
        "%(due)s."
    )
    clerk = _("Sở phát động %(campaign)s: %(name)s tự đánh giá đến hết ngày %(due)s.")
    return tell(
        campaign.entries.all(), commune, clerk, facts, occasion_of(campaign, "launch")
    )


@in_our_language
def announced(campaign):
    facts = {"campaign": campaign}
    commune = _("Sở đã công bố kết quả %(campaign)s; xã có %(number)s hồ sơ.")
    clerk = _("Sở đã công bố kết quả %(campaign)s. Xem kết quả của %(name)s.")
    entries, occasion = campaign.entries.all(), occasion_of(campaign, "announce")
    return tell(entries, commune, clerk, facts, occasion, page="campaign_ranking")


@in_our_language
def extended(entries, due_on, reason, by):
    """Those whom more time was given, with the reason, which stays with the entry."""
    EntryStep.objects.bulk_create(
        EntryStep(
            entry=entry,
            step=EntryStep.Step.EXTEND,
            by=by,
            reason=_("Gia hạn đến hết ngày %(day)s. %(reason)s")
            % {"day": day(due_on), "reason": reason},
        )
        for entry in entries
    )
    campaign = entries[0].campaign
    facts = {"campaign": campaign, "due": day(due_on), "reason": reason}
    commune = _(
        "Sở gia hạn tự đánh giá đến hết ngày %(due)s cho %(number)s hồ sơ của xã "
        "(%(campaign)s). Lý do: %(reason)s"
    )
    clerk = _(
        "Sở gia hạn tự đánh giá đến hết ngày %(due)s cho %(name)s (%(campaign)s). "
        "Lý do: %(reason)s"
    )
    found = campaign.entries.filter(pk__in=[entry.pk for entry in entries])
    occasion = occasion_of(campaign, f"extend:{timezone.now():%Y%m%d%H%M%S%f}")
    return tell(found, commune, clerk, facts, occasion)


@in_our_language
def remind_late(entries, campaign):
    """The department presses a button: once a day for each person, not more."""
    facts = {"campaign": campaign, "due": day(campaign.self_due_on)}
    commune = _(
        "Sở nhắc: còn %(number)s hồ sơ của xã chưa nộp (%(campaign)s), hạn %(due)s."
    )
    clerk = _(
        "Sở nhắc: %(name)s chưa nộp hồ sơ tự đánh giá (%(campaign)s), hạn %(due)s."
    )
    occasion = occasion_of(campaign, f"late:{timezone.localdate():%Y%m%d}")
    found = entries.filter(state__in=OPEN)
    return tell(found, commune, clerk, facts, occasion)


def occasion_of(campaign, step):
    return f"campaign:{campaign.pk}:{step}"


def tell(entries, to_commune, to_clerk, facts, occasion, *, page="campaign_entry_list"):
    """One notice for a commune about all its entries; one for each clerk about hers."""
    campaign = facts["campaign"]
    address = reverse(page, args=[campaign.code])
    numbers, schools = defaultdict(int), {}
    rows = entries.values_list("commune", "institution__code", "name")
    for commune, school, name in rows:
        if commune:
            numbers[commune] += 1
        if school:
            schools[school] = name
    messages = [
        Message(
            person,
            to_commune % {**facts, "number": numbers[person.commune_id]},
            occasion,
            address,
        )
        for person in notices.people_of_communes(list(numbers))
    ]
    clerks = User.objects.filter(role=Role.SCHOOL_CLERK, institution_code__in=schools)
    messages += [
        Message(
            person,
            to_clerk % {**facts, "name": schools[person.institution_code]},
            occasion,
            address,
        )
        for person in notices.in_use(clerks)
    ]
    return notices.tell_each(REMINDER, messages)
