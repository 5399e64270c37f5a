"""Admin of accounts, the calendar, places and the running of computations."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _
from rest_framework.authtoken.models import Token
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from communes import models
from communes.levels import Level
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


class RuleForm(forms.ModelForm):
    levels = forms.MultipleChoiceField(
        label=_("chỉ các cấp"),
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn cấp nào: mọi cấp."),
    )

    def clean_kinds(self):
        """A list of codes such as ["MN", "TH"]; nothing means every kind."""
        kinds = self.cleaned_data["kinds"] or []
        if isinstance(kinds, list) and all(isinstance(kind, str) for kind in kinds):
            return kinds
        raise forms.ValidationError(
            _('Hãy ghi mã loại trường theo mẫu ["MN", "TH"]; để [] là mọi loại trường.')
        )


@admin.register(models.Rule)
class RuleAdmin(Records):
    """What a rule of the system's own asks is fixed; its words are the department's."""

    form = RuleForm
    list_display = [
        "sentence",
        "form",
        "grain",
        "severity",
        "is_active",
        "confirmed",
        "is_structural",
    ]
    list_filter = [
        "form",
        "severity",
        "grain",
        "is_active",
        "confirmed",
        "is_structural",
    ]
    search_fields = ["code", "sentence", "sentence_en", "condition"]
    actions = ["switch_on", "switch_off"]
    words = ["sentence", "sentence_en", "source", "confirmed", "order"]
    meaning = [
        "condition",
        "shown_at",
        "severity",
        "grain",
        "levels",
        "kinds",
        "is_active",
    ]
    fieldsets = [
        (None, {"fields": ["code", "form", "is_structural", *words]}),
        (_("Điều kiện"), {"fields": meaning}),
    ]

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return ["is_structural"]
        fixed = ["code", "form", "is_structural"]
        return fixed + self.meaning if obj.is_structural else fixed

    @admin.action(description=_("Bật"))
    def switch_on(self, request, queryset):
        number = queryset.update(is_active=True)
        words = _("Đã bật %(number)s quy tắc.")
        self.message_user(request, words % {"number": number})

    @admin.action(description=_("Tắt"))
    def switch_off(self, request, queryset):
        number = queryset.filter(is_structural=False).update(is_active=False)
        words = _(
            "Đã tắt %(number)s quy tắc; ràng buộc của hệ thống luôn được áp dụng."
        )
        self.message_user(request, words % {"number": number})


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
