"""Admin of second factors: taken away when somebody has lost the telephone."""

from allauth.mfa.models import Authenticator
from django.contrib import admin

from communes.records import ReadOnlyRecords


@admin.register(Authenticator)
class SecondFactorAdmin(ReadOnlyRecords):
    may_delete = True
    list_display = ["user", "type", "created_at", "last_used_at"]
    fields = list_display
    search_fields = ["user__username"]
    list_select_related = ["user"]
