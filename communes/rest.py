"""The API's settings in code: who may ask, which rows she sees, pages and sorting.

The framework imports these while it is itself being imported, so no view stands here.
"""

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed, ValidationError
from rest_framework.filters import BaseFilterBackend, OrderingFilter
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import BasePermission

from communes.scoping import ScopedQuerySet, is_active_account


class AccountToken(TokenAuthentication):
    """A token ends with the account it was given to."""

    def authenticate_credentials(self, key):
        user, token = super().authenticate_credentials(key)
        if user.has_expired:
            raise AuthenticationFailed(_("Tài khoản đã hết hạn sử dụng."))
        return user, token


class HasRole(BasePermission):
    """Only accounts with a known role, switched on and not run out."""

    def has_permission(self, request, view):
        return is_active_account(request.user)


class VisibleRows(BaseFilterBackend):
    """The one place where the API asks whose rows these are."""

    def filter_queryset(self, request, queryset, view):
        if not isinstance(queryset, ScopedQuerySet):
            raise ImproperlyConfigured(
                f"{type(view).__name__} serves rows that do not know who may see them."
            )
        return queryset.visible_to(request.user)


class KnownParameters(BaseFilterBackend):
    """Refuses a misspelt filter, which would otherwise return everything."""

    shared = {"page", "page_size", "sort", "format"}

    def filter_queryset(self, request, queryset, view):
        filterset = getattr(view, "filterset_class", None)
        known = self.shared | set(filterset.base_filters if filterset else ())
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            raise ValidationError(
                {name: [_("Không có tham số này.")] for name in unknown}
            )
        return queryset


class StableOrdering(OrderingFilter):
    """Sorting that never leaves two rows in an order of chance between pages."""

    ordering_param = "sort"

    def get_ordering(self, request, queryset, view):
        chosen = super().get_ordering(request, queryset, view) or ()
        return [*(_by_key(queryset.model, term) for term in chosen), "pk"]


def _by_key(model, term):
    """A relation is sorted by the key that rows show, not by its model's own order.

    That order runs newest first for years, and a minus would turn it around.
    """
    keys = {one.name: one.attname for one in model._meta.concrete_fields}
    name = term.removeprefix("-")
    return term.replace(name, keys.get(name, name))


class Pages(PageNumberPagination):
    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500
