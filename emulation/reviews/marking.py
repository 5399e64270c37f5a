"""Marks of a review: which items they are about, what may be given, what is disputed."""

from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext as _

from communes.numbers import shown
from emulation.entries.answers import items_of as items_for
from emulation.models import Entry, Review, ReviewMark


class ReviewError(Exception):
    """Why something cannot be done, in sentences for whoever asked for it."""

    def __init__(self, *sentences):
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


def items_of(review):
    """Items that `review` is about; a third reviewer marks only what is disputed."""
    if review.slot == Review.Slot.THIRD:
        return disputed_items(review.entry)
    return items_for(review.entry)


def read_points(text):
    """The points written in `text`, a comma or a point before the decimals.

    None where nothing is written; raises ReviewError for what is no number.
    """
    plain = text.strip().replace(" ", "").replace(",", ".")
    if not plain:
        return None
    try:
        points = Decimal(plain)
    except InvalidOperation:
        points = None
    if points is None or not points.is_finite():
        raise ReviewError(
            _("“%(text)s” không phải là số điểm; hãy ghi như 7,5.") % {"text": text}
        )
    return points


def refusal(item, points):
    """Why `points` cannot be given for `item`; nothing where they can."""
    if item.max_points == 0 and points not in (0, 1):
        return _("Mục bắt buộc chỉ có Đạt hoặc Không đạt.")
    if not 0 <= points <= item.highest_mark:
        return _("Điểm phải từ 0 đến %(most)s.") % {"most": shown(item.highest_mark)}
    if points * 100 % 1:
        return _("Điểm có nhiều nhất hai chữ số thập phân.")
    return ""


@transaction.atomic
def save_marks(review, marks, *, by, comment=None):
    """Write `marks` ({item: (points, comment)}) down; what is right is always kept.

    Points None take a mark away. Returns {item: sentence} of what is not.
    """
    review = open_review(review, by)
    allowed = {item.pk for item in items_of(review)}
    wrong, kept, gone = {}, [], []
    for item, (points, words) in marks.items():
        if item.pk not in allowed:
            continue
        sentence = _wrong(item, points, words)
        if sentence:
            wrong[item] = sentence
        elif points is None:
            gone.append(item)
        else:
            kept.append(_mark(review, item, points, words))
    _write(review, kept, gone)
    if comment is not None:
        Review.objects.filter(pk=review.pk).update(comment=comment.strip())
    return wrong


def _wrong(item, points, words):
    if points is not None:
        return refusal(item, points)
    if words.strip():
        return _("Hãy cho điểm; nhận xét được lưu cùng với điểm.")
    return ""


def _mark(review, item, points, words):
    return ReviewMark(
        review=review, item=item, points=points, comment=words.strip()[:500]
    )


def _write(review, kept, gone):
    review.marks.filter(item__in=gone).delete()
    standing = {mark.item_id: mark for mark in review.marks.all()}
    fresh, changed = [], []
    for mark in kept:
        old = standing.get(mark.item_id)
        if old is None:
            fresh.append(mark)
        elif (old.points, old.comment) != (mark.points, mark.comment):
            mark.pk = old.pk
            changed.append(mark)
    ReviewMark.objects.bulk_create(fresh)
    # One by one, so that the time of the mark moves with it.
    for mark in changed:
        mark.save(force_update=True)


def open_review(review, by):
    """`review` as its reviewer may still change it, its entry locked until the end."""
    entry = Entry.objects.select_for_update().filter(pk=review.entry_id).first()
    mine = Review.objects.editable_by(by).filter(pk=review.pk, entry=entry)
    found = mine.select_related("entry__campaign").first()
    if found is None:
        raise ReviewError(
            _("Lượt thẩm định này đã xong, đã bỏ hoặc không giao cho bạn.")
        )
    if not found.entry.campaign.is_running:
        raise ReviewError(_("Đợt thi đua đã công bố; điểm không thay đổi được nữa."))
    stage = Review.Stage(found.stage)
    waiting = {
        Review.Stage.COMMUNE: Entry.State.SUBMITTED,
        Review.Stage.DEPARTMENT: Entry.State.CONFIRMED,
    }
    if found.entry.state != waiting[stage]:
        raise ReviewError(
            _("Hồ sơ đang ở trạng thái “%(state)s”, không chấm được.")
            % {"state": found.entry.get_state_display()}
        )
    return found


def unmarked(review):
    """Items of `review` that have no points yet."""
    done = set(review.marks.values_list("item", flat=True))
    return [item for item in items_of(review) if item.pk not in done]


def pair_of(entry):
    """{item: [points, points]} of the first and the second reviewer of the department."""
    marks = ReviewMark.objects.filter(
        review__entry=entry,
        review__stage=Review.Stage.DEPARTMENT,
        review__slot__in=(Review.Slot.FIRST, Review.Slot.SECOND),
        review__finished_at__isnull=False,
    ).order_by("review__slot")
    found = {}
    for item, points in marks.values_list("item", "points"):
        found.setdefault(item, []).append(points)
    return found


def disputed_items(entry):
    """Items whose two marks lie further apart than the campaign tolerates."""
    pairs = pair_of(entry)
    return [
        item
        for item in items_for(entry)
        if is_disputed(item, pairs.get(item.pk, ()), entry.campaign.tolerance)
    ]


def is_disputed(item, points, tolerance):
    if len(points) < 2:
        return False
    return abs(points[0] - points[1]) * 100 > tolerance * item.highest_mark
