"""Who last changed a cell, and when, out of the history that the triggers keep."""

from itertools import pairwise

from communes.history import event_model
from communes.models import User


def last(form, period, edit):
    """(user or None, time or None) of the last change of the cell an edit is about."""
    row = form.row(period, edit.unit, edit.line)
    if row is None:
        return None, None
    events = list(
        event_model(form.model)
        .objects.filter(pgh_obj_id=row.pk)
        .order_by("-pgh_id")
        .values_list("pgh_created_at", "pgh_context__metadata__user", edit.field)
    )
    if not events:
        return None, None
    found = next(
        (newer for newer, older in pairwise(events) if newer[2] != older[2]), events[-1]
    )
    at, user_id, _value = found
    return User.objects.filter(pk=user_id).first(), at
