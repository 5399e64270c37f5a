"""How a campaign stands: entries by state, the newest scores, their levels and coverage."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from communes import export
from communes.numbers import shown

from .models import Campaign, Entry, ScoreRun, SetLevel

State = Entry.State
# With whoever fills the entry in; everything else has been handed in.
OPEN_STATES = (State.DRAFT, State.RETURNED)


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
