"""Awards under a quota: who is next in rank, who is proposed, and never one too many.

Plain rules on top of computed places: they read Standing and write proposals.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from communes.scoping import PROVINCE_ROLES, is_active_account
from emulation.models import AwardProposal, AwardQuota, Campaign, Entry, Standing


class AwardError(Exception):
    """A proposal cannot be made or taken back; the text says why."""


@dataclass(frozen=True)
class Room:
    """What is left of one award: in each block, and altogether (None: no limit)."""

    by_block: dict
    overall: int | None

    def of(self, block):
        """How many more of `block` may be proposed; nothing where nobody set a quota."""
        limits = [n for n in (self.by_block.get(block), self.overall) if n is not None]
        return min(limits, default=0)


@dataclass
class Filled:
    """What filling proposes, and where a tie at the edge stopped it."""

    proposals: list = field(default_factory=list)
    ties: list = field(default_factory=list)


def ranked(campaign):
    """Standings that have a rank, block by block, the best first."""
    return (
        Standing.objects.filter(campaign=campaign, rank__isnull=False)
        .exclude(block=None)
        .select_related("entry", "block")
        .order_by("block__order", "block_id", "rank", "entry__name")
    )


def obstacles(standing, award):
    """Why an entry cannot have this award, in sentences; none when it can."""
    said = []
    if standing is None or standing.rank is None:
        said.append(_("Hồ sơ chưa được xếp hạng."))
        return said
    if standing.entry.state != Entry.State.VERIFIED:
        said.append(_("Sở chưa thẩm định xong hồ sơ."))
    if (standing.level or 0) < award.lowest_level:
        words = _(
            "Mức đạt được thấp hơn mức tối thiểu (mức %(level)s) của hình thức này."
        )
        said.append(words % {"level": award.lowest_level})
    return said


def room(campaign, award):
    """What is left of `award` after the proposals made so far."""
    quotas = AwardQuota.objects.filter(campaign=campaign, award=award)
    return room_from(quotas, _proposals(campaign).filter(award=award))


def room_from(quotas, proposals):
    used = defaultdict(int)
    for proposal in proposals:
        used[proposal.entry.block_id] += 1
    by_block, overall = {}, None
    for quota in quotas:
        if quota.block_id is None:
            overall = quota.most - sum(used.values())
        else:
            by_block[quota.block_id] = quota.most - used[quota.block_id]
    return Room(by_block, overall)


def is_doubtful(standing, most):
    """Whether the rank, somewhere in its range, leaves the quota of the block."""
    return standing.rank_worst is not None and standing.rank_worst > most


def fill(campaign, awards, *, by):
    """Propose by rank what is not proposed yet, the highest award first.

    Nobody of a tie that would overrun the quota is proposed: the department decides.
    """
    with transaction.atomic():
        row = _locked(campaign, by)
        taken = set(_proposals(row).values_list("entry", flat=True))
        standings = list(ranked(row))
        found = Filled()
        for award in awards:
            _fill_one(row, award, standings, taken, found)
        for proposal in found.proposals:
            proposal.proposed_by = by
        AwardProposal.objects.bulk_create(found.proposals)
    return found


def _fill_one(campaign, award, standings, taken, found):
    chosen, ties = chosen_for(award, room(campaign, award), standings, taken)
    for standing in chosen:
        taken.add(standing.entry_id)
        found.proposals.append(AwardProposal(entry=standing.entry, award=award))
    found.ties += [(award, standing) for standing in ties]


def chosen_for(award, left, standings, taken):
    """Who wins `award` in every block down to its quota, then by what is left overall.

    Returns them and those of ties across an edge, of whom nobody wins.
    """
    chosen, ties = [], []
    for block, rows in _by_block(standings, award, taken).items():
        most = left.by_block.get(block)
        if most is None:
            # Without a quota of its own a block shares what there is overall.
            most = len(rows) if left.overall is not None else 0
        inside, tied = _down_to(rows, most)
        chosen += inside
        ties += tied
    if left.overall is not None:
        # Across blocks by score: ranks of different blocks do not compare.
        chosen.sort(key=lambda one: -one.score)
        chosen, tied = _down_to(chosen, left.overall, key=lambda one: one.score)
        ties += tied
    return chosen, ties


def _by_block(standings, award, taken):
    blocks = defaultdict(list)
    for standing in standings:
        if standing.entry_id not in taken and not obstacles(standing, award):
            blocks[standing.block_id].append(standing)
    return blocks


def _down_to(rows, most, key=lambda one: one.rank):
    """The first `most` of `rows`, and those of a tie that stands across the edge."""
    if most <= 0:
        return [], []
    if len(rows) <= most:
        return rows, []
    edge = key(rows[most])
    inside = rows[:most]
    if not inside or key(inside[-1]) != edge:
        return inside, []
    tied = [one for one in rows if key(one) == edge]
    return [one for one in inside if key(one) != edge], tied


def next_in_rank(campaign, award, block):
    """The standings of a block that come next for `award`: one, or all of a tie."""
    taken = set(_proposals(campaign).values_list("entry", flat=True))
    rows = [one for one in ranked(campaign) if one.block_id == block]
    rows = _by_block(rows, award, taken).get(block, [])
    return [one for one in rows if one.rank == rows[0].rank] if rows else []


def propose(entry, award, *, by, reason=""):
    """Propose one entry for one award; out of turn only with a reason.

    Behind a lock of the campaign: two at the same moment cannot overrun the quota.
    """
    with transaction.atomic():
        row = _locked(entry.campaign, by)
        entry = Entry.objects.select_related("block").get(pk=entry.pk)
        standing = Standing.objects.filter(entry=entry).select_related("entry").first()
        if said := obstacles(standing, award):
            raise AwardError(" ".join(said))
        if AwardProposal.objects.filter(entry=entry).exists():
            raise AwardError(_("Đơn vị này đã được đề nghị khen thưởng."))
        if room(row, award).of(entry.block_id) < 1:
            words = _("Đã đủ chỉ tiêu “%(award)s” cho khối này.")
            raise AwardError(words % {"award": award})
        _asks_for_reason(row, award, entry, reason)
        return AwardProposal.objects.create(
            entry=entry, award=award, reason=reason.strip(), proposed_by=by
        )


def _asks_for_reason(campaign, award, entry, reason):
    turn = next_in_rank(campaign, award, entry.block_id)
    is_turn = len(turn) == 1 and turn[0].entry_id == entry.pk
    if is_turn or reason.strip():
        return
    if any(one.entry_id == entry.pk for one in turn):
        raise AwardError(
            _("Đơn vị đồng hạng với đơn vị khác. Hãy ghi lý do chọn đơn vị này.")
        )
    words = _("Chưa đến lượt đơn vị này: %(name)s xếp trên. Hãy ghi lý do.")
    first = turn[0].entry.name if turn else ""
    raise AwardError(words % {"name": first})


def withdraw(proposal, *, by):
    """Take a proposal back; what it held of the quota is free again."""
    with transaction.atomic():
        _locked(proposal.entry.campaign, by)
        deleted, _models = AwardProposal.objects.filter(pk=proposal.pk).delete()
    if not deleted:
        raise AwardError(_("Đề nghị này đã được rút."))


def _locked(campaign, by):
    """The campaign, held so that proposals for it are made one after the other."""
    if not (is_active_account(by) and by.role in PROVINCE_ROLES):
        raise AwardError(_("Chỉ Sở Giáo dục và Đào tạo đề nghị khen thưởng."))
    row = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if row.launched_at is None:
        raise AwardError(_("Đợt thi đua chưa được phát động."))
    return row


def _proposals(campaign):
    return AwardProposal.objects.filter(entry__campaign=campaign).select_related(
        "entry"
    )
