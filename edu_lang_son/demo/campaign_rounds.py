"""The three campaigns of the demo: one over, one announced last summer, one running."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from emulation.models import Campaign, CampaignSet, CriteriaSet

from .base import LAST_YEAR
from .copying import Table
from .workflow import LOCAL

# Code of the set, its weight, whether it decides the level.
LEVEL_SETS = (("qd-4725", 2, True), ("cds-mam-non", 2, True))
OTHER_SETS = (
    ("binh-dan-hoc-vu-so", 1, False),
    ("doi-moi-sang-tao", 1, False),
    ("truyen-thong", "0.5", False),
    ("binh-dan-hoc-vu-so-xa", 1, True),
    ("binh-dan-hoc-vu-so-to", 1, True),
)
DOCUMENT = "Dữ liệu minh họa, không phải văn bản của Sở"


@dataclass(eq=False)
class Round:
    """One campaign with its days; a round that is over is announced in the end."""

    pk: int
    year: int
    name: str
    name_en: str
    sets: tuple
    starts_on: date
    self_due_on: date
    is_over: bool = True

    @property
    def code(self):
        return f"thi-dua-{self.year}-{self.year + 1}"

    @property
    def review_due_on(self):
        return self.self_due_on + timedelta(days=20)

    @property
    def appeal_due_on(self):
        return self.self_due_on + timedelta(days=30)

    @property
    def announce_on(self):
        return self.self_due_on + timedelta(days=36)

    @property
    def takes_places(self):
        """Whether communes, offices and teams take part beside the schools."""
        return self.sets != LEVEL_SETS

    def at(self, day, hour=9):
        return datetime.combine(day, time(hour), LOCAL)


def rounds(world, first):
    """The campaigns with numbers from `first` on; the newest is always running."""
    whole = LEVEL_SETS + OTHER_SETS
    running = min(date(LAST_YEAR, 10, 12), world.today - timedelta(days=20))
    name, name_en = "Đổi mới, sáng tạo, chuyển đổi số", "Innovation and digital change"
    more, more_en = "và bình dân học vụ số", "and digital education for all"
    return [
        Round(
            first,
            LAST_YEAR - 2,
            f"Chuyển đổi số trường học năm học {LAST_YEAR - 2}-{LAST_YEAR - 1}",
            f"Digital change in schools {LAST_YEAR - 2}-{LAST_YEAR - 1}",
            LEVEL_SETS,
            date(LAST_YEAR - 2, 10, 1),
            date(LAST_YEAR - 1, 5, 31),
        ),
        Round(
            first + 1,
            LAST_YEAR - 1,
            f"{name} {more} năm học {LAST_YEAR - 1}-{LAST_YEAR}",
            f"{name_en} {more_en} {LAST_YEAR - 1}-{LAST_YEAR}",
            whole,
            date(LAST_YEAR - 1, 10, 1),
            date(LAST_YEAR, 5, 31),
        ),
        Round(
            first + 2,
            LAST_YEAR,
            f"{name} {more} năm học {LAST_YEAR}-{LAST_YEAR + 1}",
            f"{name_en} {more_en} {LAST_YEAR}-{LAST_YEAR + 1}",
            whole,
            running,
            max(date(LAST_YEAR + 1, 5, 31), world.today + timedelta(days=60)),
            is_over=False,
        ),
    ]


def campaign_tables(found, accounts):
    """Campaigns not announced yet: that comes when their scores have been computed."""
    campaigns = Table(
        Campaign,
        *("id", "code", "name", "name_en", "school_year_id", "document"),
        *("previous_id", "starts_on", "self_due_on", "review_due_on"),
        *("appeal_due_on", "announce_on", "double_share", "tolerance"),
        *("middle_from", "large_from", "smallest_block", "seed", "is_public"),
        *("launched_by_id", "launched_at"),
    )
    used = Table(
        CampaignSet,
        *("campaign_id", "criteria_set_id", "weight", "decides_level", "order"),
    )
    sets = dict(CriteriaSet.objects.order_by("version").values_list("code", "pk"))
    previous = None
    for one in found:
        campaigns.add(
            *(one.pk, one.code, one.name, one.name_en, one.year, DOCUMENT, previous),
            *(one.starts_on, one.self_due_on, one.review_due_on),
            *(one.appeal_due_on, one.announce_on),
            # A tenth is marked twice; 20 per cent apart are a dispute.
            *(10 * one.takes_places, 20, 200, 500, 5, one.year, one.is_over),
            *(accounts.admin, one.at(one.starts_on, 8)),
        )
        for order, (code, weight, decides) in enumerate(one.sets, start=1):
            used.add(one.pk, sets[code], weight, decides, order)
        previous = one.pk
    return [campaigns, used]
