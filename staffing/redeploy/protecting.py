"""Who is not moved, and by which paper: recorded on the person's page."""

from django import forms
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.fields import DayField
from staffing.careers import locked
from staffing.entry_views import PersonPage
from staffing.forms import AsksPlainly, NothingForm
from staffing.models import Protection


class ProtectionForm(AsksPlainly, forms.ModelForm):
    started_on = DayField(label=gettext_lazy("Từ ngày"))
    ended_on = DayField(
        label=gettext_lazy("Đến hết ngày (nếu đã biết)"), required=False
    )

    class Meta:
        model = Protection
        fields = ("reason", "document", "started_on", "ended_on")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)

    def clean(self):
        found = super().clean()
        first, last = found.get("started_on"), found.get("ended_on")
        if first and last and last < first:
            self.add_error("ended_on", _("Ngày cuối phải từ ngày bắt đầu trở đi."))
        return found


class AddProtection(PersonPage):
    title = gettext_lazy("Ghi trường hợp không điều động")
    lead = gettext_lazy(
        "Phương án điều động bỏ qua người này trong thời gian ghi ở đây."
    )
    form_class = ProtectionForm
    done = gettext_lazy("Đã ghi: %(person)s không nằm trong phương án điều động.")

    @transaction.atomic
    def act(self, form):
        form.instance.person = locked(self.person, self.request.user)
        form.save()
        return self.person


class RemoveProtection(PersonPage):
    title = gettext_lazy("Xóa trường hợp không điều động")
    button = gettext_lazy("Xóa")
    form_class = NothingForm
    done = gettext_lazy("Đã xóa. Phương án lập sau có thể đề xuất %(person)s.")

    @cached_property
    def row(self):
        rows = Protection.objects.filter(person=self.person)
        return get_object_or_404(rows, pk=self.kwargs["protection"])

    @transaction.atomic
    def act(self, form):
        locked(self.person, self.request.user)
        self.row.delete()
        return self.person

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"lead": str(self.row)}
