"""Making and changing forecasts: a form of assumptions, then a worker computes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communes.page import PageMixin
from communes.scoping import PROVINCE_ROLES, is_active_account
from communes.views import Post
from staffing.forecast.forms import ForecastForm
from staffing.forecast.tasks import request as request_forecast
from staffing.models import Forecast


def may_forecast(user):
    return is_active_account(user) and user.role in PROVINCE_ROLES


def address_of(forecast):
    return f"{reverse('staffing_forecast')}?plan={forecast.pk}"


class DepartmentOnly:
    def dispatch(self, request, *args, **kwargs):
        if is_active_account(request.user) and not may_forecast(request.user):
            raise PermissionDenied(_("Chỉ Sở Giáo dục và Đào tạo lập dự báo."))
        return super().dispatch(request, *args, **kwargs)


class ForecastEdit(DepartmentOnly, PageMixin, TemplateView):
    """A new forecast, or the assumptions of one; saving has it computed again."""

    section = "staffing"
    template_name = "staffing/forecast_form.html"

    @cached_property
    def forecast(self):
        if "pk" not in self.kwargs:
            return Forecast(made_by=None)
        found = Forecast.objects.editable_by(self.request.user)
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def form(self):
        user = self.request.user
        return ForecastForm(self.request.POST or None, instance=self.forecast, by=user)

    def post(self, request, **kwargs):
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(**kwargs))
        with transaction.atomic():
            forecast = self.form.save(by=request.user)
            request_forecast(forecast, by=request.user)
        messages.success(request, _("Đã lưu giả định; dự báo đang được tính."))
        return redirect(address_of(forecast))

    def get_context_data(self, **kwargs):
        title = (
            _("Giả định của dự báo") if self.forecast.pk else _("Phương án dự báo mới")
        )
        return super().get_context_data(**kwargs) | {
            "title": title,
            "form": self.form,
            "back": reverse("staffing_forecast"),
        }

    def get_breadcrumbs(self):
        crumbs = [(_("Đội ngũ"), reverse("staffing")), (_("Dự báo"), self.back)]
        return [*crumbs, (_("Giả định"), "")]

    back = property(lambda self: reverse("staffing_forecast"))


class ForecastCompute(DepartmentOnly, Post):
    """Compute a forecast again from today's figures."""

    def post(self, request, pk):
        found = Forecast.objects.editable_by(request.user)
        forecast = get_object_or_404(found, pk=pk)
        request_forecast(forecast, by=request.user)
        messages.success(request, _("Dự báo đang được tính lại."))
        return redirect(address_of(forecast))
