"""What the history page can be narrowed by."""

from datetime import date

from django import forms
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.changes.events import SYSTEM, Wanted, event_models, table_name
from communes.changes.words import KINDS
from communes.models import Commune, User
from communes.search import fold

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
MOST_ACCOUNTS = 500


def day_field(label):
    return forms.DateField(
        label=label,
        required=False,
        input_formats=DATE_FORMATS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": gettext_lazy("Hãy nhập ngày dạng 30/09/2026."),
        },
    )


def text_field(label, hint):
    return forms.CharField(
        label=label,
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": hint, "autocomplete": "off"}),
    )


class HistoryForm(forms.Form):
    """Every field may stay empty; `schools_named` turns words into codes of schools."""

    since = day_field(gettext_lazy("Từ ngày"))
    until = day_field(gettext_lazy("Đến ngày"))
    school = text_field(gettext_lazy("Trường"), gettext_lazy("tên hoặc mã trường"))
    table = forms.ChoiceField(label=gettext_lazy("Bảng"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Việc"),
        required=False,
        choices=[("", gettext_lazy("Mọi thay đổi")), *KINDS.items()],
    )
    author = text_field(
        gettext_lazy("Người thực hiện"), gettext_lazy("tên hoặc tài khoản, “hệ thống”")
    )
    commune = forms.ModelChoiceField(
        label=gettext_lazy("Xã, phường"),
        required=False,
        queryset=Commune.objects.defer("outline"),
        empty_label=gettext_lazy("Tất cả"),
    )

    def __init__(self, data, *, schools_named, of_many_communes=True):
        super().__init__(data)
        if not of_many_communes:
            del self.fields["commune"]
        self.schools_named = schools_named
        self.fields["table"].choices = [("", _("Tất cả")), *table_choices()]

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("“Đến ngày” phải từ “Từ ngày” trở đi."))
        if until and until == date.max:
            self.add_error("until", _("Hãy chọn một ngày gần hơn."))
        return cleaned

    @property
    def wanted(self):
        chosen = self.cleaned_data
        return Wanted(
            since=chosen["since"],
            until=chosen["until"],
            commune=chosen["commune"].pk if chosen.get("commune") else "",
            schools=self.schools_named(chosen["school"]) if chosen["school"] else None,
            table=chosen["table"],
            authors=accounts_named(chosen["author"]),
            kind=chosen["kind"],
        )

    def in_words(self):
        """(name, label, value in words) of every filter in use."""
        if not self.is_valid():
            return []
        return [
            (name, str(self.fields[name].label), self._words(name, value))
            for name, value in self.cleaned_data.items()
            if value
        ]

    def _words(self, name, value):
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        if name in ("table", "kind"):
            return str(dict(self.fields[name].choices)[value])
        return str(value)


def table_choices():
    found = [
        (table_name(model), capfirst(str(model._meta.verbose_name)))
        for model in (event.pgh_tracked_model for event in event_models())
    ]
    return sorted(found, key=lambda choice: fold(choice[1]))


def accounts_named(text):
    """Keys of the accounts that `text` names, SYSTEM for nobody, None for any."""
    if not text:
        return None
    if fold(text) == fold(_("hệ thống")):
        return SYSTEM
    full_name = Concat("last_name", Value(" "), "first_name")
    turned = Concat("first_name", Value(" "), "last_name")
    rows = User.objects.annotate(full_name=full_name, turned=turned).filter(
        Q(username__icontains=text)
        | Q(full_name__icontains=text)
        | Q(turned__icontains=text)
    )
    return tuple(rows.order_by("pk").values_list("pk", flat=True)[:MOST_ACCOUNTS])
