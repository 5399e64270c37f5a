"""What happens to entries that were handed in: checked, sent back, marked, verified."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communes.history import unsigned
from communes.scoping import (
    EDITING_COMMUNE_ROLES,
    PROVINCE_ROLES,
    is_active_account,
)
from emulation.entries.self_scores import points_of, self_score
from emulation.models import Entry, EntryStep, Review, ReviewMark
from emulation.reviews import notices as review_notices
from emulation.reviews.assigning import assign_third
from emulation.reviews.marking import (
    ReviewError,
    disputed_items,
    items_for,
    open_review,
    unmarked,
)
from emulation.tasks import request_scores

State, Stage, Step = Entry.State, Review.Stage, EntryStep.Step


def checkable_by(user):
    """Entries whose schools hand them in to `user`'s commune to be checked."""
    if not is_active_account(user) or user.role not in EDITING_COMMUNE_ROLES:
        return Entry.objects.none()
    return Entry.objects.editable_by(user)


def returnable_by(user):
    """Entries that `user` may send back now: what waits for her level."""
    if is_active_account(user) and user.role in PROVINCE_ROLES:
        return Entry.objects.visible_to(user).filter(state=State.CONFIRMED)
    return checkable_by(user).filter(state=State.SUBMITTED)


def locked(entry):
    """The entry as it stands, held until the transaction ends, if its campaign runs."""
    row = Entry.objects.select_for_update(of=("self",)).select_related("campaign")
    row = row.get(pk=entry.pk)
    if not row.campaign.is_running:
        raise ReviewError(_("Đợt thi đua không còn mở; hồ sơ không thay đổi được."))
    return row


def moved(entry, before, **changes):
    """Move the entry on if it still stands where it was seen; else say so."""
    if Entry.objects.filter(pk=entry.pk, state=before).update(**changes) != 1:
        raise ReviewError(
            _("Hồ sơ của %(name)s đã thay đổi sau khi bạn mở trang; hãy tải lại.")
            % {"name": entry.name}
        )


def record(entry, step, *, by=None, reason=""):
    """Write a step of the entry's way down, with the self-score of the moment."""
    return EntryStep.objects.create(
        entry=entry,
        step=step,
        by=by,
        reason=reason,
        self_score=self_score(entry),
    )


@transaction.atomic
def begin_check(entry, *, by):
    """The open check of the commune; a colleague takes over what was begun."""
    row = _to_check(locked(entry), by)
    review, made = Review.objects.get_or_create(
        entry=row, stage=Stage.COMMUNE, slot=1, defaults={"reviewer": by}
    )
    if not made and review.reviewer_id != by.pk:
        Review.objects.filter(pk=review.pk).update(reviewer=by)
        review.reviewer = by
    return review


def _to_check(row, by):
    if not checkable_by(by).filter(pk=row.pk).exists():
        raise ReviewError(_("Bạn không thẩm định hồ sơ của đơn vị này."))
    if row.state != State.SUBMITTED:
        raise ReviewError(
            _("Hồ sơ đang ở trạng thái “%(state)s”, không chờ xã thẩm định.")
            % {"state": row.get_state_display()}
        )
    if row.submitted_by_id == by.pk:
        raise ReviewError(
            _("Bạn là người nộp hồ sơ này; cần một người khác của xã thẩm định.")
        )
    return row


@transaction.atomic
def confirm(entry, *, by):
    """The commune has checked: agreed points stand where it gave none of its own."""
    review = begin_check(entry, by=by)
    row, now = review.entry, timezone.now()
    agree(review, measured=False)
    Review.objects.filter(pk=review.pk, finished_at=None).update(finished_at=now)
    moved(
        row,
        State.SUBMITTED,
        state=State.CONFIRMED,
        confirmed_by=by,
        confirmed_at=now,
    )
    record(row, Step.CONFIRM, by=by, reason=review.comment)
    request_scores(row.campaign_id)


