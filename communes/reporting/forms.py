"""What is asked of people for a report: which one to begin, number and day at issue."""

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.models import Commune, IndicatorValue, Report, SchoolYear
from communes.queries import latest_complete_year
from communes.scoping import COMMUNE_ROLES, EDITING_COMMUNE_ROLES, PROVINCE_ROLES


def may_begin(user):
    """The department for the province and any commune, a commune's people for theirs."""
    return user.role in PROVINCE_ROLES | EDITING_COMMUNE_ROLES


class BeginForm(forms.Form):
    """A school year that has values, and the place: empty is the whole province."""

    year = forms.ModelChoiceField(
        SchoolYear.objects.none(),
        label=_("Năm học"),
        empty_label=None,
        initial=latest_complete_year,
    )
    commune = forms.ModelChoiceField(
        Commune.objects.none(),
        label=_("Phạm vi"),
        required=False,
        empty_label=_("Toàn tỉnh"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        values = IndicatorValue.objects.filter(school_year=OuterRef("pk"))
        self.fields["year"].queryset = SchoolYear.objects.filter(Exists(values))
        communes = Commune.objects.visible_to(user).defer("outline")
        if user.role in COMMUNE_ROLES:
            # Her own and nothing else; another one in the address is no choice.
            communes = communes.filter(pk=user.commune_id)
            self.fields["commune"].empty_label = None
            self.fields["commune"].required = True
        self.fields["commune"].queryset = communes


class IssueForm(forms.ModelForm):
    class Meta:
        model = Report
        fields = ["number", "issued_on", "signer"]
        widgets = {"issued_on": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("number", "issued_on"):
            self.fields[name].required = True
        self.fields["issued_on"].initial = timezone.localdate()
        self.fields["number"].widget.attrs["placeholder"] = "12/BC-SGDĐT"
