"""What is odd about a campaign before its launch: said, so that nobody is surprised."""

from django.utils.translation import gettext as _

from emulation.campaigns.participants import kinds_without_criteria
from emulation.models import Campaign, Participant


def clashes(campaign, found):
    """Sentences about what an admin should know before launching; often none."""
    sets = list(campaign.sets.select_related("criteria_set"))
    return [
        *_other_campaigns(campaign, sets),
        *_left_out(campaign, sets),
        *_without_level(sets),
        *_unconfirmed(sets),
        *_alone(campaign, found),
    ]


def _other_campaigns(campaign, sets):
    """The same criteria in another campaign at the same time: schools answer twice."""
    codes = {one.criteria_set.code for one in sets}
    others = Campaign.objects.filter(
        launched_at__isnull=False,
        announced_at=None,
        starts_on__lte=campaign.announce_on,
        announce_on__gte=campaign.starts_on,
        sets__criteria_set__code__in=codes,
    ).exclude(pk=campaign.pk)
    words = _("Đợt “%(name)s” đang chạy cùng thời gian và dùng cùng bộ tiêu chí.")
    return [words % {"name": other.name} for other in others.distinct()]


def _left_out(campaign, sets):
    if not any(Participant.INSTITUTION in s.criteria_set.participants for s in sets):
        return []
    kinds = kinds_without_criteria(campaign)
    words = _("Không có bộ tiêu chí nào cho: %(kinds)s. Các trường này không tham gia.")
    return [words % {"kinds": ", ".join(kinds)}] if kinds else []


def _without_level(sets):
    asked, given = set(), set()
    for one in sets:
        asked |= set(one.criteria_set.participants)
        if one.decides_level:
            given |= set(one.criteria_set.participants)
    words = _(
        "%(participant)s không được xếp mức: chưa bộ tiêu chí nào quyết định mức."
    )
    return [
        words % {"participant": Participant(one).label} for one in sorted(asked - given)
    ]


def _unconfirmed(sets):
    words = _("Bộ “%(name)s” chưa đối chiếu với bản ký. %(note)s")
    return [
        (words % {"name": one.criteria_set, "note": one.criteria_set.note}).strip()
        for one in sets
        if not one.criteria_set.is_confirmed
    ]


def _alone(campaign, found):
    """Kinds with fewer participants than a block should have."""
    numbers = {}
    for one in found:
        numbers[one.trait.kind] = numbers.get(one.trait.kind, 0) + 1
    words = _("%(kind)s chỉ có %(number)s đơn vị, ít hơn khối nhỏ nhất (%(smallest)s).")
    facts = {"smallest": campaign.smallest_block}
    return [
        words % {**facts, "kind": kind[1], "number": number}
        for kind, number in sorted(numbers.items())
        if number < campaign.smallest_block
    ]
