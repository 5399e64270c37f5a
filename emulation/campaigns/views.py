"""Pages of campaigns for whoever runs them: list, form, how it goes, launch, end."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communes.scoping import PROVINCE_ROLES, Role, is_active_account
from emulation.campaigns import announcing, launching, participants
from emulation.campaigns import progress as campaign_progress
from emulation.campaigns.forms import CampaignForm, ExtensionForm, SetsForm
from emulation.campaigns.launching import LaunchError
from emulation.campaigns.preview import clashes
from emulation.models import Campaign
from emulation.page import CampaignPage, EmulationPage, campaigns_for

ADMIN = frozenset({Role.ADMIN})


class OnlyFor:
    """A page for some roles alone; `roles` names them."""

    roles = PROVINCE_ROLES

    def dispatch(self, request, *args, **kwargs):
        account = request.user
        if is_active_account(account) and account.role not in self.roles:
            raise PermissionDenied(_("Trang này chỉ dành cho Sở Giáo dục và Đào tạo."))
        return super().dispatch(request, *args, **kwargs)


class CampaignList(EmulationPage, TemplateView):
    """Every campaign that the reader may open, with its days and how far it is."""

    template_name = "emulation/campaigns/list.html"

    def get_context_data(self, **kwargs):
        found = list(campaigns_for(self.request.user))
        return super().get_context_data(**kwargs) | {
            "title": _("Các đợt thi đua"),
            "cards": campaign_progress.cards(found, self.request.user),
        }


class CampaignForms(OnlyFor):
    """One form over a campaign and the sets it uses; nothing typed is lost."""

    roles = ADMIN
    tab = "manage"
    template_name = "emulation/campaigns/form.html"

    @property
    def form_campaign(self):
        raise NotImplementedError

    @cached_property
    def form(self):
        return CampaignForm(self.request.POST or None, instance=self.form_campaign)

    @cached_property
    def sets_form(self):
        if self.form_campaign.launched_at:
            return None
        return SetsForm(self.request.POST or None, campaign=self.form_campaign)

    def post(self, request, **kwargs):
        forms = [one for one in (self.form, self.sets_form) if one is not None]
        # Both are asked, so that both say what is wrong.
        answers = [one.is_valid() for one in forms]
        if not all(answers):
            return self.render_to_response(self.get_context_data(**kwargs))
        with transaction.atomic():
            campaign = self.form.save()
            if self.sets_form is not None:
                self.sets_form.save(campaign)
        messages.success(request, _("Đã lưu %(name)s.") % {"name": campaign.name})
        return redirect("campaign_manage", campaign.code)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "sets_form": self.sets_form,
        }


class CampaignNew(CampaignForms, EmulationPage, TemplateView):
    @cached_property
    def form_campaign(self):
        return Campaign()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": _("Đợt thi đua mới"),
            "back": reverse("campaign_list"),
        }


class CampaignEdit(CampaignForms, CampaignPage, TemplateView):
    @property
    def form_campaign(self):
        return self.campaign

    def dispatch(self, request, *args, **kwargs):
        account = request.user
        is_ours = is_active_account(account) and account.role in self.roles
        if is_ours and self.campaign.announced_at:
            messages.error(
                request, _("Đợt đã công bố: ngày và tiêu chí không còn thay đổi.")
            )
            return redirect("campaign_manage", self.campaign.code)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": _("Sửa đợt thi đua"),
            "back": reverse("campaign_manage", args=[self.kwargs["code"]]),
        }


class CampaignManage(OnlyFor, CampaignPage, TemplateView):
    """How a campaign goes, who is late, and what may be done about it now."""

    tab = "manage"
    template_name = "emulation/campaigns/manage.html"

    def get_context_data(self, **kwargs):
        campaign = self.campaign
        about = (
            self.about_running() if campaign.launched_at else self.about_preparation()
        )
        return (
            super().get_context_data(**kwargs)
            | {
                "title": _("Điều hành: %(name)s") % {"name": campaign.name},
                "steps": campaign_progress.timeline(campaign),
                "sets": campaign.sets.select_related("criteria_set"),
            }
            | about
        )

    def about_preparation(self):
        found = participants.candidates(self.campaign)
        return {
            "candidates": participants.by_kind(found),
            "candidates_number": len(found),
            "planned": launching.planned_blocks(self.campaign, found),
            "clashes": clashes(self.campaign, found),
            "obstacles": launching.launch_obstacles(self.campaign, found),
        }

    def about_running(self):
        campaign = self.campaign
        return {
            "progress": campaign_progress.steps(campaign),
            "late": campaign_progress.late(campaign),
            "blocks": campaign_progress.blocks(campaign),
            "extended": campaign_progress.extended(campaign),
            "run": campaign.runs.exclude(finished_at=None).first(),
            "extension_form": self.extension_form(),
        }

    def extension_form(self):
        return ExtensionForm(entries=campaign_progress.open_entries(self.campaign))


class Confirmation(OnlyFor, CampaignPage, TemplateView):
    """Says what one step of a campaign will do and what stands in its way; does it."""

    roles = ADMIN
    tab = "manage"

    def act(self):
        raise NotImplementedError

    def post(self, request, **kwargs):
        try:
            said = self.act()
        except LaunchError as refusal:
            for sentence in refusal.sentences:
                messages.error(request, sentence)
            return redirect(request.path)
        messages.success(request, said)
        return redirect("campaign_manage", self.campaign.code)


class CampaignLaunch(Confirmation):
    template_name = "emulation/campaigns/launch.html"

    def act(self):
        number = launching.launch(self.campaign, by=self.request.user)
        words = _("Đã phát động: %(number)s hồ sơ đã mở, các xã và trường đã được báo.")
        return words % {"number": number}

    def get_context_data(self, **kwargs):
        found = participants.candidates(self.campaign)
        return super().get_context_data(**kwargs) | {
            "title": _("Phát động %(name)s") % {"name": self.campaign.name},
            "obstacles": launching.launch_obstacles(self.campaign, found),
            "clashes": clashes(self.campaign, found),
            "candidates": participants.by_kind(found),
            "candidates_number": len(found),
            "planned": launching.planned_blocks(self.campaign, found),
        }


class CampaignAnnounce(Confirmation):
    template_name = "emulation/campaigns/announce.html"

    def act(self):
        announcing.announce(self.campaign, by=self.request.user)
        return _("Đã công bố: điểm, xếp hạng và hồ sơ không còn thay đổi.")

    def get_context_data(self, **kwargs):
        campaign = self.campaign
        return super().get_context_data(**kwargs) | {
            "title": _("Công bố %(name)s") % {"name": campaign.name},
            "obstacles": announcing.announce_obstacles(campaign),
            "warnings": announcing.announce_warnings(campaign),
            "progress": campaign_progress.steps(campaign),
        }


class CampaignBlocks(OnlyFor, CampaignPage, TemplateView):
    """One block with its entries, each of which an admin may compare elsewhere."""

    tab = "manage"
    template_name = "emulation/campaigns/blocks.html"

    def get_context_data(self, **kwargs):
        blocks = campaign_progress.blocks(self.campaign)
        asked = self.request.GET.get("block", "")
        block = next((one for one in blocks if str(one.pk) == asked), None)
        block = block or next(iter(blocks), None)
        return super().get_context_data(**kwargs) | {
            "title": _("Khối thi đua"),
            "blocks": blocks,
            "block": block,
            "entries": block.entries.order_by("name") if block else (),
        }
