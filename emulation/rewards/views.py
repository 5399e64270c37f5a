"""Pages of awards: quotas, proposals by rank, each by hand with its reason, the list."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from communes import export
from communes.listing import about
from communes.numbers import shown
from emulation.campaigns.views import OnlyFor
from emulation.models import AwardKind, AwardProposal, AwardQuota, Campaign, Entry
from emulation.page import CampaignPage
from emulation.rewards import awards
from emulation.rewards import board as award_board
from emulation.rewards.awards import AwardError
from emulation.rewards.forms import QuotaForm

# Of the file: what each proposal is, and why.
HEADER = (
    gettext_lazy("Hình thức"),
    gettext_lazy("Cấp khen"),
    gettext_lazy("Đơn vị"),
    gettext_lazy("Khối thi đua"),
    gettext_lazy("Hạng"),
    gettext_lazy("Điểm"),
    gettext_lazy("Mức"),
    gettext_lazy("Ghi chú"),
    gettext_lazy("Lý do"),
)


class AwardPage(OnlyFor, CampaignPage):
    """About the awards of one campaign: for the department alone."""

    tab = "awards"

    @property
    def address(self):
        return reverse("campaign_awards", args=[self.kwargs["code"]])


class CampaignAwards(AwardPage, TemplateView):
    template_name = "emulation/awards/board.html"

    def get(self, request, **kwargs):
        kind = request.GET.get("export")
        if kind in export.FORMATS:
            return self.export(kind)
        return super().get(request, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": _("Khen thưởng"),
            "rows": award_board.rows(self.campaign),
            "candidates": award_board.candidates(self.campaign),
            "minutes": self.campaign.minutes.select_related("written_by"),
            "typed": kwargs.get("typed", {}),
        }

    def export(self, kind):
        described = about(self.page, _("Đề nghị khen thưởng"))
        described.filters.append((_("Đợt thi đua"), self.campaign.name))
        lines = (_line(row, one) for row in self.rows() for one in row.proposed)
        header = [str(label) for label in HEADER]
        return export.respond(kind, described, header, lines, "de-nghi-khen-thuong")

    def rows(self):
        return award_board.rows(self.campaign)


def _line(row, one):
    standing = one.standing
    return [
        row.award.name,
        row.award.authority,
        one.entry.name,
        one.entry.block.name if one.entry.block else "",
        standing and standing.rank,
        standing and standing.score,
        standing and standing.level,
        one.doubt,
        one.proposal.reason,
    ]


class CampaignAwardPropose(CampaignAwards):
    """Proposes one entry; a refusal brings the page back with all that was typed."""

    http_method_names = ["post"]

    def post(self, request, **kwargs):
        try:
            proposal = self.propose(request.POST)
        except AwardError as refusal:
            messages.error(request, str(refusal))
            context = self.get_context_data(typed=request.POST, **kwargs)
            return self.render_to_response(context)
        facts = {"entry": proposal.entry.name, "award": proposal.award}
        messages.success(request, _("Đã đề nghị %(award)s cho %(entry)s.") % facts)
        return redirect(self.address)

    def propose(self, asked):
        number = asked.get("entry", "")
        entries = Entry.objects.filter(campaign=self.campaign)
        entry = entries.filter(pk=number).first() if number.isdigit() else None
        award = AwardKind.objects.filter(pk=asked.get("award", "")).first()
        if entry is None or award is None:
            raise AwardError(_("Hãy chọn đơn vị và hình thức khen thưởng."))
        reason = asked.get("reason", "")
        return awards.propose(entry, award, by=self.request.user, reason=reason)


class AwardAction(AwardPage, View):
    """Something is done with proposals, and their page says what."""

    http_method_names = ["post"]

    def post(self, request, **kwargs):
        try:
            messages.success(request, self.act())
        except AwardError as refusal:
            messages.error(request, str(refusal))
        return redirect(self.address)


class CampaignAwardWithdraw(AwardAction):
    def act(self):
        number = self.request.POST.get("proposal", "")
        if not number.isdigit():
            raise AwardError(_("Hãy chọn đề nghị cần rút."))
        found = AwardProposal.objects.filter(entry__campaign=self.campaign)
        proposal = get_object_or_404(found.select_related("entry"), pk=number)
        awards.withdraw(proposal, by=self.request.user)
        return _("Đã rút đề nghị của %(entry)s.") % {"entry": proposal.entry.name}


class CampaignAwardFill(AwardAction):
    def act(self):
        with_quota = AwardQuota.objects.filter(campaign=self.campaign).values("award")
        kinds = AwardKind.objects.filter(pk__in=with_quota)
        if not kinds:
            raise AwardError(_("Hãy đặt chỉ tiêu khen thưởng trước."))
        found = awards.fill(self.campaign, kinds, by=self.request.user)
        words = _("Đã đề nghị %(number)s đơn vị theo xếp hạng.")
        said = [words % {"number": shown(len(found.proposals))}]
        if found.ties:
            tied = _("%(number)s trường hợp đồng hạng ở ngưỡng chỉ tiêu chờ Sở chọn.")
            said.append(tied % {"number": shown(len(found.ties))})
        return " ".join(said)


class CampaignAwardQuotas(AwardPage, TemplateView):
    """How many of one award may be proposed."""

    template_name = "emulation/awards/quotas.html"

    @cached_property
    def award(self):
        return get_object_or_404(AwardKind, pk=self.kwargs["award"])

    @cached_property
    def form(self):
        data = self.request.POST or None
        return QuotaForm(data, campaign=self.campaign, award=self.award)

    def post(self, request, **kwargs):
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(**kwargs))
        with transaction.atomic():
            # After proposals that are being made at this moment.
            Campaign.objects.select_for_update(no_key=True).get(pk=self.campaign.pk)
            self.form.save()
        messages.success(
            request, _("Đã lưu chỉ tiêu %(award)s.") % {"award": self.award}
        )
        return redirect(self.address)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": _("Chỉ tiêu: %(award)s") % {"award": self.award},
            "form": self.form,
            "award": self.award,
            "back": self.address,
        }
