"""Recorded changes of all tables as one stream, newest first, paged by place."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from django.apps import apps
from django.db.models import (
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from communes.changes.reach import of_place, visible
from communes.history import LOADED

SYSTEM = "system"


@dataclass(frozen=True)
class Wanted:
    """Which changes are asked for; what is empty does not narrow."""

    since: date | None = None
    until: date | None = None
    commune: str = ""
    # Codes of institutions; None for any.
    schools: tuple | None = None
    table: str = ""
    # Primary keys of accounts, or SYSTEM for changes that nobody signed for.
    authors: tuple | str | None = None
    kind: str = ""


@dataclass(frozen=True, order=True)
class Place:
    """Where a change stands in the stream; a page begins after one."""

    at: datetime
    table: int
    number: int

    def __str__(self):
        return f"{self.at.timestamp():.6f}_{self.table}_{self.number}"

    @classmethod
    def read(cls, text):
        """The place that `text` names, or None for text that names none."""
        try:
            at, table, number = text.split("_")
            moment = datetime.fromtimestamp(float(at), tz=UTC)
            return cls(moment, int(table), int(number))
        except (ValueError, OverflowError, OSError):
            return None


@dataclass(frozen=True)
class Event:
    """One recorded change: the row as it became, and as it was before."""

    place: Place
    model: type
    kind: str
    key: str
    author: int | None
    row: dict
    before: dict | None

    @property
    def at(self):
        return self.place.at


@cache
def event_models():
    """Tables of changes, in an order that stays the same."""
    found = [m for m in apps.get_models() if hasattr(m, "pgh_tracked_model")]
    return tuple(sorted(found, key=lambda model: model._meta.label))


def table_name(model):
    """What an address calls the table of a tracked model."""
    return model._meta.label_lower


def places(user, wanted, *, after=None, size):
    """Places of the newest `size` changes that `user` may see, after `after`."""
    branches = [
        _branch(number, event, user, wanted, after, size)
        for number, event in enumerate(event_models())
        if wanted.table in ("", table_name(event.pgh_tracked_model))
    ]
    rows = _all_of([branch for branch in branches if not branch.query.is_empty()])
    return [Place(at, table, number) for table, at, number in rows[:size]]


def _all_of(branches):
    """The rows of all branches together, newest first."""
    if len(branches) < 2:
        return branches[0] if branches else []
    rows = branches[0].union(*branches[1:], all=True)
    return rows.order_by("-pgh_created_at", "table", "-pgh_id")


def _branch(number, event, user, wanted, after, size):
    rows = _narrowed(visible(event, user), wanted)
    if after is not None:
        rows = rows.filter(_older(number, after))
    return (
        rows.order_by("-pgh_created_at", "-pgh_id")
        .annotate(table=Value(number, IntegerField()))
        .values_list("table", "pgh_created_at", "pgh_id")[:size]
    )


def _older(number, after):
    """Rows of table `number` that stand behind `after` in the stream."""
    ties = {"pgh_created_at": after.at}
    if number < after.table:
        return Q(pgh_created_at__lt=after.at)
    if number == after.table:
        return Q(pgh_created_at__lt=after.at) | Q(pgh_id__lt=after.number, **ties)
    return Q(pgh_created_at__lte=after.at)


def _narrowed(rows, wanted):
    rows = (
        rows.filter(pgh_label=wanted.kind)
        if wanted.kind
        else rows.exclude(pgh_label=LOADED)
    )
    if wanted.since:
        rows = rows.filter(pgh_created_at__gte=_midnight(wanted.since))
    if wanted.until:
        end = _midnight(wanted.until + timedelta(days=1))
        rows = rows.filter(pgh_created_at__lt=end)
    if wanted.commune:
        rows = of_place(rows, "communes", [wanted.commune])
    if wanted.schools is not None:
        rows = of_place(rows, "institution", wanted.schools)
    return _by(rows, wanted.authors)


def _by(rows, authors):
    if authors is None:
        return rows
    if authors == SYSTEM:
        return rows.filter(
            Q(pgh_context__isnull=True)
            | Q(pgh_context__metadata__user=None)
            | Q(pgh_context__metadata__user__isnull=True)
        )
    return rows.filter(pgh_context__metadata__user__in=list(authors))


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def load(found):
    """The changes at `found` places with what stood there before, in one query."""
    by_table = {}
    for place in found:
        by_table.setdefault(place.table, []).append(place.number)
    branches = [
        told(number, event_models()[number]).filter(pgh_id__in=ids)
        for number, ids in by_table.items()
    ]
    return read(branches)


def read(branches: list[QuerySet]) -> list[Event]:
    """The changes of querysets made by `told`, newest first."""
    if not branches:
        return []
    first, *others = branches
    rows = first.union(*others, all=True) if others else first
    events = [_event(*row) for row in rows]
    newest_first = sorted(
        events, key=lambda e: (-e.place.at.timestamp(), e.place.table, -e.place.number)
    )
    return newest_first


def told(number, event):
    """Every change of one table with the row as it is and as it was."""
    own = {field.attname for field in event.pgh_tracked_model._meta.concrete_fields}
    names = [f.attname for f in event._meta.concrete_fields if f.attname in own]
    snapshot = JSONObject(**{name: name for name in names})
    earlier = (
        event._base_manager.filter(
            pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")
        )
        .order_by("-pgh_id")
        .annotate(snapshot=snapshot)
        .values("snapshot")[:1]
    )
    return (
        event._base_manager.order_by()
        .annotate(
            table=Value(number, IntegerField()),
            object_key=Cast("pgh_obj_id", TextField()),
            author=F("pgh_context__metadata__user"),
            snapshot=snapshot,
            earlier=Subquery(earlier),
        )
        .values_list(
            "table",
            "pgh_id",
            "pgh_created_at",
            "pgh_label",
            "object_key",
            "author",
            "snapshot",
            "earlier",
        )
    )


def _event(table, number, at, kind, key, author, row, earlier):
    return Event(
        place=Place(at, table, number),
        model=event_models()[table].pgh_tracked_model,
        kind=kind,
        key=key,
        author=author,
        row=row,
        before=earlier if kind == "update" else None,
    )
