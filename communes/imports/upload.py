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


def kinds_of(user):
    """The kinds of workbooks that `user` may send."""
    return [kind for kind in kinds.registered() if may_import(kind, user)]


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

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(k.code, k.title) for k in kinds_of(user)]
        begun = SchoolYear.objects.filter(starts_on__lte=timezone.localdate())
        self.fields["year"].queryset = begun.order_by("-start")
        self.fields["year"].initial = begun.aggregate(last=Max("start"))["last"]
        if len(self.fields["kind"].choices) == 1:
            self.fields["kind"].initial = self.fields["kind"].choices[0][0]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if len(file.name) > 255:
            raise forms.ValidationError(_("Tên tệp dài quá. Hãy đặt tên ngắn hơn."))
        return file

    @property
    def most_bytes(self):
        return settings.WORKBOOK_LIMITS["BYTES"]
