"""What is asked of a person who orders a paper or subscribes to one."""

from copy import deepcopy

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.models import Commune, PaperSchedule, SchoolYear
from communes.papers import kinds, reach
from communes.queries import latest_complete_year

NAMES = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}
OWN = "option_"


class AboutForm(forms.Form):
    """Formats and the kind's own fields: what an order and a subscription share."""

    commune = forms.ModelChoiceField(
        Commune.objects.none(), label=gettext_lazy("Phạm vi"), required=False
    )

    def __init__(self, *args, kind, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.user = kind, user
        self._place_field()
        for name, field in kind.fields.items():
            self.fields[OWN + name] = deepcopy(field)
        self.fields["formats"] = forms.MultipleChoiceField(
            label=_("Định dạng"),
            choices=[(one, NAMES[one]) for one in kind.formats],
            initial=list(kind.formats),
            widget=forms.CheckboxSelectMultiple,
        )

    def _place_field(self):
        communes = reach.communes_for(self.user, self.kind)
        province = reach.reaches_province(self.user, self.kind)
        if kinds.COMMUNE not in self.kind.scopes or not (province or communes):
            del self.fields["commune"]
            return
        field = self.fields["commune"]
        field.queryset = communes
        field.empty_label = _("Toàn tỉnh") if province else None
        field.required = not province

    @property
    def options(self):
        """What the kind asked for, as texts."""
        chosen = {name: self.cleaned_data[OWN + name] for name in self.kind.fields}
        return {name: str(value or "") for name, value in chosen.items()}


class OrderForm(AboutForm):
    """One paper, now."""

    year = forms.ModelChoiceField(
        SchoolYear.objects.none(), label=gettext_lazy("Năm học"), empty_label=None
    )
    field_order = ("year", "commune", "institution")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = SchoolYear.objects.filter(periods__isnull=False).distinct()
        self.fields["year"].queryset = years
        # A letter is about who is late now, any other paper about settled figures.
        if self.kind.group != kinds.Group.LETTER:
            self.fields["year"].initial = latest_complete_year
        if kinds.INSTITUTION in self.kind.scopes:
            self.fields["institution"] = self._institution_field()
        self.order_fields(self.field_order)

    def _institution_field(self):
        return forms.ModelChoiceField(
            reach.institutions_for(self.user, self.kind),
            to_field_name="code",
            label=_("Trường"),
            required=self.kind.scopes == {kinds.INSTITUTION},
        )

    def clean(self):
        cleaned = super().clean()
        place, school = cleaned.get("commune"), cleaned.get("institution")
        if self.errors or place or school:
            return cleaned
        if not reach.reaches_province(self.user, self.kind):
            raise ValidationError(_("Hãy chọn xã, phường hoặc trường."))
        return cleaned


class ScheduleForm(AboutForm):
    """The same paper again and again."""

    rhythm = forms.ChoiceField(
        choices=PaperSchedule.Rhythm.choices, label=gettext_lazy("Khi nào")
    )
    day = forms.IntegerField(
        label=gettext_lazy("Vào ngày"),
        min_value=1,
        max_value=28,
        initial=1,
        help_text=gettext_lazy(
            "Hằng tuần: 1 là thứ hai, 7 là chủ nhật. Hằng tháng: ngày 1 đến 28. "
            "Sau ngày khóa: không dùng."
        ),
    )

    def clean(self):
        cleaned = super().clean()
        weekly = ("weekly", "weekly_open")
        if cleaned.get("rhythm") in weekly and (cleaned.get("day") or 1) > 7:
            self.add_error("day", _("Ngày trong tuần là số từ 1 đến 7."))
        return cleaned

    @cached_property
    def asked(self):
        """What says which subscription this is."""
        found = self.cleaned_data
        return {
            "kind": self.kind.code,
            "commune": found.get("commune"),
            "rhythm": found["rhythm"],
            "options": self.options,
        }
