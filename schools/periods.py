"""Pages about one reporting period: found by year and kind, with their own bar."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from communes import recomputing
from communes.models import ReportingPeriod
from communes.page import PageMixin
from communes.scoping import PROVINCE_ROLES


class PeriodMixin(PageMixin):
    """A page whose address names a school year and a kind of period."""

    @cached_property
    def period(self):
        return get_object_or_404(
            ReportingPeriod.objects.select_related("school_year"),
            school_year=self.kwargs["year"],
            kind=self.kwargs["kind"],
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"period": self.period}


def recomputing_of(user, period, commune=""):
    """What a page about `period` says while its values are computed again."""
    return period and recomputing.of(user, period.school_year_id, commune)


class ProvinceMixin(PageMixin):
    """A page of the department's: everybody else is told so, and sees nothing."""

    section = "approval"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and request.user.role not in PROVINCE_ROLES:
            raise PermissionDenied(
                _("Chỉ Sở Giáo dục và Đào tạo được xem và duyệt báo cáo ở trang này.")
            )
        return super().dispatch(request, *args, **kwargs)
