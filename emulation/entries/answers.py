"""What participants answer: read as they typed it, saved where nobody wrote meanwhile.

Every edit says what the person saw. Where something else stands there by now it is a
conflict and both are shown; what cannot be read gets a sentence and is not thrown away.
"""

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.numbers import shown
from communes.workbooks.amounts import decimal, integer
from communes.workbooks.cells import CellProblem, tidy
from emulation.entries import window
from emulation.models import Answer, CampaignSet, Entry, Item, Participant
from emulation.tasks import request_scores

LARGEST = 9_999_999
MAX_NOTE = 2000
YES, NO = "1", "0"
Kind = Item.Kind


@dataclass(frozen=True)
class Edit:
    """One item as somebody typed it, and the mark of what she saw there before."""

    item: int
    seen: str
    amount: str = ""
    out_of: str = ""
    note: str = ""


@dataclass
class Outcome:
    """What became of one edit: "saved", "same", "refused" or "conflict"."""

    edit: Edit
    state: str
    sentences: list[str] = field(default_factory=list)
    # What stands there now; by whom, where it is a conflict.
    answer: Answer | None = None


def items_of(entry):
    """The items that this participant answers, in the order of the campaign's sets."""
    sets = CampaignSet.objects.filter(campaign=entry.campaign_id)
    places = {row.criteria_set_id: (row.order, row.pk) for row in sets}
    rows = Item.objects.filter(
        criterion__group__criteria_set__in=places
    ).select_related("criterion__group__criteria_set")
    found = [item for item in rows if applies(item, entry)]
    return sorted(found, key=lambda item: (*_place(item, places), item.code))


def _place(item, places):
    criterion = item.criterion
    group = criterion.group
    return (
        places[group.criteria_set_id],
        (group.order, group.code),
        (criterion.order, criterion.code),
        item.order,
    )


def applies(item, entry):
    """Whether the item's set is for this participant, and the item for its kind."""
    criteria_set = item.criterion.group.criteria_set
    if entry.participant not in criteria_set.participants:
        return False
    if entry.participant != Participant.INSTITUTION:
        return True
    kinds = criteria_set.institution_kinds
    if kinds and entry.kind not in kinds:
        return False
    return entry.kind not in item.criterion.except_kinds


def mark(answer):
    """What a page remembers of the answer it shows."""
    if answer is None:
        return _mark(None, None, "")
    return _mark(answer.amount, answer.out_of, answer.note)


def _mark(amount, out_of, note):
    numbers = ["" if one is None else f"{Decimal(one):.2f}" for one in (amount, out_of)]
    text = "|".join([*numbers, note])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_measured(answer):
    """Filled from figures: nobody types over it."""
    return answer is not None and answer.measured_at is not None


@transaction.atomic
def save(entry, edits, *, by) -> list[Outcome]:
    """Save what can be saved; one Outcome per edit, in their order."""
    held = Entry.objects.select_for_update(of=["self"]).select_related("campaign")
    entry = held.get(pk=entry.pk)
    refusal = window.refusal(entry, by)
    items = {item.pk: item for item in items_of(entry)}
    stored = {
        one.item_id: one
        for one in Answer.objects.filter(entry=entry).select_related("written_by")
    }
    outcomes = [
        _judged(edit, items.get(edit.item), stored.get(edit.item), refusal)
        for edit in edits
    ]
    saved = [outcome for outcome in outcomes if outcome.state == "saved"]
    if saved:
        _write(entry, saved, by)
        request_scores(entry.campaign_id)
    return outcomes


def _judged(edit, item, answer, refusal):
    if item is None:
        words = _("Hồ sơ này không có mục đó.")
        return Outcome(edit, "refused", [words], answer)
    now = mark(answer)
    try:
        amount, out_of, note = read(item, answer, edit)
    except CellProblem as problem:
        return Outcome(edit, "refused", [problem.message], answer)
    new = _mark(amount, out_of, note)
    # Untouched, or somebody else wrote the same meanwhile.
    if new in (edit.seen, now):
        return Outcome(edit, "same", answer=answer)
    if refusal:
        return Outcome(edit, "refused", [refusal], answer)
    if now != edit.seen:
        return Outcome(edit, "conflict", [_conflict(item, answer)], answer)
    row = answer or Answer(item=item)
    row.amount, row.out_of, row.note = amount, out_of, note
    return Outcome(edit, "saved", answer=row)


