"""The form that takes in a workbook."""

from django import forms
from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.imports import kinds
from communes.imports.sending import may_import
from communes.models import SchoolYear

ENDINGS = ".xlsx,.xls,.ods"


def years_of_entry():
    """The newest school year that has begun, and the one before: results come late."""
    begun = SchoolYear.objects.filter(starts_on__lte=timezone.localdate())
    return list(begun.order_by("-start")[:2])


def kinds_of(user):
    """The kinds of workbooks that `user` may send in one of the years of entry."""
    years = years_of_entry()
    return [
        kind
        for kind in kinds.registered()
        if any(may_import(kind, user, year.start) for year in years)
    ]


class UploadForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại dữ liệu"), widget=forms.RadioSelect
    )
    year = forms.ModelChoiceField(
        label=gettext_lazy("Năm học"),
        queryset=SchoolYear.objects.all(),
        empty_label=None,
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp"),
        # An empty file gets its own sentence from whoever reads workbooks.
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        error_messages={"required": gettext_lazy("Hãy chọn tệp để gửi.")},
    )

    def __init__(self, *args, user, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["kind"].choices = [(kind.code, kind.title) for kind in offered]
        begun = SchoolYear.objects.filter(starts_on__lte=timezone.localdate())
        self.fields["year"].queryset = begun.order_by("-start")
        self.fields["year"].initial = begun.aggregate(last=Max("start"))["last"]
        if len(self.fields["kind"].choices) == 1:
            self.fields["kind"].initial = self.fields["kind"].choices[0][0]

    def clean(self):
        cleaned = super().clean()
        kind, year = cleaned.get("kind"), cleaned.get("year")
        if kind and year and not may_import(kinds.get(kind), self.user, year.start):
            words = _("Năm học này không nhập loại dữ liệu đã chọn. Hãy chọn năm khác.")
            self.add_error("year", words)
        return cleaned

    def clean_file(self):
        file = self.cleaned_data["file"]
        if len(file.name) > 255:
            raise forms.ValidationError(_("Tên tệp dài quá. Hãy đặt tên ngắn hơn."))
        return file

    @property
    def most_bytes(self):
        return settings.WORKBOOK_LIMITS["BYTES"]
