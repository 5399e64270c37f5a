"""Pages of minutes: a form that keeps the snapshot, and the files made from it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from communes.page import PageMixin
from communes.reporting.files import download
from communes.scoping import PROVINCE_ROLES
from emulation.campaigns.forms import date_field
from emulation.campaigns.views import OnlyFor
from emulation.models import Minutes
from emulation.rewards import board as award_board
from emulation.rewards import minutes
from emulation.rewards.minutes_document import render
from emulation.rewards.views import AwardPage


class MinutesForm(forms.ModelForm):
    """What a meeting was: number, day, place, people, what it concluded."""

    held_on = date_field(gettext_lazy("Họp ngày"))

    class Meta:
        model = Minutes
        fields = [
            "number",
            "held_on",
            "place",
            "chair",
            "secretary",
            "members",
            "conclusion",
        ]
        widgets = {
            "members": forms.Textarea(attrs={"rows": 5}),
            "conclusion": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "number": gettext_lazy("Ví dụ: 12/BB-SGDĐT; để trống nếu chưa có số."),
            "members": gettext_lazy("Mỗi người một dòng, kèm chức vụ."),
        }


class CampaignMinutes(AwardPage, TemplateView):
    """Writes minutes down; what they rest on is kept as it is at this moment."""

    template_name = "emulation/minutes/form.html"

    @cached_property
    def form(self):
        initial = {"held_on": timezone.localdate()}
        return MinutesForm(self.request.POST or None, initial=initial)

    def post(self, request, **kwargs):
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(**kwargs))
        minutes.write(self.campaign, self.form.cleaned_data, by=request.user)
        messages.success(
            request, _("Đã lập biên bản; tải tệp Word ở cuối trang Khen thưởng.")
        )
        return redirect(self.address)

    def get_context_data(self, **kwargs):
        rows = award_board.rows(self.campaign)
        return super().get_context_data(**kwargs) | {
            "title": _("Lập biên bản họp xét thi đua"),
            "form": self.form,
            "proposals": sum(len(row.proposed) for row in rows),
            "ties": sum(len(row.ties) for row in rows),
            "back": self.address,
        }


class MinutesFile(OnlyFor, PageMixin, View):
    """The file of one meeting, Word or PDF, made from its snapshot."""

    def get(self, request, pk):
        if request.user.role not in PROVINCE_ROLES:
            raise PermissionDenied
        row = get_object_or_404(Minutes, pk=pk)
        kind = "pdf" if request.GET.get("format") == "pdf" else "docx"
        stem = f"bien-ban-{row.held_on:%Y%m%d}-{row.pk}"
        return download(render(row.content, kind), kind, stem)