def _conflict(item, answer):
    who = answer and answer.written_by
    words = _(
        "%(who)s đã ghi “%(value)s” vào mục này lúc %(at)s, sau khi bạn mở trang. Lưu "
        "lần nữa để thay bằng nội dung của bạn."
    )
    at = timezone.localtime(answer.written_at) if answer else timezone.localtime()
    return words % {
        "who": (who.get_full_name() or who.username) if who else _("Người khác"),
        "value": in_words(item, answer),
        "at": f"{at:%H:%M %d/%m/%Y}",
    }


def _write(entry, outcomes, by):
    """All of them in two statements, however many there are."""
    rows, now = [outcome.answer for outcome in outcomes], timezone.now()
    for row in rows:
        row.entry, row.written_by, row.written_at = entry, by, now
    Answer.objects.bulk_create([row for row in rows if row.pk is None])
    known = [row for row in rows if row.pk is not None]
    fields = ["amount", "out_of", "note", "written_by", "written_at"]
    Answer.objects.bulk_update(known, fields)


def read(item, answer, edit):
    """(amount, out_of, note) of an edit; CellProblem with a sentence otherwise."""
    note = edit.note.replace("\r\n", "\n").strip()
    if len(note) > MAX_NOTE:
        words = _("Thuyết minh dài quá %(most)s ký tự. Hãy viết gọn lại.")
        raise CellProblem("too_long", words % {"most": shown(MAX_NOTE)})
    if is_measured(answer):
        return answer.amount, answer.out_of, note
    amount, out_of = tidy(edit.amount), tidy(edit.out_of)
    if item.kind == Kind.SHARE:
        return *_share(amount, out_of), note
    return _single(item, amount), None, note


def _single(item, text):
    if item.kind == Kind.YES_NO:
        if text not in (YES, NO, ""):
            words = _("Mục này chỉ trả lời Có hoặc Không.")
            raise CellProblem("not_yes_no", words)
        return Decimal(text) if text else None
    if item.kind == Kind.COUNT:
        return integer(text or None, maximum=LARGEST)
    points = _number(text)
    if points is not None and points > item.max_points:
        words = _("Điểm tự cho cao nhất của mục này là %(most)s.")
        raise CellProblem("too_many", words % {"most": shown(item.max_points)})
    return points


def _share(amount, out_of):
    part, whole = _number(amount), _number(out_of)
    if part is None and whole is None:
        return None, None
    if part is None:
        words = _("Hãy nhập cả số đạt, không chỉ tổng số.")
        raise CellProblem("no_part", words)
    if whole is None:
        raise CellProblem("no_whole", _("Hãy nhập cả tổng số, không chỉ số đạt."))
    if not whole:
        words = _(
            "Tổng số phải lớn hơn 0. Nếu không có đối tượng, hãy để trống cả hai."
        )
        raise CellProblem("empty_whole", words)
    if part > whole:
        words = _("Số đạt (%(part)s) không được lớn hơn tổng số (%(whole)s).")
        facts = {"part": shown(part), "whole": shown(whole)}
        raise CellProblem("part_above_whole", words % facts)
    return part, whole


def _number(text):
    """A number with at most the two decimals that are kept."""
    number = decimal(text or None, maximum=LARGEST)
    if number is not None and number != round(number, 2):
        words = _("“%(text)s” có quá hai chữ số thập phân. Hãy làm tròn.")
        raise CellProblem("too_exact", words % {"text": text})
    return number


def typed(number):
    """A stored number as one types it: no separator of thousands to be asked about."""
    if number is None:
        return ""
    return f"{number:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def in_words(item, answer):
    """An answer as it is read: Có; 12/15 (80%); 3."""
    if answer is None or answer.amount is None:
        return _("chưa trả lời")
    if item.kind == Kind.YES_NO:
        return _("Có") if answer.amount > 0 else _("Không")
    if item.kind == Kind.SHARE and answer.out_of:
        share = shown(round(answer.amount * 100 / answer.out_of, 1))
        return f"{shown(answer.amount)}/{shown(answer.out_of)} ({share}%)"
    return shown(answer.amount)
