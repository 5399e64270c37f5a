"""Apply an import or take it back: one transaction, all of it or nothing."""

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.models import Import, User

from . import kinds
from .checking import check
from .sending import Refused, own

State = Import.State


def apply(import_id, by):
    """Write what the import changes; raises Refused, with nothing written, if it may not.

    Rights and calendar hold as of now. Where the data changed since the check, the
    workbook is checked again, so that its sender sees the new comparison.
    """
    # Rights as of now, not as of the page that was opened or the job that was sent.
    by = User.objects.get(pk=by.pk)
    try:
        with transaction.atomic(), _history(by, import_id):
            return _apply(import_id, by)
    except Refused as refused:
        if refused.code == "stale":
            check(import_id)
        raise


def _apply(import_id, by):
    source = _locked(import_id, by, State.READY)
    if source.errors:
        raise Refused(
            "has_errors",
            _("Tệp còn lỗi hoặc câu hỏi chưa trả lời. Hãy sửa hết rồi mới áp dụng."),
        )
    kind = kinds.get(source.kind)
    if sentence := kind.refusal(source, by):
        raise Refused("stale", sentence)
    kind.write(source, by)
    source.state = State.APPLIED
    source.applied_by, source.applied_at = by, timezone.now()
    source.save(update_fields=["state", "applied_by", "applied_at"])
    return source


def undo(import_id, by):
    """Set back what the import changed, unless something newer stands on it."""
    by = User.objects.get(pk=by.pk)
    with transaction.atomic(), _history(by, import_id):
        source = _locked(import_id, by, State.APPLIED)
        kind = kinds.get(source.kind)
        if sentence := kind.newer(source, by):
            raise Refused("newer", sentence)
        kind.take_back(source, by)
        source.state = State.UNDONE
        source.undone_by, source.undone_at = by, timezone.now()
        source.save(update_fields=["state", "undone_by", "undone_at"])
        return source


def _locked(import_id, by, state):
    source = Import.objects.select_for_update(of=("self",)).get(pk=import_id)
    if not own(source, by):
        raise PermissionDenied
    if source.state != state:
        words = {
            State.READY: _("Chỉ áp dụng được tệp đã kiểm tra xong và chưa áp dụng."),
            State.APPLIED: _("Chỉ hoàn tác được lần nhập đã áp dụng và chưa hoàn tác."),
        }
        raise Refused("wrong_state", words[state])
    return source


def _history(by, import_id):
    """History says who wrote, in a worker and a shell as on a page."""
    return pghistory.context(user=by.pk, imported=import_id)
