"""Pages of plans of redeployment: the list, one plan, its moves, what stays missing."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import ListView, TemplateView

from communes import queries
from communes.exporting.sheets import SheetsMixin
from communes.listing import about
from communes.page import PageMixin
from communes.scoping import COMMUNE_ROLES, PROVINCE_ROLES, is_active_account
from communes.views import LENGTH
from staffing.models import Person, RedeployDecision, RedeployPlan, RedeployRule

from . import reading, sheets, words
from .forms import BeginForm, MoveFilter, RuleForms, SignForm

State = RedeployPlan.State
BREAKDOWNS = ("subject", "level", "commune")


def may_plan(user):
    return is_active_account(user) and user.role in PROVINCE_ROLES


class OfficesOnly:
    """Plans are of the department and the communes' offices, not of schools."""

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if is_active_account(user) and user.role not in PROVINCE_ROLES | COMMUNE_ROLES:
            raise PermissionDenied(
                _("Phương án điều động chỉ mở cho Sở và Phòng Văn hóa - Xã hội.")
            )
        return super().dispatch(request, *args, **kwargs)


class RedeployPage(SheetsMixin, OfficesOnly, PageMixin):
    section = "staffing"
    export_name = "dieu-dong"

    def about_sheet(self, sheet):
        return about(self.page, sheet.title)

    def get_breadcrumbs(self):
        crumbs = [(_("Đội ngũ"), reverse("staffing"))]
        return [*crumbs, (_("Phương án điều động"), reverse("redeploy_list"))]


class PlanList(RedeployPage, ListView):
    template_name = "staffing/redeploy/list.html"
    context_object_name = "plans"
    paginate_by = LENGTH

    def get_queryset(self):
        rows = RedeployPlan.objects.visible_to(self.request.user)
        return rows.select_related("school_year", "created_by", "job")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": _("Phương án điều động"),
            "form": BeginForm() if may_plan(self.request.user) else None,
            "rules": RedeployRule.objects.all(),
        }

    def get_sheets(self):
        return {
            # All of them, not only those of this page of the list.
            "plans": lambda context: sheets.of_plans(self.get_queryset()),
            "rules": lambda context: sheets.of_rules(context["rules"]),
        }


class PlanPage(RedeployPage):
    """About one plan."""

    @cached_property
    def plan(self):
        rows = RedeployPlan.objects.visible_to(self.request.user)
        rows = rows.select_related("school_year", "job__requested_by", "run")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def page(self):
        """Of the plan's own year, whatever the address says."""
        page = super().page
        page.year = self.plan.school_year
        return page

    def about_sheet(self, sheet):
        """The figures are those that the plan was made from, at that time."""
        plan, described = self.plan, super().about_sheet(sheet)
        solved = plan.solved_at
        return replace(
            described,
            title=f"{described.title}, {plan}",
            data_time=f"{timezone.localtime(solved):%H:%M %d/%m/%Y}" if solved else "",
        )

    @property
    def may_edit(self):
        return may_plan(self.request.user) and self.plan.state == State.DRAFT

    def get_breadcrumbs(self):
        place = reverse("redeploy_plan", args=[self.plan.pk])
        return [*super().get_breadcrumbs(), (str(self.plan), place)]


class PlanDetail(PlanPage, TemplateView):
    template_name = "staffing/redeploy/plan.html"

    def get_context_data(self, **kwargs):
        year = {"year": self.plan.school_year}
        return super().get_context_data(**kwargs) | {
            "title": _("Phương án điều động năm học %(year)s") % year,
            "plan": self.plan,
            "may_edit": self.may_edit,
            "may_plan": may_plan(self.request.user),
            **figures_of(self.plan, self.request.user, self.request.GET.get("by")),
            **moves_shown(self.request, self.plan),
            **self.around(),
        }

    def get_sheets(self):
        return {
            "before": lambda context: sheets.of_before_after(
                context["rows"], context["by"]
            ),
            "flows": lambda context: sheets.of_flows(context["flows"]),
        }

    def around(self):
        plan, user = self.plan, self.request.user
        newest = queries.latest_run(plan.school_year_id)
        return {
            "is_stale": bool(plan.run and newest and newest.pk > plan.run_id),
            "impossible": told_impossible(plan, user),
            "decisions": decisions_of(plan, user),
        }


