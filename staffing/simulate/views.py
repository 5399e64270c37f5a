"""Pages that try a change before anybody decides it; nothing is ever written."""

from time import monotonic

from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from communes import export
from communes.levels import Level
from communes.listing import OwnScope, about, day_of
from communes.page import PageMixin
from communes.scoping import PROVINCE_ROLES, is_active_account
from schools.models import Institution
from staffing import gaps, norms, overview
from staffing.models import Post
from staffing.simulate import network
from staffing.simulate import norms as trials
from staffing.simulate.forms import NetworkForm, NormTrialForm
from staffing.views import crumbs


class OutcomeAlone:
    """Asked by a change of the form only the outcome is sent, else the whole page."""

    outcome_name = ""

    def get_template_names(self):
        asked = self.request.htmx
        # The back button wants the page that it left.
        if asked and not asked.history_restore_request:
            return [self.outcome_name]
        return [self.template_name]


class NormSimulator(OutcomeAlone, PageMixin, TemplateView):
    """Today's norms beside changed ones: the answer comes without a new page."""

    section = "staffing"
    template_name = "staffing/simulate_norms.html"

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if is_active_account(user) and user.role not in PROVINCE_ROLES:
            raise PermissionDenied(
                _("Chỉ Sở Giáo dục và Đào tạo thử định mức cả tỉnh.")
            )
        return super().dispatch(request, *args, **kwargs)

    outcome_name = "staffing/_simulated_norms.html"

    @cached_property
    def form(self):
        applied = norms.applied_in(self.page.year.start)
        data = self.request.GET if "try" in self.request.GET else None
        return NormTrialForm(data, applied=applied, day=day_of(self.page))

    @cached_property
    def outcome(self):
        """Rows before and after with the seconds it took; None where nothing is tried."""
        if not self.form.is_bound or not self.form.is_valid():
            return None
        trial = self.form.trial()
        if trial.changes_nothing:
            return {"same": True}
        begun = monotonic()
        try:
            found = trials.compare(self.page.year.start, trial, self.page.reading)
        except gaps.NormsMissing:
            return {"missing": True}
        return found | {"seconds": monotonic() - begun, "trial": trial}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": _("Nếu định mức thay đổi?"),
            "form": self.form,
            "outcome": self.outcome,
            "applied_norms": overview.norm_sets_applied(self.page.year),
        }

    def render_to_response(self, context, **kwargs):
        kind = self.request.GET.get("export")
        if kind in export.FORMATS and self.outcome and "communes" in self.outcome:
            return self.file(kind)
        return super().render_to_response(context, **kwargs)

    def file(self, kind):
        facts = about(self.page, _("Định mức thử nghiệm: thay đổi theo xã, phường"))
        facts.filters.extend(self.changes_in_words())
        header = [_("Xã, phường"), *(str(label) for label, _read in COLUMNS)]
        rows = (
            [row["name"], *(read(row) for _label, read in COLUMNS)]
            for row in self.outcome["communes"]
        )
        return export.respond(kind, facts, header, rows, "thu-dinh-muc")

    def changes_in_words(self):
        return [
            (str(self.form[name].label), str(self.form[name].value()))
            for name in self.form.changed_data
        ]

    def get_breadcrumbs(self):
        return crumbs(self.page, (_("Thử định mức"), ""))


COLUMNS = [
    (gettext_lazy("Định mức, nay"), lambda row: row["before"]["required"]),
    (gettext_lazy("Định mức, thử"), lambda row: row["after"]["required"]),
    (gettext_lazy("Thiếu, nay"), lambda row: row["before"]["shortage"]),
    (gettext_lazy("Thiếu, thử"), lambda row: row["after"]["shortage"]),
    (gettext_lazy("Thừa, nay"), lambda row: row["before"]["surplus"]),
    (gettext_lazy("Thừa, thử"), lambda row: row["after"]["surplus"]),
]


class NetworkSimulator(OutcomeAlone, OwnScope, PageMixin, TemplateView):
    """Two schools merged or a site closed: classes, posts, distances, before and after."""

    section = "staffing"
    template_name = "staffing/simulate_network.html"

    outcome_name = "staffing/_simulated_network.html"

    @cached_property
    def schools(self):
        visible = Institution.objects.visible_to(self.request.user)
        found = visible.filter(ownership=Institution.Ownership.PUBLIC)
        found = found.open_on(day_of(self.page)).exclude(
            kind__highest_level="continuing"
        )
        scope = self.page.scope
        if scope.commune:
            found = found.filter(commune=scope.commune)
        return found.select_related("kind", "commune").order_by("search_name")

    @cached_property
    def form(self):
        data = self.request.GET if self.request.GET.get("stays") else None
        return NetworkForm(data, schools=self.schools)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": _("Nếu sáp nhập trường, đóng điểm trường?"),
            "form": self.form,
            **self.answer(),
        }

    def answer(self):
        if not self.form.is_bound or not self.form.is_valid():
            return {"outcome": None}
        change = self.form.change()
        try:
            found = network.simulate(self.page.year.start, change, self.page.reading)
        except network.CannotSimulate as why:
            return {"outcome": None, "refusal": str(why)}
        posts = Post.objects.in_bulk()
        for row in found["posts"]:
            row["post"] = posts[row["post"]]
            row["level_label"] = Level(row["level"]).label if row["level"] else ""
        found["posts"].sort(key=lambda row: row["post"].order)
        return {"outcome": found, "change": change}

    def get_breadcrumbs(self):
        return crumbs(self.page, (_("Thử sáp nhập"), ""))
