"""A campaign in the world of the access tests, and what its addresses need."""

from django.utils import timezone

from emulation.models import Appeal, AwardKind, Minutes, Review, ScoreRun
from tests import factories as make
from tests.access.addresses import patterns

# The least that a document is made from.
MINUTES = {
    "province": "Lạng Sơn",
    "is_demo": False,
    "campaign": {
        "name": "Đợt thi đua",
        "school_year": "2025-2026",
        "document": "",
        "starts_on": "2026-01-05",
        "self_due_on": "2026-05-31",
    },
    "coverage": {"entries": 2, "handed_in": 0, "verified": 0, "ranked": 0},
    "sets": [],
    "rules": [],
    "blocks": [],
    "awards": [],
    "computed_at": "",
    "meeting": {
        "number": "",
        "held_on": "2026-06-05",
        "place": "Phòng họp 1",
        "chair": "Nguyễn Văn An",
        "secretary": "Trần Thị Bình",
        "members": "",
        "conclusion": "",
    },
}


def furnish(world):
    """A launched campaign; the entry asked for is that of the owner's school."""
    world.campaign = make.campaign(code="dot-thi-dua", name="Đợt thi đua")
    world.block = make.block(world.campaign)
    # Nobody has launched anything on it: an admin may still edit it.
    world.criteria_set = make.criteria_set(code="bo-nhap")
    world.entry, world.other_entry = (
        make.campaign_entry(world.campaign, school, block=world.block)
        for school in (world.school, world.other_school)
    )
    world.minutes = Minutes.objects.create(
        campaign=world.campaign, held_on="2026-06-05", content=MINUTES, digest="0" * 64
    )
    item = make.item(world.campaign.sets.get().criteria_set, "A2a")
    world.evidence = make.file_evidence(make.answer(world.entry, item, 1))
    world.registers = {
        "initiative_": make.initiative(world.school),
        "press_": make.press_subscription(world.school),
        "press_article_": make.press_article(world.school),
        "team_": make.team(world.commune),
    }


def register_arguments(world, names):
    """press_article_ after press_, which its names begin with too."""
    return {
        name: {"pk": row.pk}
        for start, row in world.registers.items()
        for name in names
        if name.startswith(start)
    }


def make_admin_rows(world):
    """What the admin lists and no other test of access needs."""
    ScoreRun.objects.create(
        campaign=world.campaign, host="tests", started_at=timezone.now()
    )


def campaign_arguments(world):
    names = [name for name, _route in patterns()]
    of_campaign = [name for name in names if name.startswith("campaign_")]
    of_entry = [name for name in of_campaign if name.startswith("campaign_entry")]
    of_evidence = [name for name in names if name.startswith("evidence_")]
    return {
        **register_arguments(world, names),
        **dict.fromkeys(of_campaign, {"code": world.campaign.code}),
        **dict.fromkeys(of_entry, {"pk": world.entry.pk}),
        **dict.fromkeys(of_evidence, {"pk": world.evidence.pk}),
        "campaign_award_quotas": {
            "code": world.campaign.code,
            "award": AwardKind.objects.first().pk,
        },
        "minutes_file": {"pk": world.minutes.pk},
        "campaign_entry_list": {"code": world.campaign.code},
        **review_arguments(world),
    }


def review_arguments(world):
    """A review that is the official's, and an appeal of the owner's school."""
    item = make.item(world.campaign.sets.get().criteria_set, "A5")
    review, _made = Review.objects.get_or_create(
        entry=world.entry, stage="department", reviewer=world.accounts["official"]
    )
    appeal, _made = Appeal.objects.get_or_create(
        entry=world.entry, item=item, reason="x", raised_by=world.accounts["clerk"]
    )
    return {
        **dict.fromkeys(
            ("campaign_review", "campaign_review_finish"), {"pk": review.pk}
        ),
        "campaign_appeal": {"pk": world.entry.pk},
        "campaign_appeal_decide": {"pk": appeal.pk},
    }


def criteria_arguments(world):
    """Addresses of a set that is a draft, and of its parts."""
    own = {"pk": world.criteria_set.pk}
    group = world.criteria_set.groups.first()
    criterion = group.criteria.first()
    item = criterion.items.first()
    names = [name for name, _route in patterns()]
    of_set = [name for name in names if name.startswith("criteria_")]
    return {
        **dict.fromkeys(of_set, own),
        "criteria_group_edit": own | {"part": group.pk},
        "criterion_new": own | {"owner": group.pk},
        "criterion_edit": own | {"part": criterion.pk},
        "item_new": own | {"owner": criterion.pk},
        "item_edit": own | {"part": item.pk},
    }
