"""Pages for the parts of a criteria set: groups, criteria, items."""

from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from emulation.criteria import actions as criteria_sets
from emulation.criteria import forms as set_forms
from emulation.criteria.actions import SetError
from emulation.criteria.edit_views import AdminOfSets, EditPage
from emulation.models import CriteriaGroup, Criterion, Item


class PartPage(EditPage):
    """A group, criterion or item: `kind` says which; without `part` a new one."""

    kind = ""

    @cached_property
    def part(self):
        return PARTS[self.kind]

    @cached_property
    def row(self):
        if "part" not in self.kwargs:
            return None
        rows = self.part.of_set(self.criteria_set)
        return get_object_or_404(rows, pk=self.kwargs["part"])

    @cached_property
    def owner(self):
        """What it hangs on: the set, a group or a criterion of this set."""
        if self.row:
            return getattr(self.row, self.part.form.hangs_on)
        return self.part.owner(self.criteria_set, self.kwargs.get("owner"))

    @property
    def title(self):
        return self.part.edit_title if self.row else self.part.new_title

    def get_form_class(self):
        return self.part.form

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs() | {"owner": self.owner}
        return kwargs | {"instance": self.row} if self.row else kwargs

    def save(self, form):
        if self.row is None:
            siblings = self.part.siblings(form.instance)
            form.instance.order = criteria_sets.last_order(siblings)
        form.save()

    def anchor(self, row):
        return f"#{self.kind}-{row.pk}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "kind": self.kind,
            "row": self.row,
            "owner": self.owner if self.kind != "group" else None,
        }


class Part:
    """How rows of one kind hang in a set."""

    def __init__(self, model, form, set_path, new_title, edit_title, above=None):
        self.model, self.form, self.set_path = model, form, set_path
        self.new_title, self.edit_title = new_title, edit_title
        # The kind of part that it hangs on; None: the set itself.
        self.above = above

    def of_set(self, criteria_set):
        return self.model.objects.filter(**{self.set_path: criteria_set.pk})

    def owner(self, criteria_set, pk):
        if self.above is None:
            return criteria_set
        return get_object_or_404(PARTS[self.above].of_set(criteria_set), pk=pk)

    def siblings(self, row):
        name = self.form.hangs_on
        return self.model.objects.filter(**{name: getattr(row, name)})


PARTS = {
    "group": Part(
        CriteriaGroup,
        set_forms.GroupForm,
        "criteria_set",
        gettext_lazy("Thêm nhóm tiêu chí"),
        gettext_lazy("Sửa nhóm tiêu chí"),
    ),
    "criterion": Part(
        Criterion,
        set_forms.CriterionForm,
        "group__criteria_set",
        gettext_lazy("Thêm tiêu chí"),
        gettext_lazy("Sửa tiêu chí"),
        above="group",
    ),
    "item": Part(
        Item,
        set_forms.ItemForm,
        "criterion__group__criteria_set",
        gettext_lazy("Thêm mục chấm điểm"),
        gettext_lazy("Sửa mục chấm điểm"),
        above="criterion",
    ),
}


class PartChange(AdminOfSets, View):
    """One part moved among its neighbours or deleted; says which by `part`: item-12."""

    def post(self, request, **kwargs):
        try:
            with transaction.atomic():
                criteria_sets.held(self.criteria_set.pk)
                row, kind = self.chosen()
                return HttpResponseRedirect(self.detail(anchor=self.change(row, kind)))
        except SetError as error:
            return self.refuse(error)

    def chosen(self):
        kind, _dash, pk = self.request.POST.get("part", "").partition("-")
        if kind not in PARTS or not pk.isdecimal():
            raise SetError(_("Hãy chọn nhóm, tiêu chí hoặc mục."))
        rows = PARTS[kind].of_set(self.criteria_set)
        return get_object_or_404(rows, pk=int(pk)), kind


class PartUp(PartChange):
    up = True

    def change(self, row, kind):
        criteria_sets.move(row, PARTS[kind].siblings(row), up=self.up)
        return f"#{kind}-{row.pk}"


class PartDown(PartUp):
    up = False


class PartDelete(PartChange):
    def change(self, row, kind):
        row.delete()
        self.tell(_("Đã xóa %(name)s.") % {"name": row})
        return ""
