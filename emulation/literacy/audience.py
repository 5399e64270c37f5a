"""Totals of people that a commune declares, where nothing counts them."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.scoping import EDITING_COMMUNE_ROLES, Role, is_active_account
from emulation.literacy.forms import CountField
from emulation.literacy.totals import DECLARED, residents
from emulation.models import Audience, LearnerGroup


def may_declare(user):
    """The commune's own people, and administrators for any commune."""
    if not is_active_account(user):
        return False
    own = user.role in EDITING_COMMUNE_ROLES and user.commune_id
    return bool(own or user.role == Role.ADMIN)


class AudienceForm(forms.Form):
    total = CountField(label=gettext_lazy("Tổng số người"))
    source = forms.CharField(
        label=gettext_lazy("Nguồn"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, group, **kwargs):
        super().__init__(*args, prefix=group.value, **kwargs)
        self.group = group
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}: {group.label}"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("total") and not cleaned.get("source"):
            self.add_error(
                "source", _("Hãy ghi con số lấy ở đâu, ví dụ: danh sách ngày 01/10.")
            )
        return cleaned


class AudienceGrid:
    """A line for each group that is declared."""

    def __init__(self, commune, school_year, data=None):
        self.commune, self.school_year = commune, school_year
        rows = Audience.objects.filter(commune=commune, school_year=school_year)
        stored = {row.group: {"total": row.total, "source": row.source} for row in rows}
        self.lines = [
            AudienceForm(data, group=group, initial=stored.get(group.value))
            for group in DECLARED
        ]

    def is_valid(self):
        troubles = [line.errors for line in self.lines]
        return self.school_year is not None and not any(troubles)

    @property
    def residents(self):
        """Adults that the commune has entered by age: they go before what is declared."""
        if self.commune is None or self.school_year is None:
            return None
        found = residents(self.school_year.start)
        return found.get((self.commune.code, LearnerGroup.VILLAGER.value))


@transaction.atomic
def save_audiences(grid, *, by):
    for line in grid.lines:
        of_group = {
            "commune": grid.commune,
            "school_year": grid.school_year,
            "group": line.group.value,
        }
        values = line.cleaned_data
        if values["total"] is None:
            Audience.objects.editable_by(by).filter(**of_group).delete()
            continue
        wanted = {"total": values["total"], "source": values["source"]}
        row, _made = Audience.objects.update_or_create(**of_group, defaults=wanted)
        if not Audience.objects.editable_by(by).filter(pk=row.pk).exists():
            raise PermissionDenied
