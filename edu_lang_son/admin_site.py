"""The admin's front door: open to the role of administrator, whatever is_staff says."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from communes.records import ByRole
from communes.scoping import Role, is_active_account


class DepartmentSite(UnfoldAdminSite):
    site_title = _("Quản trị hệ thống")
    site_header = _("Quản trị hệ thống")
    index_title = _("Quản trị hệ thống")

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only pages that go by the role: other packages' go by permissions."""
        if admin_class and issubclass(admin_class, ByRole):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request):
        return is_active_account(request.user) and request.user.role == Role.ADMIN

    def login(self, request, extra_context=None):
        """The site's own login, with its lock-out and second factor."""
        if request.user.is_authenticated:
            raise PermissionDenied
        target = request.GET.get("next") or request.get_full_path()
        return redirect_to_login(target, settings.LOGIN_URL)
