"""Pages of entry: what is due, the grid of a form, all forms of one school."""

from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.generic import TemplateView

from communes.entry import forms, pages, periods, places, posting, writing
from communes.models import ReportingPeriod
from communes.page import PageMixin
from communes.scoping import Role


@method_decorator(gzip_page, name="dispatch")
class EntryPage(PageMixin, TemplateView):
    """A page about one period and one place."""

    section = "entry"

    @cached_property
    def period(self):
        asked = {"school_year": self.kwargs["year"], "kind": self.kwargs["kind"]}
        found = ReportingPeriod.objects.select_related("school_year")
        return get_object_or_404(found, **asked)

    @cached_property
    def place(self):
        return places.chosen(self.request.user, self.request.GET.get("commune", ""))

    def get_breadcrumbs(self):
        home = f"{reverse('entry_home')}{self.place.query}"
        return [(_("Nhập số liệu"), home), (self.get_title(), "")]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": self.get_title(),
            "period": self.period,
            "place": self.place,
        }


class EntryHome(EntryPage):
    """What is due in a period, form by form and school by school."""

    template_name = "entry/home.html"

    @cached_property
    def periods(self):
        return list(periods.all_periods())

    @cached_property
    def period(self):
        asked = (self.request.GET.get("year"), self.request.GET.get("kind"))
        named = (p for p in self.periods if (str(p.school_year_id), p.kind) == asked)
        return next(named, periods.current(self.periods))

    def get_title(self):
        return _("Nhập số liệu")

    def get_breadcrumbs(self):
        return []

    def get_context_data(self, **kwargs):
        due = pages.due(self.request.user, self.period, self.place)
        return super().get_context_data(**kwargs) | due | {"periods": self.periods}


class SheetPage(EntryPage):
    """A page that shows grids and takes them back, with a script or without."""

    # What the last sending could not save, by the address of the cell.
    kept = None

    def get_template_names(self):
        # The script asks for what is left to do after it has saved.
        part = "panel" in self.request.GET
        return ["entry/_panel.html" if part else self.template_name]

    def form_or_404(self, code):
        form = forms.find(code)
        if form is None or not form.is_due_in(self.period):
            raise Http404(_("Kỳ báo cáo này không có biểu đó."))
        return form

    def post(self, request, **kwargs):
        if request.user.role == Role.COMMUNE_READER:
            raise PermissionDenied(_("Tài khoản của bạn chỉ xem được số liệu này."))
        form = self.form_or_404(self.sent_form())
        sent = posting.edits(self.sheet(form), request.POST)
        outcomes = writing.save(form, self.period, sent, by=request.user)
        self.kept = posting.left_over(outcomes)
        told = messages.warning if self.kept else messages.success
        told(request, posting.summary(outcomes))
        if not self.kept:
            return redirect(request.get_full_path())
        return self.render_to_response(self.get_context_data(**kwargs))

    def sheet(self, form):
        return pages.sheet(form, self.period, self.request.user, self.place)


class EntryGrid(SheetPage):
    """One form of all units of a place."""

    template_name = "entry/grid.html"

    @cached_property
    def form(self):
        return self.form_or_404(self.kwargs["form"])

    def sent_form(self):
        return self.kwargs["form"]

    def get_title(self):
        return self.form.title

    def get_context_data(self, **kwargs):
        shown = pages.grid(self, self.form, self.place, self.kept)
        return super().get_context_data(**kwargs) | shown


class EntrySchool(SheetPage):
    """All forms of one school on one page."""

    template_name = "entry/school.html"

    @cached_property
    def place(self):
        return places.Place(None, "")

    @cached_property
    def sheets(self):
        user, code = self.request.user, self.kwargs["code"]
        return pages.sheets_of(user, self.period, code)

    def sheet(self, form):
        return self.sheets[form.code]

    def sent_form(self):
        return self.request.POST.get("form", "")

    def get_title(self):
        return next(iter(self.sheets.values()))["units"][0]["name"]

    def get_context_data(self, **kwargs):
        shown = pages.school(self, self.sheets, self.kept)
        return super().get_context_data(**kwargs) | shown
