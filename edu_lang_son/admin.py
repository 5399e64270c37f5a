"""Admin of second factors: taken away when somebody has lost the telephone."""

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communes.records import ReadOnlyRecords


@admin.register(Authenticator)
class SecondFactorAdmin(ReadOnlyRecords):
    may_delete = True
    list_display = ["user", "type", "made_at", "used_at"]
    fields = readonly_fields = list_display
    search_fields = ["user__username"]
    list_select_related = ["user"]

    @admin.display(description=_("lập lúc"), ordering="created_at")
    def made_at(self, factor):
        return factor.created_at

    @admin.display(description=_("dùng lần cuối lúc"), ordering="last_used_at")
    def used_at(self, factor):
        return factor.last_used_at
