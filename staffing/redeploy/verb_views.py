"""Buttons of a plan: make, judge, settle, reopen, cancel, sign; each leads back to it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from communes.views import Post
from staffing.models import RedeployDecision, RedeployMove, RedeployPlan

from . import deciding, planning, signing
from .forms import BeginForm, JudgeForm, MoveFilter, SecondForm, SignForm
from .planning import PlanError
from .tasks import request_plan
from .views import OfficesOnly, may_plan


class PlanPost(OfficesOnly, Post):
    """Something the department does with a plan, or is told why not."""

    def post(self, request, pk=None):
        if not may_plan(request.user):
            raise PermissionDenied(_("Chỉ Sở Giáo dục và Đào tạo lập phương án."))
        return self.answer()

    def answer(self):
        try:
            done = self.do()
        except PlanError as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, done)
        return redirect(self.back)

    @cached_property
    def plan(self):
        rows = RedeployPlan.objects.visible_to(self.request.user)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def back(self):
        """Where the button was, with its filters; else the plan."""
        sent = self.request.POST.get("back", "")
        if url_has_allowed_host_and_scheme(sent, allowed_hosts=None):
            return sent
        return reverse("redeploy_plan", args=[self.plan.pk])


class PlanNew(PlanPost):
    def do(self):
        form = BeginForm(self.request.POST)
        if not form.is_valid():
            raise PlanError(_("Hãy chọn một năm học đã tính thừa, thiếu theo môn."))
        year, by = form.cleaned_data["year"].pk, self.request.user
        self.plan = planning.begin(year=year, by=by)
        request_plan(self.plan, by=by)
        return _("Phương án đang được lập; trang này tự cập nhật khi xong.")

    @property
    def back(self):
        plan = self.__dict__.get("plan")
        return (
            reverse("redeploy_plan", args=[plan.pk])
            if plan
            else reverse("redeploy_list")
        )


class PlanMake(PlanPost):
    def do(self):
        request_plan(self.plan, by=self.request.user)
        return _("Phương án đang được lập lại quanh các lượt đã ghim, chấp nhận, loại.")


class AcceptAll(PlanPost):
    """Every open move of the list as it was filtered."""

    def do(self):
        filters = MoveFilter(self.request.POST, user=self.request.user)
        moves = RedeployMove.objects.visible_to(self.request.user)
        chosen = filters.chosen(moves.filter(plan=self.plan))
        # Joined filters cannot be updated directly.
        rows = moves.filter(pk__in=chosen.values("pk"))
        number = deciding.accept_all(self.plan, by=self.request.user, moves=rows)
        return _("Đã chấp nhận %(number)s lượt.") % {"number": number}


class Settle(PlanPost):
    def do(self):
        deciding.settle(self.plan, by=self.request.user)
        return _("Đã chốt phương án; mỗi nơi ký có một dự thảo quyết định.")


class Reopen(PlanPost):
    def do(self):
        deciding.reopen(self.plan, by=self.request.user)
        return _("Đã mở lại phương án; các dự thảo quyết định đã bỏ.")


class Cancel(PlanPost):
    def do(self):
        deciding.cancel(self.plan, by=self.request.user)
        return _("Đã hủy phương án.")


class MovePost(PlanPost):
    """Something about one move; the address names the move."""

    @cached_property
    def move(self):
        rows = RedeployMove.objects.visible_to(self.request.user)
        return get_object_or_404(rows.select_related("plan"), pk=self.kwargs["pk"])

    @property
    def plan(self):
        return self.move.plan


class Judge(MovePost):
    def do(self):
        form = JudgeForm(self.request.POST)
        # Looked up first: a stranger to the move learns nothing of it.
        move = self.move
        if not form.is_valid():
            raise PlanError(_("Hãy chọn một quyết định cho lượt này."))
        row = deciding.judge(move, **form.cleaned_data, by=self.request.user)
        facts = {"name": row.person.full_name, "status": row.get_status_display()}
        return _("%(name)s: %(status)s.") % facts


class Second(MovePost):
    def do(self):
        form = SecondForm(self.request.POST)
        move = self.move
        if not form.is_valid():
            raise PlanError(_("Ngày hết biệt phái chưa đúng, ví dụ 31/05/2027."))
        row = deciding.second(move, form.cleaned_data["until"], by=self.request.user)
        facts = {"name": row.person.full_name, "kind": row.get_kind_display()}
        return _("%(name)s: %(kind)s.") % facts


class Sign(PlanPost):
    """The signer's own office records number and day; the posts change at once."""

    def post(self, request, pk):
        rows = RedeployDecision.objects.visible_to(request.user)
        self.decision = get_object_or_404(rows.select_related("plan"), pk=pk)
        return self.answer()

    @property
    def plan(self):
        return self.decision.plan

    def do(self):
        paper, by = self.decision, self.request.user
        if not RedeployDecision.objects.editable_by(by).filter(pk=paper.pk).exists():
            raise PermissionDenied(_("Quyết định này do nơi khác ký."))
        form = SignForm(self.request.POST, prefix=f"d{paper.pk}")
        if not form.is_valid():
            raise PlanError(_("Hãy ghi số quyết định, ngày ký và ngày hiệu lực."))
        signing.sign(paper, **form.cleaned_data, by=by)
        return _("Đã ghi nhận quyết định; phân công của những người này đã đổi.")
