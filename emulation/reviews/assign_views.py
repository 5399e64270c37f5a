"""Pages of the administrator: who reviews what, and how strict each reviewer is."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communes.exporting.sheets import Sheet, SheetsMixin
from communes.numbers import shown
from communes.scoping import Role, is_active_account
from emulation.boards import board
from emulation.page import CampaignPage
from emulation.reviews import assigning, severity
from emulation.reviews.marking import ReviewError
from emulation.reviews.progress import progress


class OfAdministrator(CampaignPage):
    """A page that only an administrator opens."""

    tab = "review"

    def dispatch(self, request, *args, **kwargs):
        if is_active_account(request.user) and request.user.role != Role.ADMIN:
            raise PermissionDenied(_("Chỉ quản trị hệ thống mở được trang này."))
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs(self):
        home = (_("Thẩm định"), reverse("campaign_review_home"))
        return [home, (self.title, "")]


class AssignPage(OfAdministrator, TemplateView):
    """Choose reviewers, see what each would get, and give the entries out."""

    template_name = "emulation/review/assign.html"

    @property
    def title(self):
        return _("Phân công thẩm định")

    @cached_property
    def people(self):
        return list(assigning.possible_reviewers())

    @cached_property
    def chosen(self):
        """Those named; at first whoever already reviews in this campaign."""
        given = self.request.GET.getlist("reviewer")
        given += self.request.POST.getlist("reviewer")
        if not given and self.request.method == "GET":
            given = map(str, assigning.loads_of(self.campaign))
        wanted = set(given)
        return [person for person in self.people if str(person.pk) in wanted]

    def get_context_data(self, **kwargs):
        plan = assigning.plan(self.campaign, self.chosen) if self.chosen else None
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "people": self.people,
            "chosen": self.chosen,
            "plan": plan,
            "shares": list(plan.shares(self.chosen)) if plan else [],
            "progress": progress(self.campaign),
            "sample": len(assigning.sampled(self.campaign)),
        }

    def post(self, request, **kwargs):
        try:
            plan = assigning.assign(
                self.campaign, reviewers=self.chosen, by=request.user
            )
        except ReviewError as refusal:
            messages.error(request, str(refusal))
            return self.render_to_response(self.get_context_data(), status=422)
        words = _("Đã giao %(number)s lượt thẩm định; người thẩm định đã được báo.")
        facts = {"number": shown(len(plan.reviews))}
        messages.success(request, words % facts)
        return redirect("campaign_assign", self.campaign.code)


class SeverityPage(SheetsMixin, OfAdministrator, TemplateView):
    """Every reviewer beside the others, so that a strict one is not found by chance."""

    template_name = "emulation/review/severity.html"

    @property
    def title(self):
        return _("Độ nghiêm của người thẩm định")

    def get_context_data(self, **kwargs):
        rows = severity.of(self.campaign)
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "rows": rows,
            "fewest": severity.FEWEST_PAIRS,
            "share_of_all": severity.overall(rows),
        }

    def get_sheets(self):
        return {"reviewers": self.sheet}

    def sheet(self, context):
        table = severity.as_table(context["rows"], context["share_of_all"])
        return Sheet("reviewers", str(self.title), *table)

    def about_sheet(self, sheet):
        run, done = board.latest_run(self.campaign), board.progress(self.campaign)
        return board.about(self.page, self.campaign, run, sheet.title, done)
