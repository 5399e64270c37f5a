"""What pages, papers and the API show of a plan: figures before and after, flows, lists.

Every sum is gross, and over what the reader may see.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from communes.levels import Level
from staffing.models import RedeployMove, RedeployNeed, RedeployPlan

from .words import reason_label, reason_sentence

Status = RedeployMove.Status
LIVE = (Status.PROPOSED, Status.PINNED, Status.ACCEPTED)


@dataclass
class BeforeAfter:
    """Gross shortage and surplus of a subject, level or commune."""

    label: str
    shortage: float = 0
    surplus: float = 0
    filled: float = 0
    given: float = 0

    @property
    def shortage_after(self):
        return self.shortage - self.filled

    @property
    def surplus_after(self):
        return self.surplus - self.given


def moves_of(plan, user):
    """Moves of the plan that `user` may see, with all that a row shows."""
    rows = RedeployMove.objects.visible_to(user).filter(plan=plan)
    return rows.select_related(
        "person",
        "source__managing_commune",
        "target__managing_commune",
        "source__commune",
        "target__commune",
        "post",
        "subject",
        "signer_commune",
        "decided_by",
        "plan",
        "decision",
    ).defer(
        *(
            f"{path}__outline"
            for path in (
                "source__managing_commune",
                "target__managing_commune",
                "source__commune",
                "target__commune",
                "signer_commune",
            )
        )
    )


def newest_plan(user, year):
    """The plan of `year` that was solved last, drafts included; None without one."""
    plans = RedeployPlan.objects.visible_to(user).filter(school_year=year)
    solved = plans.filter(solved_at__isnull=False)
    return solved.exclude(state=RedeployPlan.State.CANCELLED).order_by("-pk").first()


def address_of_helpers(user, year, commune, subject=""):
    """Where the newest plan says who could come to `commune`; the list without one."""
    plan = newest_plan(user, year)
    if plan is None:
        return reverse("redeploy_list")
    query = {"commune": commune.pk} | ({"subject": subject} if subject else {})
    address = reverse("redeploy_plan", args=[plan.pk])
    return f"{address}?{urlencode(query)}#moves-title"


def needs_of(plan, user):
    return RedeployNeed.objects.visible_to(user).filter(plan=plan)


def totals(plan, user):
    """One row of all: shortage, surplus, what the live moves fill and give."""
    row = BeforeAfter(_("Tất cả"))
    sums = needs_of(plan, user).aggregate(Sum("shortage"), Sum("surplus"))
    row.shortage, row.surplus = (float(value or 0) for value in sums.values())
    live = RedeployMove.objects.visible_to(user).filter(plan=plan, status__in=LIVE)
    sums = live.aggregate(Sum("filled"), Sum("share"))
    row.filled, row.given = (float(value or 0) for value in sums.values())
    return row


def counts(plan, user):
    """How many moves of each kind, kilometres, and how many each kind of signer signs."""
    live = RedeployMove.objects.visible_to(user).filter(plan=plan, status__in=LIVE)
    return live.aggregate(
        moves=Count("pk", filter=~Q(kind="part_load")),
        part_loads=Count("pk", filter=Q(kind="part_load")),
        kilometres=Sum("kilometres"),
        across=Count("pk", filter=Q(signer_commune__isnull=True)),
        accepted=Count("pk", filter=Q(status="accepted")),
    )


def before_after(plan, user, by):
    """Rows by "subject", "level" or "commune", the largest shortage first."""
    need, into, out_of = KEYS[by]
    rows = defaultdict(lambda: BeforeAfter(""))
    sums = needs_of(plan, user).order_by().values(need)
    sums = sums.annotate(short=Sum("shortage"), over=Sum("surplus"))
    for key, short, over in sums.values_list(need, "short", "over"):
        rows[key].shortage, rows[key].surplus = float(short), float(over)
    live = RedeployMove.objects.visible_to(user).filter(plan=plan, status__in=LIVE)
    for keys, amount, name in ((into, "filled", "filled"), (out_of, "share", "given")):
        sums = live.order_by().values(keys).annotate(total=Sum(amount))
        for key, total in sums.values_list(keys, "total"):
            row = rows[key]
            setattr(row, name, getattr(row, name) + float(total))
    for key, row in rows.items():
        row.label = LABELS[by](key)
    return sorted(rows.values(), key=lambda row: (-row.shortage, str(row.label)))


KEYS = {
    "subject": ("subject__name", "subject__name", "subject__name"),
    "level": ("level", "level", "level"),
    "commune": (
        "institution__managing_commune__name",
        "target__managing_commune__name",
        "source__managing_commune__name",
    ),
}
LABELS = {
    "subject": lambda key: key or _("Vị trí khác"),
    "level": lambda key: Level(key).label if key else _("Vị trí khác"),
    "commune": lambda key: key or _("Sở Giáo dục và Đào tạo"),
}


def flows(plan, user, limit=15):
    """Pairs of managers with the most people going between them."""
    live = RedeployMove.objects.visible_to(user).filter(plan=plan, status__in=LIVE)
    return (
        live.order_by()
        .values("source__managing_commune__name", "target__managing_commune__name")
        .annotate(moves=Count("pk"), kilometres=Sum("kilometres"))
        .order_by(
            "-moves", "source__managing_commune__name", "target__managing_commune__name"
        )[:limit]
    )


def by_reason(plan, user):
    """(code, label, sentence, places, missing) of what stays missing."""
    rows = needs_of(plan, user).filter(missing__gt=0).order_by()
    sums = rows.values("reason").annotate(places=Count("pk"), missing=Sum("missing"))
    return [
        {
            **row,
            "label": reason_label(row["reason"]),
            "sentence": reason_sentence(row["reason"]),
        }
        for row in sums.order_by("-missing", "reason")
    ]


def unfilled(plan, user):
    """What stays missing, school by school, the largest first."""
    rows = needs_of(plan, user).filter(missing__gt=0)
    return rows.select_related("institution__commune", "post", "subject").order_by(
        "-missing", "institution__search_name", "level", "subject"
    )
