"""What waits for whom: entries to check, reviews to mark, appeals to decide."""

from django.db.models import Count, Q
from django.urls import reverse

from communes.scoping import PROVINCE_ROLES, Role
from emulation.models import Appeal, Campaign, Entry, Review
from emulation.reviews import reviewing
from emulation.reviews.progress import progress_of

State, Stage = Entry.State, Review.Stage
# Longer lists are cut here: what is done leaves room for the rest.
MOST = 100
OFTEN = 5


def running():
    return Campaign.objects.filter(launched_at__isnull=False, announced_at=None)


def waiting(user):
    """The lists of the home page of reviews, each as short as the reader's reach."""
    entries = Entry.objects.visible_to(user).filter(campaign__in=running())
    appeals = Appeal.objects.visible_to(user).filter(entry__campaign__in=running())
    found = {
        "is_commune": user.role not in PROVINCE_ROLES,
        "returned": _listed(entries.filter(state=State.RETURNED)),
        "appeals": list(
            _with_entry(appeals).order_by("decided_at", "raised_at")[:MOST]
        ),
    }
    if user.role in PROVINCE_ROLES:
        return found | _of_department(user)
    return found | {
        "to_check": _listed(entries.filter(state=State.SUBMITTED)),
        "may_check": reviewing.checkable_by(user).exists(),
    }


def _listed(entries):
    rows = entries.select_related("campaign", "commune").defer("commune__outline")
    return list(rows.order_by("submitted_at", "name")[:MOST])


def _with_entry(appeals):
    return appeals.select_related("entry__campaign", "item", "raised_by")


def _of_department(user):
    own = Review.objects.filter(
        reviewer=user, stage=Stage.DEPARTMENT, entry__campaign__in=running()
    )
    own = own.select_related("entry__campaign", "entry__block")
    counted = own.annotate(marked=Count("marks"))
    todo = counted.filter(finished_at=None, entry__state=State.CONFIRMED)
    todo = todo.order_by("entry__campaign__review_due_on", "entry__name")
    counts = own.aggregate(
        todo=Count("pk", filter=Q(finished_at=None)),
        done=Count("pk", filter=Q(finished_at__isnull=False)),
    )
    done = own.exclude(finished_at=None).order_by("-finished_at")
    return {
        "reviews": list(todo[:MOST]),
        "finished": list(done[:MOST]),
        "counts": counts,
        "campaigns": _overview(user),
    }


def _overview(user):
    """For an administrator: each running campaign with the numbers of its reviews."""
    if user.role != Role.ADMIN:
        return []
    campaigns = list(running())
    found = progress_of(campaigns)
    return [(one, found[one.pk]) for one in campaigns]


def common_reasons(campaign):
    """Reasons that entries of the campaign were sent back for, the most frequent first."""
    rows = campaign.entries.exclude(reason="").order_by()
    rows = rows.values_list("reason").annotate(times=Count("pk"))
    return [reason for reason, _times in rows.order_by("-times", "reason")[:OFTEN]]


def page_of(entry, user):
    """Where `user` works on the entry: her review, her check, or the home of both."""
    if user.role in PROVINCE_ROLES:
        own = Review.objects.editable_by(user).filter(entry=entry).first()
        if own is not None:
            return reverse("campaign_review", args=[own.pk])
        return reverse("campaign_review_home")
    return reverse("campaign_entry_check", args=[entry.pk])
