"""What an admin does to criteria sets: clone, make a version, delete, order, write."""

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from emulation.criteria.outline import PARTS
from emulation.models import CriteriaSet

# Columns of a copy that are its own.
OWN = {"id", "frozen_at"}


class SetError(Exception):
    """What cannot be done to a set, with a sentence for the person."""


def frozen_sentence():
    return _(
        "Bộ tiêu chí đã khóa vì có đợt thi đua đang dùng. Muốn sửa, hãy tạo phiên bản "
        "mới: nội dung được chép nguyên vẹn, còn phiên bản này giữ nguyên."
    )


def held(pk):
    """The set, waiting for whoever writes it or launches a campaign on it."""
    found = CriteriaSet.objects.select_for_update().get(pk=pk)
    if found.frozen_at:
        raise SetError(frozen_sentence())
    return found


@transaction.atomic
def clone(source, *, code, name, name_en=""):
    """A new set that starts as a copy of `source`."""
    if CriteriaSet.objects.filter(code=code).exists():
        raise SetError(_("Mã %(code)s đã có. Hãy chọn mã khác.") % {"code": code})
    fields = {"code": code, "version": 1, "name": name, "name_en": name_en}
    return _copy(source, fields | {"based_on": source, "is_confirmed": False})


@transaction.atomic
def next_version(source):
    """The version after the newest one of `source`'s code, a copy of `source`."""
    # Two people who ask at once get two versions, not an error.
    list(CriteriaSet.objects.select_for_update().filter(code=source.code))
    same = CriteriaSet.objects.filter(code=source.code)
    newest = same.aggregate(newest=Max("version"))["newest"]
    return _copy(source, {"version": newest + 1, "based_on": source})


@transaction.atomic
def delete_draft(pk):
    """Delete a set that no campaign has run on, with all its parts."""
    own = held(pk)
    try:
        own.delete()
    except ProtectedError as error:
        raise SetError(
            _(
                "Chưa xóa được: bộ tiêu chí đang nằm trong một đợt thi đua hoặc là gốc "
                "của phiên bản khác. Hãy bỏ khỏi đó trước."
            )
        ) from error


def move(row, siblings, *, up):
    """Let `row` and its neighbour change places among `siblings`."""
    rows = list(siblings)
    place = rows.index(row)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    for order, one in enumerate(rows, start=1):
        one.order = order
    type(row).objects.bulk_update(rows, ["order"])


def last_order(siblings):
    return (siblings.aggregate(last=Max("order"))["last"] or 0) + 1


def _copy(source, changes):
    """A copy of the set and, row for row, of everything in it."""
    old = CriteriaSet.objects.prefetch_related("levels", PARTS).get(pk=source.pk)
    new = _twin(old, **changes)
    new.save(force_insert=True)
    groups, criteria, items = [], [], []
    levels = [_twin(one, criteria_set=new) for one in old.levels.all()]
    for group in old.groups.all():
        groups.append(_twin(group, criteria_set=new))
        for criterion in group.criteria.all():
            criteria.append(_twin(criterion, group=groups[-1]))
            copies = [
                _twin(one, criterion=criteria[-1]) for one in criterion.items.all()
            ]
            items.extend(copies)
    for rows in (levels, groups, criteria, items):
        if rows:
            type(rows[0]).objects.bulk_create(rows)
    return new


def _twin(row, **changes):
    """An unsaved row with the same columns but for those that are its own."""
    columns = {
        one.attname: getattr(row, one.attname)
        for one in row._meta.concrete_fields
        if one.name not in OWN and one.name not in changes
    }
    return type(row)(**columns, **changes)
