"""The province at a glance, and each cluster of communes."""

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from communes import indicators
from communes.models import Commune, IndicatorValue
from communes.page import Scope
from communes.search import slug
from communes.targets import tables as targets
from edu_lang_son.pages import province_charts as charts
from edu_lang_son.pages.charts import Chart, ChartPage, Row
from edu_lang_son.pages.indicator_map import (
    chosen_indicator,
    indicator_map,
    map_chart,
    map_title,
    shown_header,
    shown_value,
)
from edu_lang_son.pages.overview import by_place, drill_scope, headlines, place_url

ScopeKind = IndicatorValue.Scope
# What a cluster's table shows of each commune.
COLUMNS = (
    "institutions",
    "learners",
    "pupils_per_class",
    "teachers",
    "teacher_shortage",
    "teacher_surplus",
    "national_standard_share",
)


class Dashboard(ChartPage):
    template_name = "dashboard/province.html"
    section = "dashboard"

    @cached_property
    def indicator(self):
        return chosen_indicator(self.request.GET)

    @cached_property
    def map(self):
        return indicator_map(self.page, self.indicator)

    def get_charts(self):
        kind = drill_scope(self.page)
        names = charts.place_names(kind)
        everything = self.request.GET.get("show") == "all"
        return [
            charts.gap_chart(self.page, names, kind, everything=everything),
            charts.learners_chart(self.page),
            charts.staffing_chart(self.page),
            charts.coverage_chart(self.page),
            map_chart(self.page, self.map),
            *self.targets_charts(),
        ]

    def targets_charts(self):
        """The targets as a table with its files, where there are any."""
        if not self.standings:
            return []
        rows = [Row(cells) for cells in targets.file_rows(self.standings)]
        title = _("Chỉ tiêu năm học đạt đến đâu?")
        return [Chart("targets", title, self.summary, targets.header(), rows)]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": _("Tổng quan toàn tỉnh"),
            "headlines": headlines(self.page),
            "map": self.map,
            "map_title": map_title(self.indicator),
            "indicators": indicators.all(),
            "standings": self.standings,
            "standings_summary": self.summary,
        }

    @cached_property
    def summary(self):
        return targets.summary(self.standings)

    @cached_property
    def standings(self):
        """What has a target this year, at the level that the page is about."""
        found = targets.standings(self.page)
        return [one for one in found if one.target and one.level == self.page.level]


class ClusterPage(ChartPage):
    template_name = "dashboard/cluster.html"
    section = "dashboard"

    @cached_property
    def communes(self):
        rows = Commune.objects.visible_to(self.request.user).defer("outline")
        found = [row for row in rows if slug(row.cluster) == self.kwargs["slug"]]
        if not found:
            raise Http404
        return found

    def get_scope(self):
        return Scope.of_cluster(self.communes[0].cluster)

    def get_breadcrumbs(self):
        top = place_url(self.page, ScopeKind.PROVINCE, "")
        return [(_("Toàn tỉnh"), top), (self.page.scope.label, "")]

    def get_charts(self):
        names = {commune.code: commune.name for commune in self.communes}
        return [
            self.communes_chart(),
            charts.gap_chart(self.page, names, ScopeKind.COMMUNE, everything=True),
            charts.learners_chart(self.page),
        ]

    @cached_property
    def rows(self):
        """Communes of the cluster with the values that the reader may see."""
        keys = [commune.code for commune in self.communes]
        values = by_place(self.page, COLUMNS, ScopeKind.COMMUNE, keys)
        return [
            {
                "commune": commune,
                "url": place_url(self.page, ScopeKind.COMMUNE, commune.code),
                "cells": [
                    (indicators.get(code), values.get(commune.code, {}).get(code))
                    for code in COLUMNS
                ],
                "is_open": commune.code in values,
            }
            for commune in self.communes
        ]

    def communes_chart(self):
        """The table of communes; what the reader may not see stays empty."""
        columns = [indicators.get(code) for code in COLUMNS]
        return Chart(
            key="communes",
            title=_("Các xã, phường trong cụm"),
            caption="",
            header=[
                _("Xã, phường"),
                *map(shown_header, columns),
            ],
            rows=[
                Row(
                    [
                        str(row["commune"]),
                        *(shown_value(*cell) for cell in row["cells"]),
                    ]
                )
                for row in self.rows
            ],
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": self.page.scope.label,
            "headlines": headlines(self.page),
            "columns": [indicators.get(code) for code in COLUMNS],
            "rows": self.rows,
        }
