"""Minutes of the council's meeting: a snapshot of what it decided on, with its digest.

The Word file is made from the snapshot alone, so that it can be made again as it was.
"""

from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communes.documents.storing import digest
from communes.page import current_province
from communes.scoping import PROVINCE_ROLES, is_active_account
from emulation.campaigns import announcing
from emulation.models import Minutes, Standing
from emulation.rewards import board as award_board


@transaction.atomic
def write(campaign, meeting, *, by):
    """Keep the minutes of a meeting; `meeting` is what the form asked for."""
    if not (is_active_account(by) and by.role in PROVINCE_ROLES):
        raise PermissionError
    with translation.override(settings.LANGUAGE_CODE):
        content = snapshot(campaign) | {"meeting": _meeting(meeting)}
    return Minutes.objects.create(
        campaign=campaign,
        **meeting,
        content=content,
        digest=digest(content),
        written_by=by,
        written_at=timezone.now(),
    )


def _meeting(meeting):
    return meeting | {"held_on": meeting["held_on"].isoformat()}


def snapshot(campaign):
    """Everything the minutes rest on, in plain values."""
    province = current_province()
    run = campaign.runs.exclude(finished_at=None).first()
    return {
        "province": province.name if province else "",
        "is_demo": bool(province and province.is_demo),
        "campaign": {
            "name": campaign.name,
            "school_year": campaign.school_year.name,
            "document": campaign.document,
            "starts_on": campaign.starts_on.isoformat(),
            "self_due_on": campaign.self_due_on.isoformat(),
        },
        "coverage": _coverage(campaign),
        "sets": [_set(one) for one in campaign.sets.select_related("criteria_set")],
        "rules": tie_rules(),
        "blocks": _blocks(campaign),
        "awards": [_award(row) for row in award_board.rows(campaign) if row.is_open],
        "computed_at": run.finished_at.isoformat() if run else "",
        "versions": run.versions if run else {},
    }


def tie_rules():
    """How ties are broken, in the words that people read (places.py in code)."""
    return [
        _("Trong một khối, đơn vị có điểm chung cao hơn xếp trên."),
        _("Bằng điểm: đơn vị đạt mức cao hơn xếp trên."),
        _("Bằng mức: đơn vị có nhiều tiêu chí đạt trọn điểm hơn xếp trên."),
        _("Vẫn bằng nhau: đơn vị tiến bộ nhiều hơn so với đợt trước xếp trên."),
        _("Nếu vẫn bằng nhau thì đồng hạng và bỏ trống hạng kế tiếp."),
        _("Hồ sơ chưa đầy đủ hoặc chưa nộp thì không xếp hạng."),
    ]


def _coverage(campaign):
    counts = announcing.counts(campaign)
    ranked = Standing.objects.filter(campaign=campaign, rank__isnull=False).count()
    return {
        "entries": counts["all"],
        "handed_in": counts["all"] - counts["open"],
        "verified": counts["verified"],
        "ranked": ranked,
    }


def _set(one):
    return {
        "name": one.criteria_set.name,
        "code": one.criteria_set.code,
        "version": one.criteria_set.version,
        "document": one.criteria_set.document,
        "weight": _plain(one.weight),
        "decides_level": one.decides_level,
        "is_confirmed": one.criteria_set.is_confirmed,
    }


def _blocks(campaign):
    # Counting drops the order of the table, so it is asked for.
    blocks = campaign.blocks.annotate(size=Count("entries")).order_by("order", "pk")
    found = {
        one.pk: {"name": one.name, "entries": one.size, "rows": []} for one in blocks
    }
    standings = Standing.objects.filter(campaign=campaign, block__isnull=False)
    in_order = standings.order_by("rank", "entry__name").select_related("entry")
    for standing in in_order:
        found[standing.block_id]["rows"].append(_row(standing))
    return list(found.values())


def _row(standing):
    return {
        "name": standing.entry.name,
        "rank": standing.rank,
        "best": standing.rank_best,
        "worst": standing.rank_worst,
        "score": _plain(standing.score),
        "low": _plain(standing.low),
        "high": _plain(standing.high),
        "level": standing.level,
        "improvement": _plain(standing.improvement),
    }


def _award(row):
    return {
        "name": row.award.name,
        "authority": row.award.authority,
        "quota": row.most,
        "block_quota": row.block_most,
        "proposals": [_proposal(one) for one in row.proposed],
        "ties": [
            {"name": one.entry.name, "block": one.block.name, "rank": one.rank}
            for one in row.ties
        ],
    }


def _proposal(one):
    standing = one.standing
    return {
        "name": one.entry.name,
        "block": one.entry.block.name if one.entry.block else "",
        "rank": standing.rank if standing else None,
        "score": _plain(standing.score) if standing else "",
        "doubt": one.doubt,
        "reason": one.proposal.reason,
    }


def _plain(number):
    """A decimal as text: JSON numbers would lose its places."""
    return None if number is None else str(Decimal(number).quantize(Decimal("0.01")))
