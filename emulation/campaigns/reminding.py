"""Each morning: whoever has not handed in yet hears that the day is near."""

from collections import defaultdict

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.windows import day
from emulation.campaigns.notices import OPEN, in_our_language, occasion_of, tell
from emulation.models import Campaign


@in_our_language
def remind(today=None):
    """Tell everybody whose day is near, once for each step; returns how many were told."""
    today = today or timezone.localdate()
    running = Campaign.objects.filter(launched_at__isnull=False, announced_at=None)
    return sum(_remind_of(campaign, today) for campaign in running)


def _remind_of(campaign, today):
    """Entries of one day go together: a commune hears of each of its days once."""
    by_day = defaultdict(list)
    left = campaign.entries.filter(state__in=OPEN).values_list("pk", "due_on")
    for entry, due_on in left:
        by_day[due_on or campaign.self_due_on].append(entry)
    told = 0
    for due_on, entries in by_day.items():
        days = (due_on - today).days
        steps = [n for n in settings.CAMPAIGN_REMIND_BEFORE if n >= days >= 0]
        if steps:
            found = campaign.entries.filter(pk__in=entries)
            told += _due(found, campaign, due_on, days, min(steps))
    return told


def _due(entries, campaign, due_on, days, step):
    facts = {"campaign": campaign, "due": day(due_on), "days": days}
    commune = _(
        "%(campaign)s: còn %(number)s hồ sơ của xã chưa nộp, hạn đến hết ngày %(due)s "
        "(còn %(days)s ngày)."
    )
    clerk = _(
        "%(campaign)s: %(name)s chưa nộp hồ sơ tự đánh giá, hạn đến hết ngày %(due)s "
        "(còn %(days)s ngày)."
    )
    occasion = occasion_of(campaign, f"due:{due_on:%Y%m%d}:{step}")
    return tell(entries, commune, clerk, facts, occasion)
