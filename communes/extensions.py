"""More time for one commune: granted by the department with a reason, told to the commune."""

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes import notices
from communes.models import Commune, DeadlineException, Notice, ReportingPeriod
from communes.scoping import PROVINCE_ROLES, is_active_account
from communes.windows import day, extensions

REASON_LENGTH = DeadlineException._meta.get_field("reason").max_length


class ExtensionError(Exception):
    """An extension that may not be granted, with a sentence for the person."""


@transaction.atomic
def extend(*, period, commune, due_on, reason, by):
    """Give `commune` until the end of `due_on`; a second grant replaces the first."""
    if not is_active_account(by) or by.role not in PROVINCE_ROLES:
        raise ExtensionError(_("Chỉ Sở Giáo dục và Đào tạo gia hạn được."))
    if not reason.strip():
        raise ExtensionError(_("Hãy ghi lý do gia hạn."))
    granted, _made = DeadlineException.objects.update_or_create(
        period=period,
        commune=commune,
        defaults={"due_on": due_on, "reason": reason.strip(), "granted_by": by},
    )
    notices.tell(
        notices.people_of_communes([commune.pk]),
        Notice.Kind.REMINDER,
        lambda: _told(granted),
        address=reverse("home"),
        occasion=f"extension:{period.pk}:{due_on:%Y%m%d}",
    )
    return granted


def _told(granted):
    words = _("Sở gia hạn báo cáo %(period)s cho xã đến hết %(day)s. Lý do: %(reason)s")
    return words % {
        "period": granted.period.name,
        "day": day(granted.due_on),
        "reason": granted.reason,
    }


class ExtensionForm(forms.Form):
    """Asks for what an extension needs, and refuses a day that would give no time."""

    period = forms.ModelChoiceField(
        ReportingPeriod.objects.select_related("school_year"), label=gettext_lazy("Kỳ")
    )
    commune = forms.ModelChoiceField(
        Commune.objects.defer("outline").order_by("search_name"),
        label=gettext_lazy("Xã, phường"),
    )
    due_on = forms.DateField(
        label=gettext_lazy("Hạn nộp mới"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        help_text=gettext_lazy("Nộp đến hết ngày này là đúng hạn."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Xã đọc được câu này."),
    )

    def clean(self):
        period, due_on = (
            self.cleaned_data.get("period"),
            self.cleaned_data.get("due_on"),
        )
        commune = self.cleaned_data.get("commune")
        if not (period and due_on and commune):
            return self.cleaned_data
        now = extensions(period).get(commune.pk, period.due_on)
        if due_on <= now:
            words = _("Hạn hiện nay là %(day)s; hãy chọn một ngày sau ngày đó.")
            self.add_error("due_on", words % {"day": day(now)})
        elif due_on < timezone.localdate():
            self.add_error(
                "due_on", _("Ngày này đã qua; hãy chọn hôm nay hoặc sau đó.")
            )
        return self.cleaned_data
