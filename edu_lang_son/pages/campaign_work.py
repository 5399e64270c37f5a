"""What campaigns ask of this reader: entries to fill in, to check, to mark, to decide."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.scoping import EDITING_COMMUNE_ROLES, PROVINCE_ROLES, Role
from communes.templatetags.shell import address
from emulation.models import Appeal, Campaign, Entry, Review

State = Entry.State


@dataclass(frozen=True)
class Work:
    """One thing to do in a campaign: a sentence, its last day and where it is done."""

    text: str
    due_on: date
    url: str
    # Sent back or late: said in the colour of what is urgent.
    is_urgent: bool = False


def work(user):
    """What is open for `user`, the urgent first; three queries, none for idle roles."""
    running = list(
        Campaign.objects.filter(launched_at__isnull=False, announced_at__isnull=True)
    )
    if not running:
        return []
    found = _of_department(user, running) if user.role in PROVINCE_ROLES else []
    if user.role in EDITING_COMMUNE_ROLES or user.role == Role.SCHOOL_CLERK:
        found = _of_participants(user, running)
    return sorted(found, key=lambda one: (not one.is_urgent, one.due_on))


def _of_participants(user, running):
    counts = {
        row["campaign"]: row
        for row in Entry.objects.editable_by(user)
        .filter(campaign__in=running)
        .order_by()
        .values("campaign")
        .annotate(
            open=Count("pk", Q(state=State.DRAFT)),
            returned=Count("pk", Q(state=State.RETURNED)),
            waiting=Count("pk", Q(state=State.SUBMITTED) & ~Q(submitted_by=user)),
        )
    }
    checks = user.role in EDITING_COMMUNE_ROLES
    for campaign in running:
        row = counts.get(campaign.pk)
        if row:
            yield from _asked(campaign, row, checks)


def _asked(campaign, row, checks):
    """Sentences about one campaign, for whoever fills in and, in communes, checks."""
    names = {"campaign": campaign.name}
    entries = address("campaign_entry_list", campaign.code)
    if row["returned"]:
        words = _("%(number)s hồ sơ bị trả lại, cần sửa rồi nộp lại: %(campaign)s")
        yield Work(
            words % {"number": row["returned"], **names},
            campaign.review_due_on,
            f"{entries}?state={State.RETURNED}",
            is_urgent=True,
        )
    if row["open"]:
        words = _("%(number)s hồ sơ tự đánh giá chưa nộp: %(campaign)s")
        yield Work(
            words % {"number": row["open"], **names},
            campaign.self_due_on,
            f"{entries}?state={State.DRAFT}",
            is_urgent=timezone.localdate() > campaign.self_due_on,
        )
    if row["waiting"] and checks:
        words = _("%(number)s hồ sơ chờ xã thẩm định: %(campaign)s")
        yield Work(
            words % {"number": row["waiting"], **names},
            campaign.review_due_on,
            address("campaign_review_home"),
        )


def _of_department(user, running):
    """Reviews given to this person, and appeals that nobody has decided."""
    reviews = _per_campaign(
        Review.objects.filter(
            reviewer=user, finished_at__isnull=True, entry__campaign__in=running
        )
    )
    appeals = _per_campaign(
        Appeal.objects.visible_to(user)
        .filter(decided_at__isnull=True, entry__campaign__in=running)
        .exclude(raised_by=user)
    )
    for campaign in running:
        names = {"campaign": campaign.name}
        url = address("campaign_review_home")
        if number := reviews.get(campaign.pk):
            words = _("%(number)s hồ sơ giao bạn chấm: %(campaign)s")
            yield Work(words % {"number": number, **names}, campaign.review_due_on, url)
        if number := appeals.get(campaign.pk):
            words = _("%(number)s kiến nghị chờ giải quyết: %(campaign)s")
            yield Work(words % {"number": number, **names}, campaign.announce_on, url)


def _per_campaign(rows):
    counted = rows.order_by().values_list("entry__campaign").annotate(Count("pk"))
    return dict(counted)
