"""A campaign begins: the launch freezes criteria, makes entries and forms blocks.

One transaction: cut half-way, nothing has happened.
"""

from collections import Counter

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.campaigns import blocks
from emulation.campaigns import notices as campaign_notices
from emulation.campaigns.participants import candidates
from emulation.measured import measuring
from emulation.models import Block, Campaign, CriteriaSet, Entry
from emulation.tasks import request_scores


class LaunchError(Exception):
    """A campaign cannot be launched or announced; `sentences` say why."""

    def __init__(self, sentences):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def locked(campaign, by):
    """The campaign as it is now, held until the end of the transaction.

    Not against rows that refer to it: a computation of scores may be under way.
    """
    found = Campaign.objects.editable_by(by).select_for_update(no_key=True)
    row = found.filter(pk=campaign.pk).first()
    if row is None:
        raise LaunchError(
            [_("Chỉ quản trị hệ thống phát động và công bố đợt thi đua.")]
        )
    return row


def launch_obstacles(campaign, found=None):
    """Sentences saying why the campaign cannot be launched; none when it can."""
    if campaign.launched_at:
        return [_("Đợt thi đua này đã được phát động.")]
    sets = campaign.sets.select_related("criteria_set").annotate(
        items=Count("criteria_set__groups__criteria__items")
    )
    if not sets:
        return [_("Đợt chưa có bộ tiêu chí nào. Hãy chọn ít nhất một bộ.")]
    words = _("Bộ tiêu chí “%(name)s” chưa có mục nào để chấm. Hãy soạn tiếp bộ này.")
    said = [words % {"name": one.criteria_set} for one in sets if not one.items]
    found = candidates(campaign) if found is None else found
    if not found:
        said.append(
            _(
                "Không có đơn vị nào thuộc đối tượng của các bộ tiêu chí đã chọn vào "
                "ngày phát động."
            )
        )
    return said


@transaction.atomic
def launch(campaign, *, by):
    """Freeze the criteria, make an entry for everybody who takes part, and tell them.

    Raises LaunchError; a second launch is refused. Returns the number of entries.
    """
    row = locked(campaign, by)
    found = candidates(row)
    if said := launch_obstacles(row, found):
        raise LaunchError(said)
    now = timezone.now()
    sets = CriteriaSet.objects.filter(campaigns__campaign=row, frozen_at=None)
    CriteriaSet.objects.filter(pk__in=sets.values("pk")).update(frozen_at=now)
    _make_entries(row, found)
    row.launched_by, row.launched_at = by, now
    row.save(update_fields=["launched_by", "launched_at"])
    campaign.launched_by, campaign.launched_at = by, now
    measuring.refresh(row.entries.all())
    request_scores(row.pk)
    campaign_notices.launched(row)
    return len(found)


def planned_blocks(campaign, found):
    """{name of a block: its members}: what a launch would form."""
    names = blocks.formed([one.trait for one in found], campaign.smallest_block)
    numbers = Counter(names[one.trait] for one in found)
    return {name: numbers[name] for name in dict.fromkeys(names.values())}


def _make_entries(campaign, found):
    names = blocks.formed([one.trait for one in found], campaign.smallest_block)
    # In the order of the traits, each name once.
    made = Block.objects.bulk_create(
        Block(campaign=campaign, name=name, order=order)
        for order, name in enumerate(dict.fromkeys(names.values()), start=1)
    )
    by_name = {block.name: block for block in made}
    for one in found:
        one.entry.block = by_name[names[one.trait]]
    Entry.objects.bulk_create([one.entry for one in found], batch_size=500)


def move(entry, block, *, by):
    """Compare an entry in another block of its campaign, until the announcement."""
    with transaction.atomic():
        row = locked(entry.campaign, by)
        if not row.is_running:
            raise LaunchError(
                [_("Chỉ chuyển khối khi đợt đang chạy, trước khi công bố.")]
            )
        if block.campaign_id != row.pk:
            raise LaunchError([_("Khối này thuộc đợt thi đua khác.")])
        request_scores(row.pk)
        return Entry.objects.filter(pk=entry.pk).update(block=block)


def extend(entries, *, due_on, reason, by):
    """A later day for those of `entries` that are still with whoever fills them in.

    Returns them; raises LaunchError where the day gives nobody more time.
    """
    if not reason.strip():
        raise LaunchError([_("Hãy ghi lý do gia hạn; đơn vị đọc được câu này.")])
    if due_on < timezone.localdate():
        raise LaunchError([_("Ngày này đã qua; hãy chọn hôm nay hoặc sau đó.")])
    open_states = (Entry.State.DRAFT, Entry.State.RETURNED)
    later = Q(due_on__lt=due_on) | Q(due_on=None, campaign__self_due_on__lt=due_on)
    with transaction.atomic():
        rows = list(
            Entry.objects.filter(later, pk__in=entries, state__in=open_states)
            .filter(campaign__launched_at__isnull=False)
            .filter(campaign__announced_at=None)
            .select_related("campaign")
            .select_for_update(of=["self"])
        )
        if not rows:
            raise LaunchError(
                [_("Không có hồ sơ nào chưa nộp mà ngày này cho thêm thời gian.")]
            )
        Entry.objects.filter(pk__in=[row.pk for row in rows]).update(due_on=due_on)
        campaign_notices.extended(rows, due_on, reason.strip(), by)
    return rows
