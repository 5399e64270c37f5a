"""History of figures: database triggers record who changed what, for ever.

Triggers, not model hooks, so that COPY and plain SQL cannot slip past.
"""

import pghistory
from django.db.models import GeneratedField


def tracked(model):
    """Class decorator: keep every insert, change and deletion of `model`."""
    generated = [f.name for f in model._meta.fields if isinstance(f, GeneratedField)]
    record = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=generated,
    )
    return record(model)