def figures_of(plan, user, by):
    by = by if by in BREAKDOWNS else BREAKDOWNS[0]
    return {
        "totals": reading.totals(plan, user),
        "counts": reading.counts(plan, user),
        "by": by,
        "rows": reading.before_after(plan, user, by),
        "flows": reading.flows(plan, user),
        "reasons": reading.by_reason(plan, user),
    }


def moves_shown(request, plan):
    """The page of moves that the filters choose, each with its sentences."""
    user = request.user
    filters = MoveFilter(request.GET or None, user=user)
    moves = filters.chosen(reading.moves_of(plan, user))
    shown = Paginator(moves, LENGTH).get_page(request.GET.get("page"))
    tell(shown, user)
    return {"filters": filters, "moves": shown}


def tell(moves, user):
    """Give each move its sentences, its signer, and whether its person may be opened."""
    basis = words.articles()
    people = Person.objects.visible_to(user)
    people = people.filter(pk__in=[row.person_id for row in moves])
    may_open = set(people.values_list("pk", flat=True))
    for row in moves:
        row.sentences = list(words.explain(row, basis))
        row.may_open = row.person_id in may_open
        row.signed_by_words = words.signer(row.signer_commune)


def told_impossible(plan, user):
    """Decided moves that break a rule, as far as the reader sees them."""
    why = {(one["person"], one["target"]): one["why"] for one in plan.impossible}
    if not why:
        return []
    rows = reading.moves_of(plan, user).filter(person__in=[key[0] for key in why])
    return [
        (row, words.IMPOSSIBLE[why[row.person_id, row.target.code]])
        for row in rows
        if (row.person_id, row.target.code) in why
    ]


def decisions_of(plan, user):
    rows = RedeployDecision.objects.visible_to(user).filter(plan=plan)
    mine = set(
        RedeployDecision.objects.editable_by(user)
        .filter(plan=plan)
        .values_list("pk", flat=True)
    )
    rows = list(rows.select_related("signer_commune", "signed_by"))
    for row in rows:
        row.who = words.signer(row.signer_commune)
        is_open = row.state == RedeployDecision.State.DRAFT
        row.form = SignForm(prefix=f"d{row.pk}") if is_open and row.pk in mine else None
    return rows


class Unfilled(PlanPage, ListView):
    """Every shortage that stays, and why."""

    template_name = "staffing/redeploy/unfilled.html"
    context_object_name = "needs"
    paginate_by = LENGTH

    def get_queryset(self):
        rows = reading.unfilled(self.plan, self.request.user)
        reason = self.request.GET.get("reason", "")
        return rows.filter(reason=reason) if reason in words.REASONS else rows

    def get_context_data(self, **kwargs):
        found = super().get_context_data(**kwargs)
        for row in found["needs"]:
            row.label = words.reason_label(row.reason)
            row.sentence = words.reason_sentence(row.reason)
        return found | {
            "title": _("Còn thiếu sau điều động"),
            "plan": self.plan,
            "reasons": reading.by_reason(self.plan, self.request.user),
            "reason": self.request.GET.get("reason", ""),
        }

    def get_sheets(self):
        reason = self.request.GET.get("reason", "")
        return {
            "needs": lambda context: sheets.of_unfilled(self.get_queryset(), reason)
        }

    def get_breadcrumbs(self):
        return [*super().get_breadcrumbs(), (_("Còn thiếu"), "")]


class Rules(RedeployPage, TemplateView):
    """The limits of plans, for the department to set and confirm."""

    template_name = "staffing/redeploy/rules.html"

    def dispatch(self, request, *args, **kwargs):
        if is_active_account(request.user) and not may_plan(request.user):
            raise PermissionDenied(_("Chỉ Sở Giáo dục và Đào tạo đặt giới hạn."))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def forms(self):
        return RuleForms(
            self.request.POST or None, queryset=RedeployRule.objects.order_by("place")
        )

    def post(self, request):
        if not self.forms.is_valid():
            return self.render_to_response(self.get_context_data())
        self.forms.save()
        return redirect("redeploy_list")

    def get_context_data(self, **kwargs):
        title = _("Giới hạn của phương án điều động")
        return super().get_context_data(**kwargs) | {
            "title": title,
            "forms": self.forms,
        }

    def get_breadcrumbs(self):
        return [*super().get_breadcrumbs(), (_("Giới hạn"), "")]
