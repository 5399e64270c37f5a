"""A chart on a page: one question, a figure, a sentence, a table and its files."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from communes import listing
from communes.exporting.sheets import KINDS, Sheet, respond
from communes.page import PageMixin
from edu_lang_son.pages import pictures


@dataclass(frozen=True)
class Row:
    """A row of a chart's table; the first cell is its name and may lead somewhere."""

    cells: Sequence
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """`figure` is a Plotly dict, or None where the table or a map says it all."""

    key: str
    title: str
    caption: str
    header: Sequence[str]
    rows: Sequence[Row]
    figure: dict | None = None
    totals: Sequence = ()
    more: dict = field(default_factory=dict)
    map: object = None
    # What the page is about, for a title that leaves it.
    subject: str = ""
    # Choices that concern this table alone: label and value.
    filters: Sequence[tuple[str, str]] = ()

    @property
    def is_drawn(self):
        return bool(self.figure or self.map)

    def picture(self):
        """What the server draws, from the values that the page shows."""
        if self.map:
            return pictures.of_map(self.key, self.file_title, self.map)
        return pictures.of_figure(self) if self.figure else None

    @property
    def file_title(self):
        return f"{self.subject}: {self.title}" if self.subject else str(self.title)

    def sheet(self):
        return Sheet(
            self.key, self.file_title, self.header, self.file_rows(), self.picture()
        )

    @property
    def script_id(self):
        return f"figure-{self.key}"

    @property
    def height(self):
        return self.figure["layout"]["height"] if self.figure else 0

    def file_rows(self):
        rows = [row.cells for row in self.rows]
        return [*rows, self.totals] if self.totals else rows


def about(chart, page):
    """What a file with the data of `chart` says of itself."""
    facts = listing.about(page, chart.file_title)
    facts.filters.extend(
        [
            (_("Cấp học"), str(page.level_label)),
            (_("Cách tính tổng"), str(page.basis_label)),
            *chart.filters,
        ]
    )
    return facts


class ChartPage(PageMixin, TemplateView):
    """A page with charts; ?chart=KEY&export=png|svg|csv|xlsx takes one away."""

    def get_charts(self):
        """The page's charts, in the order of the page."""
        return []

    def get_tables(self):
        """{key: function that gives the Chart} of tables read only to be taken away."""
        return {}

    def find(self, key):
        make = self.get_tables().get(key)
        return make() if make else self.charts.get(key)

    @cached_property
    def charts(self):
        return {chart.key: chart for chart in self.get_charts()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"charts": self.charts}

    def get(self, request, *args, **kwargs):
        kind = request.GET.get("export")
        chart = self.find(request.GET.get("chart"))
        if kind in KINDS and chart:
            name = f"{chart.key}-{self.page.year.name}"
            file = respond(kind, chart.sheet(), about(chart, self.page), name)
            if file:
                return file
        return super().get(request, *args, **kwargs)
