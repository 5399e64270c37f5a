"""The page where a school says which subjects its upper-secondary classes chose."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from communes.page import PageMixin, Scope
from schools.models import Institution
from schools.window import window

from .chosen import ChosenForm


class ChosenPage(PageMixin, FormView):
    section = "staffing"
    template_name = "staffing/chosen_classes.html"
    form_class = ChosenForm
    title = gettext_lazy("Số lớp theo môn lựa chọn")

    def get_scope(self):
        return Scope.of_commune(self.school.commune)

    @cached_property
    def school(self):
        """Whoever may see its returns; who answers for them may change it."""
        mine = Institution.objects.answering_to(self.request.user)
        return get_object_or_404(
            mine.select_related("commune"), code=self.kwargs["code"]
        )

    @property
    def may_change(self):
        user = self.request.user
        mine = Institution.objects.answering_to(user, to_change=True)
        return mine.filter(pk=self.school.pk).exists()

    @cached_property
    def window(self):
        return window(self.school, self.page.period)

    def post(self, request, *args, **kwargs):
        if not self.may_change:
            raise PermissionDenied(_("Tài khoản của bạn chỉ xem được số liệu này."))
        if not self.window.is_open:
            messages.error(request, self.window.sentence)
            return redirect(self.get_success_url())
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self):
        place = {"school": self.school, "period": self.page.period}
        return super().get_form_kwargs() | place

    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("Đã lưu số lớp theo môn lựa chọn."))
        return super().form_valid(form)

    def get_success_url(self):
        return reverse("chosen_classes", args=[self.school.code]) + self.page.query

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "school": self.school,
            "may_change": self.may_change and self.window.is_open,
            "window": self.window,
        }

    def get_breadcrumbs(self):
        school = reverse("school_detail", args=[self.school.code]) + self.page.query
        return [(self.school.name, school), (self.title, "")]
