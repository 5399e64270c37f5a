"""A campaign ends: what stands in the way of its announcement, and the announcement."""

from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.numbers import shown
from emulation.campaigns import notices as campaign_notices
from emulation.campaigns.launching import LaunchError, locked
from emulation.models import Appeal, Entry, Review
from emulation.scored import scores

# Names in one sentence; the list of entries has them all.
NAMED = 5
# What must not move between the last look and the announcement.
STANDING_STILL = (Entry, Review, Appeal)


def counts(campaign):
    """How many entries stand where, and how many appeals wait."""
    state = Entry.State
    return campaign.entries.aggregate(
        all=Count("pk"),
        open=Count("pk", Q(state__in=[state.DRAFT, state.RETURNED])),
        returned=Count("pk", Q(state=state.RETURNED)),
        submitted=Count("pk", Q(state=state.SUBMITTED)),
        confirmed=Count("pk", Q(state=state.CONFIRMED)),
        verified=Count("pk", Q(state=state.VERIFIED)),
        no_block=Count("pk", Q(block=None)),
    )


def named(entries):
    """Names of the first of `entries`, and how many more there are."""
    names = list(entries.order_by("name").values_list("name", flat=True))
    said = "; ".join(names[:NAMED])
    if len(names) > NAMED:
        more = _("%(names)s và %(number)s hồ sơ khác")
        return more % {"names": said, "number": shown(len(names) - NAMED)}
    return said


def _sentence(words, entries):
    number = entries.count()
    if not number:
        return []
    return [words % {"number": shown(number), "names": named(entries)}]


def announce_obstacles(campaign):
    """Sentences saying which open work stands in the way; none when nothing does."""
    if campaign.launched_at is None:
        return [_("Đợt thi đua này chưa được phát động.")]
    if campaign.announced_at:
        return [_("Đợt thi đua này đã được công bố.")]
    state = Entry.State
    entries = campaign.entries.all()
    appealing = entries.filter(appeals__decided_at=None, appeals__isnull=False)
    return [
        *_sentence(
            _("%(number)s hồ sơ chờ xã thẩm định: %(names)s."),
            entries.filter(state=state.SUBMITTED),
        ),
        *_sentence(
            _("%(number)s hồ sơ chờ Sở thẩm định: %(names)s."),
            entries.filter(state=state.CONFIRMED),
        ),
        *_sentence(
            _("%(number)s hồ sơ có kiến nghị chưa giải quyết: %(names)s."),
            entries.filter(pk__in=appealing.values("pk")),
        ),
        *_sentence(
            _("%(number)s hồ sơ còn trong hạn riêng để nộp: %(names)s."),
            entries.filter(
                state__in=[state.DRAFT, state.RETURNED],
                due_on__gte=timezone.localdate(),
            ),
        ),
    ]


def announce_warnings(campaign):
    """What the announcement would close although it may be too early for it."""
    today, said = timezone.localdate(), []
    if today <= campaign.self_due_on:
        words = _("Thời gian tự đánh giá đến hết ngày %(day)s chưa kết thúc.")
        said.append(words % {"day": f"{campaign.self_due_on:%d/%m/%Y}"})
    if today <= campaign.appeal_due_on:
        words = _("Các đơn vị còn được kiến nghị đến hết ngày %(day)s.")
        said.append(words % {"day": f"{campaign.appeal_due_on:%d/%m/%Y}"})
    left = campaign.entries.filter(state__in=[Entry.State.DRAFT, Entry.State.RETURNED])
    said += _sentence(
        _("%(number)s hồ sơ chưa nộp sẽ không được xếp hạng: %(names)s."), left
    )
    said += _sentence(
        _("%(number)s hồ sơ chưa có khối thi đua sẽ không được xếp hạng: %(names)s."),
        campaign.entries.filter(block=None),
    )
    return said


@transaction.atomic
def announce(campaign, *, by):
    """Compute the scores a last time and close the campaign; raises LaunchError.

    Writers of entries, reviews and appeals wait meanwhile, and then find it closed.
    """
    row = locked(campaign, by)
    _hold_still()
    if said := announce_obstacles(row):
        raise LaunchError(said)
    scores.recompute(row.pk)
    now = timezone.now()
    row.announced_by, row.announced_at = by, now
    row.save(update_fields=["announced_by", "announced_at"])
    campaign.announced_by, campaign.announced_at = by, now
    campaign_notices.announced(row)


def _hold_still():
    tables = ", ".join(f'"{model._meta.db_table}"' for model in STANDING_STILL)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")
