"""What every admin page shares: the role decides, the triggers tell the history."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from pghistory.models import Events
from unfold.admin import ModelAdmin, TabularInline

from communes.history import LOADED
from communes.models import User
from communes.tasks import request_every_year


class ByRole:
    """Rights come from the site, which lets in administrators only."""

    may_add = True
    may_change = True
    may_delete = False

    def has_module_permission(self, request):
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request, obj=None):
        return self.may_add and self.admin_site.has_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.may_change and self.admin_site.has_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self.may_delete and self.admin_site.has_permission(request)


class Records(ByRole, ModelAdmin):
    """An admin page of one kind of row."""

    def history_view(self, request, object_id, extra_context=None):
        steps = steps_of(self.model, unquote(object_id))
        if steps is not None:
            page = self.get_paginator(request, steps, 100).get_page(
                request.GET.get("p", 1)
            )
            extra_context = {"action_list": page} | (extra_context or {})
        return super().history_view(request, object_id, extra_context)


class RecordsBehindValues(Records):
    """Norms, regions: once they are saved, every computed year is computed again."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if request_every_year(by=request.user):
            self.message_user(
                request, _("Các chỉ số đang được tính lại theo nội dung vừa lưu.")
            )


class ReadOnlyRecords(Records):
    """A page that shows rows which the system writes itself."""

    may_add = may_change = False


class Rows(ByRole, TabularInline):
    """Rows that belong to the record above them."""

    extra = 0
    may_delete = True


@dataclass(frozen=True)
class Step:
    """One event, named as the history page expects its entries."""

    action_time: datetime
    user: User | None
    message: str

    def get_change_message(self):
        return self.message


def is_tracked(model):
    return any(
        getattr(other, "pgh_tracked_model", None) is model
        for other in model._meta.apps.get_models()
    )


def steps_of(model, pk):
    """Every recorded change of a row, newest first; None for rows without history."""
    if not is_tracked(model):
        return None
    row = model._base_manager.get(pk=pk)
    events = list(Events.objects.tracks(row).order_by("-pgh_created_at", "-pgh_slug"))
    people = User.objects.in_bulk({author_of(event) for event in events} - {None})
    return [
        Step(event.pgh_created_at, people.get(author_of(event)), told(model, event))
        for event in events
    ]


def author_of(event):
    return (event.pgh_context or {}).get("user")


def told(model, event):
    """What happened, in a sentence: which field went from what to what."""
    if event.pgh_label == "insert":
        return _("Thêm mới")
    if event.pgh_label == LOADED:
        return _("Nạp ban đầu")
    if event.pgh_label == "delete":
        return _("Xóa")
    changes = (event.pgh_diff or {}).items()
    return "; ".join(
        f"{label(model, name)}: {before} → {after}" for name, (before, after) in changes
    )


def label(model, column):
    try:
        return capfirst(str(model._meta.get_field(column).verbose_name))
    except FieldDoesNotExist:
        return column
