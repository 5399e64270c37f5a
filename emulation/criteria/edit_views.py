"""Pages where an admin makes and edits criteria sets that no campaign runs on yet."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from communes.scoping import is_active_account
from emulation.criteria import actions as criteria_sets
from emulation.criteria import forms as set_forms
from emulation.criteria.actions import SetError
from emulation.criteria.views import SetPage, crumbs
from emulation.models import CriteriaSet


class AdminOfSets(SetPage):
    """Sets are made by administrators alone; everybody else reads them."""

    def dispatch(self, request, *args, **kwargs):
        # Whoever has no account or no role is turned away by PageMixin.
        if is_active_account(request.user):
            self.check_rights()
        return super().dispatch(request, *args, **kwargs)

    def check_rights(self):
        if not CriteriaSet.objects.editable_by(self.request.user).exists():
            raise PermissionDenied(_("Chỉ quản trị viên của Sở sửa được bộ tiêu chí."))

    def detail(self, criteria_set=None, anchor=""):
        pk = criteria_set.pk if criteria_set else self.kwargs["pk"]
        return reverse("criteria_set_detail", args=[pk]) + anchor

    def tell(self, sentence):
        messages.success(self.request, sentence)

    def refuse(self, error):
        messages.error(self.request, str(error))
        return HttpResponseRedirect(self.detail())


class SetVersion(AdminOfSets, View):
    """The next version, a copy of this one."""

    def post(self, request, **kwargs):
        made = criteria_sets.next_version(self.criteria_set)
        words = _("Đã tạo phiên bản %(version)s, đang là nháp. Bạn có thể sửa.")
        self.tell(words % {"version": made.version})
        return HttpResponseRedirect(self.detail(made))


class SetDelete(AdminOfSets, View):
    def post(self, request, **kwargs):
        own = self.criteria_set
        try:
            criteria_sets.delete_draft(own.pk)
        except SetError as error:
            return self.refuse(error)
        self.tell(_("Đã xóa bản nháp %(name)s.") % {"name": own})
        return HttpResponseRedirect(reverse("criteria_set_list"))


class SetClone(AdminOfSets, FormView):
    template_name = "emulation/sets/form.html"
    form_class = set_forms.CloneForm

    def get_initial(self):
        return {"name": self.criteria_set.name, "name_en": self.criteria_set.name_en}

    def form_valid(self, form):
        try:
            made = criteria_sets.clone(self.criteria_set, **form.cleaned_data)
        except SetError as error:
            form.add_error("code", str(error))
            return self.form_invalid(form)
        self.tell(_("Đã chép thành bộ mới, đang là nháp. Bạn có thể sửa."))
        return HttpResponseRedirect(self.detail(made))

    def get_context_data(self, **kwargs):
        words = _("Bộ mới chép nguyên vẹn nhóm, tiêu chí, mục, mức của %(name)s.")
        return super().get_context_data(**kwargs) | {
            "title": _("Chép thành bộ tiêu chí mới"),
            "lead": words % {"name": self.criteria_set},
            "button": _("Chép"),
            "cancel_url": self.detail(),
        }

    def get_breadcrumbs(self):
        return crumbs(self.own_crumb(), (_("Chép thành bộ tiêu chí mới"), ""))


class EditPage(AdminOfSets, FormView):
    """A form over a part of a set, for as long as no campaign has frozen the set."""

    template_name = "emulation/sets/form.html"
    title = ""

    def get(self, request, *args, **kwargs):
        if self.criteria_set.frozen_at:
            return self.refuse(criteria_sets.frozen_sentence())
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                criteria_sets.held(self.criteria_set.pk)
                return super().post(request, *args, **kwargs)
        except SetError as error:
            return self.refuse(error)

    def form_valid(self, form):
        self.save(form)
        self.tell(_("Đã ghi."))
        return HttpResponseRedirect(self.detail(anchor=self.anchor(form.instance)))

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if form.conflicts:
            response.status_code = 409
        return response

    def save(self, form):
        form.save()

    def anchor(self, row):
        return ""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        context |= {
            "title": self.title,
            "button": _("Ghi"),
            "cancel_url": self.detail(),
        }
        if form.is_bound and form.conflicts:
            context["conflicts"] = form.conflicts
            context["other_author"] = form.other_author()
        return context

    def get_breadcrumbs(self):
        return crumbs(self.own_crumb(), (self.title, ""))


class SetEdit(EditPage):
    """What the set says about itself, and its levels."""

    title = gettext_lazy("Sửa thông tin, mức của bộ tiêu chí")
    form_class = set_forms.SetForm

    def get_form_kwargs(self):
        own = CriteriaSet.objects.get(pk=self.criteria_set.pk)
        return super().get_form_kwargs() | {"instance": own}

    @cached_property
    def levels(self):
        data = self.request.POST if self.request.method == "POST" else None
        own = CriteriaSet.objects.get(pk=self.criteria_set.pk)
        return set_forms.Levels(data, instance=own, prefix="levels")

    def form_valid(self, form):
        if not self.levels.is_valid():
            return self.form_invalid(form)
        return super().form_valid(form)

    def save(self, form):
        form.save()
        self.levels.save()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"levels": self.levels}
