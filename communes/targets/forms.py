"""What is asked beside the targets themselves: their document, and the margins."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.fields import DayField
from communes.models import Target, TargetMargin

PER_CENT = Decimal(100)


class DocumentForm(forms.ModelForm):
    """The decision or plan that the changed targets come from."""

    decided_on = DayField(label=_("Ngày văn bản"), required=False)
    for_all = forms.BooleanField(
        label=_("Ghi văn bản này cho mọi chỉ tiêu của bảng"), required=False
    )

    class Meta:
        model = Target
        fields = ["document", "decided_on", "note"]
        labels = {
            "document": _("Số, ký hiệu văn bản giao chỉ tiêu"),
            "note": _("Ghi chú"),
        }

    def __init__(self, *args, is_needed=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_needed = is_needed
        self.fields["document"].required = False
        self.fields["document"].widget.attrs["placeholder"] = "123/KH-UBND"

    def clean(self):
        found = super().clean()
        if not (self.is_needed or found.get("for_all")):
            return found
        if not found.get("document") and "document" not in self.errors:
            self.add_error(
                "document",
                _("Hãy ghi số, ký hiệu của kế hoạch hoặc quyết định giao chỉ tiêu."),
            )
        if not found.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", _("Hãy ghi ngày của văn bản."))
        return found

    def _post_clean(self):
        """No model to fill: these are columns of many rows."""


class MarginForm(forms.Form):
    """How little may be missing for "nearly", in points and in per cent."""

    share = forms.DecimalField(
        label=TargetMargin.Kind.SHARE.label, min_value=0, max_value=100, localize=True
    )
    number = forms.DecimalField(
        label=TargetMargin.Kind.NUMBER.label, min_value=0, max_value=100, localize=True
    )

    def __init__(self, *args, **kwargs):
        stored = dict(TargetMargin.objects.values_list("kind", "value"))
        initial = {
            kind: (value * PER_CENT).normalize() for kind, value in stored.items()
        }
        super().__init__(*args, initial=initial, **kwargs)

    def save(self, *, by):
        for kind in TargetMargin.Kind.values:
            TargetMargin.objects.update_or_create(
                kind=kind,
                defaults={
                    "value": self.cleaned_data[kind] / PER_CENT,
                    "set_by": by,
                    "set_at": timezone.now(),
                },
            )