def agree(review, *, items=None, measured=True):
    """Give the self-claimed points where `review` has none yet; returns how many.

    `measured`: also where the system measured; else those figures speak themselves.
    """
    answers = {one.item_id: one for one in review.entry.answers.all()}
    done = set(review.marks.values_list("item", flat=True))
    fresh = []
    for item in items if items is not None else items_for(review.entry):
        answer = answers.get(item.pk)
        if item.pk in done or (not measured and answer and answer.measured_at):
            continue
        points = points_of(item, answer)
        fresh.append(ReviewMark(review=review, item=item, points=points or 0))
    return len(ReviewMark.objects.bulk_create(fresh))


@transaction.atomic
def give_back(entry, *, by, reason, due_on=None):
    """Send the entry back to whoever fills it in; what was marked is marked anew."""
    row, reason = locked(entry), reason.strip()
    if not returnable_by(by).filter(pk=row.pk).exists():
        raise ReviewError(_("Hồ sơ này không chờ bạn nên bạn không trả lại được."))
    _judge_return(row, reason, due_on)
    marked = _remove_reviews(row)
    moved(
        row,
        row.state,
        state=State.RETURNED,
        returned_by=by,
        returned_at=timezone.now(),
        reason=reason,
        due_on=due_on or row.due_on,
        confirmed_by=None,
        confirmed_at=None,
    )
    record(row, Step.RETURN, by=by, reason=_told(reason, marked))
    row.refresh_from_db()
    review_notices.returned(row, by=by)
    request_scores(row.campaign_id)


def _judge_return(row, reason, due_on):
    today, last = timezone.localdate(), row.campaign.review_due_on
    wrong = []
    if not reason:
        wrong.append(_("Hãy ghi lý do trả lại để đơn vị biết phải sửa gì."))
    if due_on and not today <= due_on <= max(today, last):
        wrong.append(
            _("Hạn nộp lại phải từ hôm nay đến hết ngày %(last)s.")
            % {"last": f"{max(today, last):%d/%m/%Y}"}
        )
    if not due_on and (row.due_on or last) < today:
        wrong.append(_("Hạn của hồ sơ đã qua; hãy chọn hạn nộp lại cho đơn vị."))
    if wrong:
        raise ReviewError(*wrong)


def _remove_reviews(row):
    """Take the reviews away, finished ones too; returns how many had marks."""
    reviews = row.reviews.all()
    marked = reviews.filter(marks__isnull=False).distinct().count()
    # Marks of a finished review stand: it has to be open for them to go.
    reviews.filter(finished_at__isnull=False).update(finished_at=None)
    reviews.delete()
    return marked


def _told(reason, marked):
    if not marked:
        return reason
    with translation.override("vi"):
        words = _("Điểm đã chấm (%(number)s lượt) được bỏ, sẽ chấm lại khi nộp lại.")
        return f"{reason}\n{words % {'number': marked}}"


@transaction.atomic
def finish(review, *, by):
    """The reviewer is done; returns the entry's new state.

    The last review that was needed verifies the entry, or calls a third person.
    """
    review = open_review(review, by)
    missing = unmarked(review)
    if missing:
        codes = ", ".join(item.code for item in missing[:10])
        raise ReviewError(
            _("Còn %(number)s mục chưa có điểm: %(codes)s.")
            % {"number": len(missing), "codes": codes + ("…" * (len(missing) > 10))}
        )
    now = timezone.now()
    Review.objects.filter(pk=review.pk, finished_at=None).update(finished_at=now)
    return settle(review.entry)


def settle(entry):
    """Verify an entry whose needed reviews are finished, or have a dispute settled."""
    reviews = entry.reviews.filter(stage=Stage.DEPARTMENT)
    finished = dict(reviews.values_list("slot", "finished_at"))
    if not finished or None in finished.values():
        return entry.state
    if Review.Slot.THIRD not in finished and disputed_items(entry):
        assign_third(entry)
        return entry.state
    # The school may read the history of its entry, but not who marked it.
    with unsigned():
        moved(entry, State.CONFIRMED, state=State.VERIFIED, verified_at=timezone.now())
    record(entry, Step.VERIFY)
    review_notices.verified(entry)
    request_scores(entry.campaign_id)
    return State.VERIFIED
