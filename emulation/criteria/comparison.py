"""Two versions of a criteria set side by side: added, removed, changed."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communes.numbers import NONE, shown

# Columns that say where a row hangs or how it came to be, not what it says.
UNSAID = {
    "id",
    "criteria_set",
    "group",
    "criterion",
    "version",
    "based_on",
    "frozen_at",
    "code",
    "number",
}
ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True)
class Change:
    """One part that is not the same; `fields` are (label, before, after)."""

    kind: str
    part: str
    fields: tuple = ()

    @property
    def kind_label(self):
        return {ADDED: _("Thêm"), REMOVED: _("Bỏ"), CHANGED: _("Sửa")}[self.kind]


def compare(old, new):
    """What `new` adds to, removes from and changes in `old`, in the order of the set."""
    before, after = dict(_parts(old)), dict(_parts(new))
    order = [*after, *(key for key in before if key not in after)]
    found = (_change(before.get(key), after.get(key)) for key in order)
    return [change for change in found if change]


def counted(changes):
    """How many parts were added, removed and changed."""
    kinds = [one.kind for one in changes]
    return {kind: kinds.count(kind) for kind in (ADDED, REMOVED, CHANGED)}


def _change(before, after):
    if before is None:
        return Change(ADDED, _named(after))
    if after is None:
        return Change(REMOVED, _named(before))
    fields = tuple(_differences(before, after))
    return Change(CHANGED, _named(after), fields) if fields else None


def _parts(criteria_set):
    """(key, row) of the set and all its parts; rows of two versions share their key."""
    yield ("set",), criteria_set
    for level in criteria_set.levels.all():
        yield ("level", level.number), level
    for group in criteria_set.groups.all():
        yield ("group", group.code), group
        for criterion in group.criteria.all():
            yield ("criterion", group.code, criterion.code), criterion
            for item in criterion.items.all():
                yield ("item", group.code, criterion.code, item.code), item


def _named(row):
    number = getattr(row, "code", None) or row.number
    return f"{capfirst(row._meta.verbose_name)} {number}: {row.name}"


def _differences(before, after):
    for one in type(after)._meta.concrete_fields:
        if one.name in UNSAID:
            continue
        old, new = getattr(before, one.attname), getattr(after, one.attname)
        if old != new:
            yield capfirst(one.verbose_name), _told(before, one), _told(after, one)


def _told(row, one):
    """A column's value as people read it."""
    value = getattr(row, one.attname)
    if one.choices:
        return str(getattr(row, f"get_{one.name}_display")()) or NONE
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, list):
        return ", ".join(value) or NONE
    if value in (None, ""):
        return NONE
    return value if isinstance(value, str) else shown(value)
