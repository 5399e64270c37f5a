"""Pages of appeals: raising one against verified points, and deciding it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communes.scoping import PROVINCE_ROLES, is_active_account
from emulation.entries.answers import items_of
from emulation.models import Appeal, Entry, ItemScore
from emulation.page import EmulationPage
from emulation.reviews import appeals
from emulation.reviews import sheet as review_sheet
from emulation.reviews.marking import ReviewError, read_points
from emulation.reviews.views import EntryReview


class RaiseAppeal(EntryReview, TemplateView):
    """Whoever fills an entry in asks the department to look at an item again."""

    template_name = "emulation/review/appeal.html"
    reason = ""

    def dispatch(self, request, *args, **kwargs):
        if is_active_account(request.user) and not self.may_appeal():
            raise PermissionDenied(_("Bạn không kiến nghị thay cho đơn vị này."))
        return super().dispatch(request, *args, **kwargs)

    def may_appeal(self):
        found = Entry.objects.editable_by(self.request.user)
        return found.filter(pk=self.entry.pk).exists()

    @property
    def asked(self):
        """The item that is chosen, in the form or in the address."""
        return self.request.POST.get("item") or self.request.GET.get("item", "")

    def get_context_data(self, **kwargs):
        entry = self.entry
        done = Appeal.objects.filter(entry=entry).select_related("item")
        points = ItemScore.objects.filter(entry=entry)
        points = {one.item_id: one for one in points}
        taken = {appeal.item_id for appeal in done}
        items = [one for one in items_of(entry) if one.pk not in taken]
        return super().get_context_data(**kwargs) | {
            "title": _("Kiến nghị: %(name)s") % {"name": entry.name},
            "entry": entry,
            "is_open": appeals.open_for(entry),
            "choices": [(item, points.get(item.pk)) for item in items],
            "asked": self.asked,
            "reason": self.reason,
            "appeals": done,
        }

    def post(self, request, **kwargs):
        self.reason = request.POST.get("reason", "")
        try:
            item = self.item()
            appeals.raise_appeal(self.entry, item, reason=self.reason, by=request.user)
        except ReviewError as refusal:
            messages.error(request, str(refusal))
            return self.render_to_response(self.get_context_data(), status=422)
        words = _("Đã gửi kiến nghị mục %(code)s; Sở sẽ trả lời.")
        messages.success(request, words % {"code": item.code})
        return redirect("campaign_appeal", self.entry.pk)

    def item(self):
        found = [one for one in items_of(self.entry) if str(one.pk) == self.asked]
        if not found:
            raise ReviewError(_("Hãy chọn mục muốn kiến nghị."))
        return found[0]


class DecideAppeal(EmulationPage, TemplateView):
    """The department reads an appeal beside what was claimed and proven, and decides."""

    tab = "review"
    template_name = "emulation/review/decide.html"
    typed = None

    def dispatch(self, request, *args, **kwargs):
        if is_active_account(request.user) and request.user.role not in PROVINCE_ROLES:
            raise PermissionDenied(
                _("Chỉ Sở Giáo dục và Đào tạo giải quyết kiến nghị.")
            )
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def appeal(self):
        rows = Appeal.objects.visible_to(self.request.user).select_related(
            "entry__campaign__school_year",
            "entry__institution",
            "item__criterion__group",
            "raised_by",
            "decided_by",
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_campaign(self):
        return self.appeal.entry.campaign

    def get_context_data(self, **kwargs):
        appeal, user = self.appeal, self.request.user
        sheet = review_sheet.Sheet(appeal.entry, [appeal.item], user=user)
        score = ItemScore.objects.filter(entry=appeal.entry, item=appeal.item).first()
        return super().get_context_data(**kwargs) | {
            "title": appeal.entry.name,
            "appeal": appeal,
            "entry": appeal.entry,
            "row": sheet.rows[0],
            "score": score,
            "is_own": appeal.raised_by_id == user.pk,
            "typed": self.typed,
        }

    def get_breadcrumbs(self):
        home = (_("Thẩm định"), reverse("campaign_review_home"))
        return [home, (self.appeal.entry.name, "")]

    def post(self, request, **kwargs):
        self.typed = request.POST
        try:
            self.decide(request.POST)
        except ReviewError as refusal:
            for sentence in refusal.sentences:
                messages.error(request, sentence)
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, _("Đã giải quyết kiến nghị; đơn vị đã được báo."))
        return redirect("campaign_review_home")

    def decide(self, posted):
        granted = {"yes": True, "no": False}.get(posted.get("granted"))
        if granted is None:
            raise ReviewError(_("Hãy chọn chấp nhận hay giữ nguyên điểm."))
        appeals.decide(
            self.appeal,
            granted=granted,
            points=read_points(posted.get("points", "")) if granted else None,
            answer=posted.get("answer", ""),
            by=self.request.user,
        )
