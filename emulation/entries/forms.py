"""The answers that a page sends: fields named after what they hold and their item."""

from emulation.entries.answers import Edit, typed
from emulation.entries.earlier import answers_before, key_of
from emulation.models import Item

SEEN, AMOUNT, OUT_OF, NOTE = "seen", "amount", "out_of", "note"


def edits(data):
    """One Edit per item that the page sent along, in its order."""
    found = []
    for name in data:
        field, _dash, key = name.partition("-")
        if field == SEEN and key.isdecimal():
            found.append(_edit(data, key))
    return found


def _edit(data, key):
    return Edit(
        item=int(key),
        seen=data.get(f"{SEEN}-{key}", ""),
        amount=data.get(f"{AMOUNT}-{key}", ""),
        out_of=data.get(f"{OUT_OF}-{key}", ""),
        note=data.get(f"{NOTE}-{key}", ""),
    )


def taking_over(entry, found, key):
    """The same edits, that of the item `key` as it was answered the campaign before."""
    if not key.isdecimal():
        return found
    item = Item.objects.select_related("criterion__group__criteria_set").filter(pk=key)
    before = answers_before(entry)
    for one in item:
        answer = before.get(key_of(one))
        if answer is not None:
            found = [_taken(edit, one, answer) for edit in found]
    return found


def _taken(edit, item, answer):
    if edit.item != item.pk:
        return edit
    amount = typed(answer.amount)
    if item.kind == Item.Kind.YES_NO and answer.amount is not None:
        amount = "1" if answer.amount > 0 else "0"
    note = edit.note or answer.note
    return Edit(item.pk, edit.seen, amount, typed(answer.out_of), note)


def place_of(data):
    """Where the page opens again: the item taken over, or the group that was saved."""
    for name, anchor in (("take", "muc"), ("group", "nhom")):
        key = data.get(name, "")
        if key.isdecimal():
            return f"#{anchor}-{key}"
    return ""
