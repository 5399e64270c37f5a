"""The line on a page that says whether values are still being computed."""

from django.views.generic import TemplateView

from communes import queries, recomputing
from communes.page import PageMixin


class RecomputingView(PageMixin, TemplateView):
    """The line on a page that asks again until the values are there."""

    template_name = "communes/_recomputing.html"

    def get_context_data(self, **kwargs):
        year, commune = self.kwargs["year"], self.request.GET.get("commune", "")
        number = self.request.GET.get("round", "0")
        found = recomputing.Recomputing(
            year,
            commune,
            recomputing.pending(self.request.user, year, commune),
            # Whatever is no number of ours ends the asking.
            int(number)
            if number.isdecimal() and len(number) < 4
            else recomputing.ROUNDS,
        )
        run = queries.latest_run(year)
        return {"recomputing": found, "computed_at": run and run.finished_at}
