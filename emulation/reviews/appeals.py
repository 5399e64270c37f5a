"""Appeals against verified points: raised by the participant, decided by the department."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.numbers import shown
from communes.scoping import PROVINCE_ROLES, is_active_account
from emulation.models import Appeal, Entry, EntryStep, ItemScore
from emulation.reviews import notices as review_notices
from emulation.reviews.marking import ReviewError, items_for, refusal
from emulation.reviews.reviewing import locked, record
from emulation.tasks import request_scores

ONCE = "appeal_once_per_item"


def standing_points(entry, item):
    """Points that the item has at present; None where none were computed."""
    found = ItemScore.objects.filter(entry=entry, item=item).values_list("points")
    return next((points for (points,) in found), None)


def open_for(entry):
    """Whether the participant may appeal today."""
    return (
        entry.state == Entry.State.VERIFIED
        and entry.campaign.is_running
        and timezone.localdate() <= entry.campaign.appeal_due_on
    )


@transaction.atomic
def raise_appeal(entry, item, *, reason, by):
    """Ask the department to look at one item of a verified entry again."""
    row, reason = locked(entry), reason.strip()
    _judge_appeal(row, item, reason, by)
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                entry=row, item=item, reason=reason, raised_by=by
            )
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != ONCE:
            raise
        raise ReviewError(
            _("Mục %(item)s đã được kiến nghị; mỗi mục kiến nghị một lần.")
            % {"item": item.code}
        ) from error
    record(row, EntryStep.Step.APPEAL, by=by, reason=f"{item.code}: {reason}")
    review_notices.appealed(appeal)
    request_scores(row.campaign_id)
    return appeal


def _judge_appeal(row, item, reason, by):
    if not Entry.objects.editable_by(by).filter(pk=row.pk).exists():
        raise ReviewError(_("Bạn không kiến nghị thay cho đơn vị này."))
    if row.state != Entry.State.VERIFIED:
        raise ReviewError(_("Chỉ kiến nghị sau khi Sở thẩm định xong hồ sơ."))
    if not open_for(row):
        raise ReviewError(
            _("Đã hết hạn kiến nghị (%(day)s).")
            % {"day": f"{row.campaign.appeal_due_on:%d/%m/%Y}"}
        )
    if item not in items_for(row):
        raise ReviewError(_("Mục này không thuộc hồ sơ của đơn vị."))
    if not reason:
        raise ReviewError(_("Hãy ghi lý do kiến nghị."))


@transaction.atomic
def decide(appeal, *, granted, answer, by, points=None):
    """Grant an appeal with new, higher points, or leave the points as they are."""
    row = locked(appeal.entry)
    answer = answer.strip()
    _judge_decision(appeal, granted, points, answer, by)
    done = Appeal.objects.filter(pk=appeal.pk, decided_at=None).update(
        is_granted=granted,
        points=points if granted else None,
        answer=answer,
        decided_by=by,
        decided_at=timezone.now(),
    )
    if done != 1:
        raise ReviewError(_("Kiến nghị này đã có người giải quyết."))
    appeal.refresh_from_db()
    words = f"{appeal.item.code}: {answer}"
    record(row, EntryStep.Step.DECIDE, by=by, reason=words)
    review_notices.answered(appeal)
    request_scores(row.campaign_id)
    return appeal


def _judge_decision(appeal, granted, points, answer, by):
    if not (is_active_account(by) and by.role in PROVINCE_ROLES):
        raise ReviewError(_("Chỉ Sở Giáo dục và Đào tạo giải quyết kiến nghị."))
    if appeal.raised_by_id == by.pk:
        raise ReviewError(
            _("Bạn là người kiến nghị; cần một người khác của Sở giải quyết.")
        )
    wrong = []
    if not answer:
        wrong.append(_("Hãy ghi trả lời cho đơn vị."))
    if granted:
        wrong.extend(_wrong_points(appeal, points))
    if wrong:
        raise ReviewError(*wrong)


def _wrong_points(appeal, points):
    if points is None:
        return [_("Hãy ghi điểm của mục sau giải quyết.")]
    sentence = refusal(appeal.item, points)
    if sentence:
        return [sentence]
    now = standing_points(appeal.entry, appeal.item)
    if now is not None and points <= now:
        return [
            _("Chấp nhận kiến nghị thì điểm phải cao hơn %(now)s đang có.")
            % {"now": shown(now)}
        ]
    return []
