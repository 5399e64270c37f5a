"""Admin of what other packages keep: second factors and tokens, to take away only."""

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from rest_framework.authtoken.admin import TokenAdmin as PackageTokenAdmin
from rest_framework.authtoken.models import TokenProxy

from communes.records import ReadOnlyRecords


@admin.register(Authenticator)
class SecondFactorAdmin(ReadOnlyRecords):
    """Taken away when somebody has lost the telephone."""

    may_delete = True
    list_display = ["user", "type", "created_at", "last_used_at"]
    fields = list_display
    search_fields = ["user__username"]
    list_select_related = ["user"]


@admin.register(TokenProxy)
class TokenAdmin(ReadOnlyRecords, PackageTokenAdmin):
    """The token itself is never shown: it opens what its owner may see."""

    may_delete = True
    list_display = ["owner", "created"]
    fields = readonly_fields = list_display
    autocomplete_fields = ()
    search_fields = ["user__username"]
    list_select_related = ["user"]

    @admin.display(description=_("tài khoản"), ordering="user__username")
    def owner(self, token):
        return token.user.username
