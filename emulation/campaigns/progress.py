"""How far campaigns are: entries by step, days past and to come, who is late."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, F, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.entry.forms import DEPARTMENT
from communes.scoping import PROVINCE_ROLES
from emulation.campaigns.notices import OPEN
from emulation.models import Campaign, Entry
from emulation.reviews.progress import progress

Phase = Campaign.Phase


@dataclass(frozen=True)
class Step:
    """One step of a campaign with how many of all are through it."""

    label: str
    done: int
    all: int
    left: str = ""

    @property
    def share(self):
        return round(100 * self.done / self.all) if self.all else 0


@dataclass(frozen=True)
class Day:
    """One day of a campaign on its way from launch to announcement."""

    label: str
    on: object
    state: str
    words: str = ""


@dataclass(frozen=True)
class Card:
    """A campaign on the list: where it stands, and what of it is the reader's."""

    campaign: Campaign
    steps: tuple = ()
    own: dict = field(default_factory=dict)
    days_left: int | None = None


def cards(campaigns, user):
    """A Card for each campaign, in the same few queries however many there are."""
    state = Entry.State
    own = defaultdict(dict)
    rows = (
        Entry.objects.visible_to(user)
        .filter(campaign__in=campaigns)
        .values("campaign")
        .annotate(
            all=Count("pk"),
            open=Count("pk", Q(state__in=OPEN)),
            returned=Count("pk", Q(state=state.RETURNED)),
            submitted=Count("pk", Q(state=state.SUBMITTED)),
            verified=Count("pk", Q(state=state.VERIFIED)),
        )
        .order_by()
    )
    for row in rows:
        own[row.pop("campaign")] = row
    return [_card(one, own.get(one.pk, {}), user) for one in campaigns]


def _card(campaign, own, user):
    steps = ()
    if own:
        label = _("Đã nộp") if user.role in PROVINCE_ROLES else _("Của đơn vị đã nộp")
        steps = (
            Step(label, own["all"] - own["open"], own["all"]),
            Step(_("Sở đã thẩm định"), own["verified"], own["all"]),
        )
    ends = {
        Phase.SELF: campaign.self_due_on,
        Phase.REVIEW: campaign.review_due_on,
    }.get(campaign.phase)
    left = (ends - timezone.localdate()).days if ends else None
    return Card(campaign, steps, own, left)


def timeline(campaign):
    """The days of a campaign, those behind, the one at hand and those to come."""
    today = timezone.localdate()
    planned = [
        (_("Phát động"), campaign.starts_on, campaign.launched_at),
        (_("Hạn tự đánh giá"), campaign.self_due_on, None),
        (_("Hạn thẩm định"), campaign.review_due_on, None),
        (_("Hạn nhận kiến nghị"), campaign.appeal_due_on, None),
        (_("Công bố"), campaign.announce_on, campaign.announced_at),
    ]
    found, is_next = [], True
    for place, (label, on, done_at) in enumerate(planned):
        is_act = place in (0, len(planned) - 1)
        is_done = done_at is not None if is_act else on < today
        state = "done" if is_done else "next" if is_next else "later"
        is_next = is_next and is_done
        found.append(Day(label, on, state, _days_words(on, today, is_done, done_at)))
    return found


def _days_words(on, today, is_done, done_at):
    if done_at:
        words = _("đã làm ngày %(day)s")
        return words % {"day": f"{timezone.localtime(done_at):%d/%m/%Y}"}
    days = (on - today).days
    if days == 0:
        return _("hôm nay")
    if days > 0:
        return _("còn %(days)s ngày") % {"days": days}
    return "" if is_done else _("quá %(days)s ngày") % {"days": -days}


def steps(campaign):
    """Progress of self-assessment, both reviews and appeals."""
    found = progress(campaign)
    entries = sum(found.states.values())
    open_ = sum(found.states.get(state, 0) for state in OPEN)
    handed_in = entries - open_
    return [
        Step(
            _("Tự đánh giá"),
            handed_in,
            entries,
            _left(_("%(number)s hồ sơ chưa nộp"), open_),
        ),
        Step(
            _("Xã thẩm định"),
            handed_in - found.waits_for_commune,
            handed_in,
            _left(_("%(number)s hồ sơ chờ xã"), found.waits_for_commune),
        ),
        Step(
            _("Sở thẩm định"),
            found.verified,
            found.verified + found.waits_for_department,
            _left(_("%(number)s hồ sơ chưa giao người chấm"), found.unassigned),
        ),
        Step(
            _("Lượt chấm của Sở"),
            found.finished,
            found.finished + found.open,
            _left(_("%(number)s lượt chưa xong"), found.open),
        ),
        Step(
            _("Kiến nghị"),
            found.decided,
            found.decided + found.appeals,
            _left(_("%(number)s kiến nghị chờ"), found.appeals),
        ),
    ]


def _left(words, number):
    return words % {"number": number} if number else ""


def open_entries(campaign):
    return campaign.entries.filter(state__in=OPEN)


def late(campaign):
    """[{commune, place, open, day}]: whose entries are not in, most first."""
    rows = (
        open_entries(campaign)
        .values("commune", "commune__name", "commune__kind")
        .annotate(
            open=Count("pk"),
            returned=Count("pk", Q(state=Entry.State.RETURNED)),
            first_day=Min("due_on"),
            extended=Count("due_on"),
        )
        .order_by("-open", "commune__search_name")
    )
    today = timezone.localdate()
    return [
        row
        | {
            "place": _place(row),
            "code": row["commune"] or DEPARTMENT,
            "is_late": _last_day(row, campaign) < today,
            "day": _last_day(row, campaign),
        }
        for row in rows
    ]


def _last_day(row, campaign):
    """The nearest day that still binds one of them."""
    if row["extended"] == row["open"]:
        return row["first_day"]
    return min(campaign.self_due_on, row["first_day"] or campaign.self_due_on)


def _place(row):
    if not row["commune"]:
        return _("Trường thuộc Sở")
    kind = _("Phường") if row["commune__kind"] == "ward" else _("Xã")
    return f"{kind} {row['commune__name']}"


def blocks(campaign):
    """Blocks with how many entries each compares and how many are verified."""
    return list(
        campaign.blocks.annotate(
            size=Count("entries"),
            verified=Count("entries", Q(entries__state=Entry.State.VERIFIED)),
        )
    )


def extended(campaign):
    """Entries with a later day than the campaign's own."""
    return open_entries(campaign).filter(due_on__gt=F("campaign__self_due_on"))
