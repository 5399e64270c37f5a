"""Recorded changes in words: who, what thing, which field went from what to what."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import DateTimeField, ForeignKey, JSONField, Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.changes.events import Event
from communes.history import LOADED
from communes.models import User
from communes.numbers import NONE, shown
from communes.templatetags.shell import address

KINDS = {
    "insert": gettext_lazy("Thêm mới"),
    "update": gettext_lazy("Sửa"),
    "delete": gettext_lazy("Xóa"),
    LOADED: gettext_lazy("Nạp ban đầu"),
}


@dataclass(frozen=True)
class FieldChange:
    """One field of a change, in words and as it is kept."""

    name: str
    label: str
    before: str
    after: str
    raw_before: object = None
    raw_after: object = None
    # What its button sends, where the value before may be put back.
    restore: object = None


@dataclass
class Line:
    """One change as the page tells it."""

    event: Event
    who: str
    table: str
    thing: str
    url: str
    instance: Model
    changes: list[FieldChange] = field(default_factory=list)

    @property
    def at(self):
        return self.event.at

    @property
    def kind(self):
        return self.event.kind

    @property
    def kind_label(self):
        return KINDS.get(self.event.kind, self.event.kind)


def in_words(events: list[Event]) -> list[Line]:
    """Lines for `events`, in their order."""
    targets = _Targets(events)
    people = User.objects.in_bulk({e.author for e in events} - {None})
    return [_line(event, targets, people) for event in events]


def _line(event, targets, people):
    instance = targets.instance(event)
    thing = _thing(instance, targets.is_whole(event))
    return Line(
        event=event,
        who=name_of(people.get(event.author), event.author),
        table=capfirst(str(event.model._meta.verbose_name)),
        thing=thing,
        url=_url(instance),
        instance=instance,
        changes=list(_changes(event, targets, thing)),
    )


def name_of(user, key=None):
    if user is None:
        return _("tài khoản đã xóa") if key else _("hệ thống")
    name = user.get_full_name()
    return f"{name} ({user.username})" if name else user.username


class _Targets:
    """Rows that changed rows point to, each table fetched once."""

    def __init__(self, events):
        wanted = {}
        for event in events:
            for key in _links(event.model):
                ids = {row.get(key.attname) for row in (event.row, event.before or {})}
                wanted.setdefault(key.related_model, set()).update(ids - {None})
        self.rows = {
            model: model._base_manager.select_related().in_bulk(ids)
            for model, ids in wanted.items()
        }

    def get(self, key, value):
        return self.rows.get(key.related_model, {}).get(value)

    def is_whole(self, event):
        """Whether every row that the changed one hangs on is still there."""
        return all(
            self.get(key, event.row.get(key.attname)) is not None
            for key in _links(event.model)
            if event.row.get(key.attname) is not None
        )

    def instance(self, event):
        """The changed row as an unsaved instance, with its parents at hand."""
        instance = event.model()
        for column in event.model._meta.concrete_fields:
            if column.attname in event.row:
                value = column.to_python(event.row[column.attname])
                setattr(instance, column.attname, value)
        for key in _links(event.model):
            target = self.get(key, event.row.get(key.attname))
            if target is not None:
                setattr(instance, key.name, target)
        return instance


def _links(model):
    return [f for f in model._meta.concrete_fields if isinstance(f, ForeignKey)]


def _thing(instance, is_whole):
    if not is_whole:
        return _("(đã xóa)")
    try:
        text = str(instance)
    except ObjectDoesNotExist:
        return _("(đã xóa)")
    person = getattr(instance, "person", None)
    return f"{person}: {text}" if person and str(person) not in text else text


def _url(instance):
    """The page of the school, person or commune that the changed row is about."""
    model = type(instance)._meta.model_name
    person = instance.pk if model == "person" else getattr(instance, "person_id", None)
    if person:
        return address("staff_detail", person)
    school = instance if model == "institution" else _school(instance)
    if school:
        return address("school_detail", school.code)
    code = instance.pk if model == "commune" else getattr(instance, "commune_id", None)
    return address("commune_detail", code) if code else ""


def _school(instance):
    fields = instance._state.fields_cache
    holder = fields.get("school_return")
    return holder.institution if holder else fields.get("institution")


def _changes(event, targets, thing):
    is_unknown = event.kind == "update" and event.before is None
    if event.kind == "delete" or is_unknown:
        return
    before = event.before or {}
    for column in event.model._meta.concrete_fields:
        name = column.attname
        if column.primary_key or name not in event.row:
            continue
        old, new = before.get(name), event.row[name]
        if old == new or (event.kind != "update" and new in (None, "", [])):
            continue
        after = _words(column, new, targets)
        if event.kind != "update" and column.is_relation and after in thing:
            # The line is headed by it already.
            continue
        yield FieldChange(
            name=column.name,
            label=capfirst(_label(column)),
            before=_words(column, old, targets),
            after=after,
            raw_before=old,
            raw_after=new,
        )


def _label(column):
    """The field's own label; of a link without one, what it leads to."""
    own = str(column.verbose_name)
    if column.is_relation and own == column.name.replace("_", " "):
        return str(column.related_model._meta.verbose_name)
    return own


def value_in_words(model, name, value):
    """A value of a field that points to no other row."""
    return _words(model._meta.get_field(name), value, None)


def _words(column, value, targets):
    """A kept value as a person reads it."""
    if value in (None, ""):
        return NONE
    if isinstance(column, ForeignKey):
        return str(targets.get(column, value) or value)
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(column, JSONField | ArrayField):
        # Codes can be read; the points of an outline cannot.
        is_codes = isinstance(value, list) and all(isinstance(v, str) for v in value)
        return (_named(column, value) or NONE) if is_codes else "…"
    return _plain(column, column.to_python(value))


def _named(column, codes):
    """Codes by their names, where the column knows names for them."""
    names = dict(getattr(column, "base_field", column).flatchoices)
    return ", ".join(str(names.get(code, code)) for code in codes)


def _plain(column, value):
    if isinstance(column, DateTimeField) and isinstance(value, datetime):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return value if isinstance(value, str) else shown(value)
