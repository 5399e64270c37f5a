"""A grid sent as a plain form, without a script: which cells changed, and what came of it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from communes.entry import grid, values, writing
from communes.numbers import shown


def edits(sheet, data) -> list[writing.Edit]:
    """Cells whose text is not what the page showed when it was sent out."""
    names = [one["name"] for one in sheet["fields"]]
    found = []
    for unit in sheet["units"]:
        for line in unit["lines"]:
            before = data.get(f"was/{unit['code']}/{line['code']}")
            if before is None:
                continue
            row = zip(names, before.split("\t"), strict=False)
            found += _changed(unit["code"], line["code"], row, data)
    return found


def _changed(unit, line, row, data):
    for name, before in row:
        typed = data.get(grid.address(unit, line, name))
        if typed is not None and values.clean(typed) != values.clean(before):
            yield writing.Edit(unit, line, name, before, typed)


def left_over(outcomes):
    """address -> (text, state, sentences) of what could not be saved as a figure."""
    return {
        grid.address(one.edit.unit, one.edit.line, one.edit.field): (
            values.clean(one.edit.value),
            one.state,
            one.sentences or [_clash(one)],
        )
        for one in outcomes
        if one.state != "saved"
    }


def _clash(outcome):
    """What a conflict is about, in a sentence that says what to do."""
    facts = {
        "theirs": shown(outcome.value) if outcome.value != "" else shown(None),
        "by": _name(outcome.by),
        "at": f"{timezone.localtime(outcome.at):%H:%M %d/%m}" if outcome.at else "",
        "mine": values.clean(outcome.edit.value),
    }
    if isinstance(outcome.value, str) and outcome.value:
        facts["theirs"] = outcome.value
    return (
        _(
            "Trong lúc bạn nhập, %(by)s đã ghi %(theirs)s (%(at)s). Lưu lần nữa để giữ "
            "số của bạn (%(mine)s), hoặc nhập lại %(theirs)s."
        )
        % facts
    )


def _name(user):
    return (user.get_full_name() or user.username) if user else _("người khác")


def summary(outcomes):
    """What happened to a sent form, in one sentence."""
    saved = sum(one.state == "saved" for one in outcomes)
    left = len(outcomes) - saved
    if not outcomes:
        return _("Không có ô nào thay đổi.")
    told = _("Đã lưu %(number)s ô.") % {"number": saved}
    if left:
        more = _("%(number)s ô cần xem lại, số bạn nhập vẫn còn trong bảng.")
        told = f"{told} {more % {'number': left}}"
    return told
