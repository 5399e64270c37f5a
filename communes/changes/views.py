"""The past of one cell, as a piece of the grid or a page, and putting a value back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from communes.changes import cells
from communes.entry import forms
from communes.models import ReportingPeriod
from communes.page import PageMixin


class CellMixin(PageMixin):
    """Finds the cell that the address or the form names, and its unit."""

    section = "entry"

    def find(self, given):
        form = forms.find(given.get("form", ""))
        period = given.get("period", "")
        if form is None or given.get("field") not in form.field_names:
            raise Http404
        period = period if period.isdecimal() else 0
        periods = ReportingPeriod.objects.select_related("school_year")
        found = get_object_or_404(periods, pk=period)
        names = (given.get(name, "")[:40] for name in ("unit", "line", "field"))
        cell = cells.Cell(form, found, *names)
        unit = cells.unit_of(cell, self.request.user)
        lines = form.lines([unit], found)[unit.code] if unit else []
        if cell.line not in {line.code for line in lines}:
            raise Http404
        return cell, unit


class CellHistory(CellMixin, TemplateView):
    title = gettext_lazy("Lịch sử của ô")

    def get_template_names(self):
        return ["history/cell.html" if self.request.htmx else "history/cell_page.html"]

    def get_context_data(self, **kwargs):
        cell, unit = self.find(self.request.GET)
        return super().get_context_data(**kwargs) | cell_context(cell, unit, self)


def cell_context(cell, unit, view):
    lines = cell.form.lines([unit], cell.period)[unit.code]
    return {
        "title": view.title,
        "cell": cell,
        "unit": unit,
        "line": next(line for line in lines if line.code == cell.line),
        "field": cell.form.field(cell.field),
        "steps": cells.steps(cell, unit, view.request.user),
    }


class CellRestore(CellMixin, TemplateView):
    """POST alone; a grid that asks for a piece of the page gets the new history."""

    http_method_names = ["post"]
    template_name = "history/cell.html"
    title = CellHistory.title

    def post(self, request):
        cell, unit = self.find(request.POST)
        before, value = request.POST.get("before"), request.POST.get("value")
        outcome = cells.restore(cell, before, value, by=request.user)
        level, sentence = cells.outcome_in_words(outcome)
        if not request.htmx:
            messages.add_message(request, getattr(messages, level.upper()), sentence)
            return redirect(self.back_to(cell))
        told = {"level": level, "sentence": sentence, "outcome": outcome}
        return self.render_to_response(
            self.get_context_data() | cell_context(cell, unit, self) | told
        )

    def back_to(self, cell):
        asked = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(asked, {self.request.get_host()}):
            return asked
        return f"{reverse('cell_history')}?{urlencode(cell.address)}"
