"""How a campaign stands: entries by state, the newest scores, their levels and coverage."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from communes import export
from communes.numbers import shown
from emulation.models import Campaign, Entry, ScoreRun, SetLevel

State = Entry.State
# With whoever fills the entry in; everything else has been handed in.
OPEN_STATES = (State.DRAFT, State.RETURNED)
HANDED_IN = ~Q(state__in=OPEN_STATES)


@dataclass(frozen=True)
class Progress:
    """How many entries stand where, the whole province or one part of it."""

    by_state: dict = field(default_factory=dict)

    @property
    def entries(self):
        return sum(self.by_state.values())

    @property
    def handed_in(self):
        return self.entries - sum(self.by_state.get(one, 0) for one in OPEN_STATES)

    @property
    def verified(self):
        return self.by_state.get(State.VERIFIED, 0)

    @property
    def states(self):
        """(label, number, share) of every state, in the order of the way."""
        found = [(one.label, self.by_state.get(one, 0)) for one in State]
        return [(label, number, ratio(number, self.entries)) for label, number in found]

    @property
    def in_words(self):
        if not self.entries:
            return _("chưa có hồ sơ")
        return _(
            "%(handed_in)s/%(entries)s hồ sơ đã nộp, %(verified)s đã thẩm định"
        ) % {
            "handed_in": shown(self.handed_in),
            "entries": shown(self.entries),
            "verified": shown(self.verified),
        }


def progress_of(entries):
    """Progress of the entries in a queryset."""
    counts = entries.order_by().values("state").annotate(number=Count("pk"))
    return Progress({row["state"]: row["number"] for row in counts})


def progress(campaign):
    """Progress of the whole campaign: sums, which every reader may know."""
    return progress_of(Entry.objects.filter(campaign=campaign))


def latest_run(campaign):
    """The newest finished computation of the campaign's scores, or None."""
    runs = ScoreRun.objects.filter(campaign=campaign, finished_at__isnull=False)
    return runs.order_by("-finished_at").first()


def level_names(campaign):
    """{number: name} of the levels that decide in this campaign, the lowest first."""
    levels = SetLevel.objects.filter(
        criteria_set__campaigns__campaign=campaign,
        criteria_set__campaigns__decides_level=True,
    )
    names = {}
    for level in levels.order_by("number", "criteria_set"):
        names.setdefault(level.number, level.name)
    return names


@dataclass(frozen=True)
class Part:
    """Sums over some entries; a share of nothing is no value.

    Scores and levels are those of entries that have been handed in: what is still being
    written says nothing yet.
    """

    entries: int = 0
    handed_in: int = 0
    verified: int = 0
    scored: int = 0
    score: Decimal = Decimal(0)
    # Items answered of those that apply, of every entry.
    answered: int = 0
    expected: int = 0
    levels: dict = field(default_factory=dict)

    def __add__(self, other):
        numbers = {*self.levels, *other.levels}
        mine, others = vars(self), vars(other)
        levels = {n: self.levels.get(n, 0) + other.levels.get(n, 0) for n in numbers}
        sums = {name: mine[name] + others[name] for name in mine if name != "levels"}
        return Part(**sums, levels=levels)

    @property
    def missing(self):
        return self.entries - self.handed_in

    @property
    def levelled(self):
        return sum(self.levels.values())

    @property
    def counts(self):
        """(level, number, share) of each level, the lowest first."""
        return [
            (level, number, ratio(number, self.levelled))
            for level, number in sorted(self.levels.items())
        ]

    @property
    def segments(self):
        """(level, start, width) of each level on a bar 100 wide, the lowest first."""
        start, found = Decimal(0), []
        for level, _number, width in self.counts:
            if width:
                found.append((level, f"{start * 100:.2f}", f"{width * 100:.2f}"))
                start += width
        return found

    @property
    def handed_in_share(self):
        return ratio(self.handed_in, self.entries)

    @property
    def verified_share(self):
        return ratio(self.verified, self.entries)

    @property
    def answered_share(self):
        return ratio(self.answered, self.expected)

    @property
    def mean(self):
        return ratio(self.score, self.scored)

    @property
    def top(self):
        return self.levels[max(self.levels)] if self.levels else 0

    @property
    def top_share(self):
        return ratio(self.top, self.levelled)


def ratio(part, whole):
    """x/0 is no value."""
    return Decimal(part) / Decimal(whole) if whole else None


def parts(entries, by, levels):
    """{key: Part} of `entries` by a column of theirs, in one query."""
    counts = {
        f"level_{number}": Count("pk", HANDED_IN & Q(standing__level=number))
        for number in levels
    }
    rows = (
        entries.order_by()
        .values(by)
        .annotate(
            entries=Count("pk"),
            handed_in=Count("pk", HANDED_IN),
            verified=Count("pk", Q(state=State.VERIFIED)),
            scored=Count("standing", HANDED_IN),
            score=Coalesce(Sum("standing__score", filter=HANDED_IN), Decimal(0)),
            answered=Coalesce(Sum("standing__answered"), 0),
            expected=Coalesce(Sum("standing__expected"), 0),
            **counts,
        )
    )
    return {
        row.pop(by): Part(
            levels={number: row.pop(f"level_{number}") for number in levels}, **row
        )
        for row in rows
    }


def whole(found):
    return sum(found.values(), Part())


def late(entries, campaign, today):
    """Entries of a running campaign whose day has passed without their being handed in."""
    if not campaign.is_running:
        return entries.none()
    due = Coalesce("due_on", Value(campaign.self_due_on))
    return (
        entries.filter(campaign=campaign, state__in=OPEN_STATES)
        .annotate(day=due)
        .filter(day__lt=today)
        .select_related("commune", "block")
        .defer("commune__outline")
        .order_by(F("commune__search_name").asc(nulls_last=True), "name", "pk")
    )


def is_provisional(campaign):
    return campaign.phase != Campaign.Phase.ANNOUNCED


def about(page, campaign, run, title, done):
    """What a file made from a campaign's figures says about itself."""
    source = _("Sở Giáo dục và Đào tạo %(name)s") % {"name": page.province}
    if page.province and page.province.is_demo:
        source += _(" (dữ liệu minh họa, không phải số liệu chính thức)")
    state = _("tạm tính") if is_provisional(campaign) else _("đã công bố")
    finished = run.finished_at if run else None
    return export.About(
        title=f"{title} – {campaign} ({state})",
        source=source,
        school_year=campaign.school_year.name,
        data_time=f"{timezone.localtime(finished):%H:%M %d/%m/%Y}" if finished else "",
        coverage=done.in_words,
    )
