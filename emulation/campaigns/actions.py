"""What the department does with a running campaign: each button is one address."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from communes.entry.forms import DEPARTMENT
from communes.numbers import shown
from emulation.campaigns import launching
from emulation.campaigns import notices as campaign_notices
from emulation.campaigns import progress as campaign_progress
from emulation.campaigns.forms import ExtensionForm
from emulation.campaigns.launching import LaunchError
from emulation.campaigns.views import ADMIN, OnlyFor
from emulation.models import Campaign
from emulation.page import CampaignPage
from emulation.tasks import request_scores


class Action(OnlyFor, CampaignPage, View):
    """Something is done with a campaign, and its page of management says what."""

    http_method_names = ["post"]

    def post(self, request, **kwargs):
        campaign = self.campaign
        try:
            messages.success(request, self.act(campaign))
        except LaunchError as refusal:
            messages.error(request, str(refusal))
        return redirect(self.next_address())

    def next_address(self):
        return reverse("campaign_manage", args=[self.kwargs["code"]])

    def running(self, campaign):
        if not campaign.is_running:
            raise LaunchError([_("Chỉ làm được khi đợt đã phát động và chưa công bố.")])


class CampaignRemind(Action):
    """Tells one commune, or everybody, that entries are not in; once a day each."""

    def act(self, campaign):
        self.running(campaign)
        entries = campaign_progress.open_entries(campaign)
        if code := self.request.POST.get("commune", ""):
            entries = entries.filter(commune=None if code == DEPARTMENT else code)
        told = campaign_notices.remind_late(entries, campaign)
        if not told:
            return _("Hôm nay những người này đã được nhắc; mai hãy nhắc lại.")
        return _("Đã nhắc %(number)s người.") % {"number": shown(told)}


class CampaignRecompute(Action):
    roles = ADMIN

    def act(self, campaign):
        self.running(campaign)
        with transaction.atomic():
            request_scores(campaign.pk)
        return _("Điểm và xếp hạng đang được tính lại, vài giây nữa sẽ xong.")


class CampaignPublic(Action):
    roles = ADMIN

    def act(self, campaign):
        is_public = self.request.POST.get("is_public") == "1"
        Campaign.objects.filter(pk=campaign.pk).update(is_public=is_public)
        if is_public:
            return _("Bảng xếp hạng được công khai, không cần đăng nhập, sau công bố.")
        return _("Bảng xếp hạng chỉ còn xem được khi đăng nhập.")


class CampaignMove(Action):
    """Compares one entry in another block."""

    roles = ADMIN

    def act(self, campaign):
        asked = self.request.POST
        if not (asked.get("entry", "").isdigit() and asked.get("block", "").isdigit()):
            raise LaunchError([_("Hãy chọn hồ sơ và khối.")])
        entry = get_object_or_404(campaign.entries, pk=asked["entry"])
        block = get_object_or_404(campaign.blocks, pk=asked["block"])
        launching.move(entry, block, by=self.request.user)
        return _("%(entry)s nay thuộc khối %(block)s.") % {
            "entry": entry.name,
            "block": block.name,
        }

    def next_address(self):
        back = self.request.POST.get("from", "")
        query = f"?block={back}" if back.isdigit() else ""
        return reverse("campaign_blocks", args=[self.kwargs["code"]]) + query


class CampaignExtend(OnlyFor, CampaignPage, TemplateView):
    """More time for one entry or one commune, with the reason."""

    tab = "manage"
    template_name = "emulation/campaigns/extend.html"

    def get_campaign(self):
        campaign = super().get_campaign()
        if not campaign.is_running:
            raise Http404
        return campaign

    def form(self):
        return ExtensionForm(
            self.request.POST or None,
            entries=campaign_progress.open_entries(self.campaign),
            initial={name: self.request.GET.get(name) for name in ("commune", "entry")},
        )

    def post(self, request, **kwargs):
        form = self.form()
        if form.is_valid():
            try:
                return self.extend(form)
            except LaunchError as refusal:
                form.add_error("due_on", str(refusal))
        return self.render_to_response(self.get_context_data(form=form, **kwargs))

    def extend(self, form):
        rows = launching.extend(
            form.chosen(),
            due_on=form.cleaned_data["due_on"],
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )
        facts = {
            "number": shown(len(rows)),
            "day": f"{form.cleaned_data['due_on']:%d/%m/%Y}",
        }
        words = _("Đã gia hạn %(number)s hồ sơ đến hết ngày %(day)s và báo cho đơn vị.")
        messages.success(self.request, words % facts)
        return redirect("campaign_manage", self.campaign.code)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs) | {"title": _("Gia hạn tự đánh giá")}
