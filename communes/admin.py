"""Admin of accounts, the calendar, places and the running of computations."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _
from rest_framework.authtoken.models import Token
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from communes import models
from communes.records import ReadOnlyRecords, Records, RecordsBehindValues, Rows
from communes.tasks import request_province


@admin.register(models.User)
class AccountAdmin(Records, UserAdmin):
    """Accounts are switched off, never deleted: their names stand under decisions."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = [
        "username",
        "first_name",
        "role",
        "commune",
        "expires_on",
        "is_active",
    ]
    list_filter = ["role", "is_active", "commune__cluster"]
    search_fields = ["username", "first_name", "email", "commune__search_name"]
    list_select_related = ["commune"]
    autocomplete_fields = ["commune"]
    ordering = ["username"]
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]
    actions = ["take_tokens"]
    reach = ["role", "commune", "institution_code", "expires_on", "is_active"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Người dùng"), {"fields": ["first_name", "email"]}),
        (_("Vai trò và phạm vi"), {"fields": reach}),
        (_("Thời điểm"), {"fields": readonly_fields}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "first_name", "email"]}),
        (None, {"fields": ["usable_password", "password1", "password2"]}),
        (_("Vai trò và phạm vi"), {"fields": reach}),
    ]

    @admin.action(description=_("Thu hồi mã truy cập"))
    def take_tokens(self, request, queryset):
        """A token is never shown, for it opens what its owner may see."""
        Token.objects.filter(user__in=queryset).delete()
        self.message_user(request, _("Đã thu hồi mã truy cập của các tài khoản."))


class PeriodRows(Rows):
    model = models.ReportingPeriod
    may_delete = False


@admin.register(models.SchoolYear)
class SchoolYearAdmin(Records):
    list_display = ["__str__", "starts_on", "ends_on"]
    inlines = [PeriodRows]
    actions = ["recompute"]

    @admin.action(description=_("Tính lại chỉ số cả tỉnh"))
    def recompute(self, request, queryset):
        for year in queryset:
            request_province(year.start, by=request.user)
        self.message_user(request, _("Đã giao việc tính lại cho máy chủ."))


class ExceptionRows(Rows):
    model = models.DeadlineException
    fields = ["commune", "due_on", "reason"]
    autocomplete_fields = ["commune"]


@admin.register(models.ReportingPeriod)
class ReportingPeriodAdmin(Records):
    list_display = ["__str__", "as_of", "opens_on", "due_on", "locks_on"]
    list_filter = ["kind"]
    inlines = [ExceptionRows]

    def save_formset(self, request, form, formset, change):
        """Whoever writes an extension has granted it."""
        for row in formset.save(commit=False):
            row.granted_by = request.user
        super().save_formset(request, form, formset, change)


class RegionRows(Rows):
    model = models.CommuneRegion


@admin.register(models.Commune)
class CommuneAdmin(RecordsBehindValues):
    may_add = False
    list_display = ["code", "name", "kind", "cluster", "is_border"]
    list_filter = ["kind", "cluster", "is_border"]
    search_fields = ["code", "search_name", "name"]
    fields = [
        "code",
        "name",
        "kind",
        "province",
        "cluster",
        "is_border",
        "latitude",
        "longitude",
        "area_km2",
        "outline_is_official",
    ]
    readonly_fields = ["code", "province", "outline_is_official"]
    inlines = [RegionRows]


@admin.register(models.Ethnicity)
class EthnicityAdmin(Records):
    list_display = ["code", "name", "is_minority"]
    search_fields = ["name"]


@admin.register(models.ComputationRun)
class ComputationRunAdmin(ReadOnlyRecords):
    list_display = [
        "school_year",
        "commune",
        "state",
        "host",
        "started_at",
        "finished_at",
        "values_written",
    ]
    list_filter = ["state", "school_year"]
    list_select_related = ["school_year", "commune"]


@admin.register(models.Job)
class JobAdmin(ReadOnlyRecords):
    list_display = [
        "kind",
        "state",
        "done",
        "total",
        "host",
        "requested_by",
        "requested_at",
    ]
    list_filter = ["state", "kind"]
    list_select_related = ["requested_by"]
