"""The data dictionary and the page of one indicator: definition, values, ranks."""

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from communes import indicators, queries
from communes.levels import Level
from communes.models import IndicatorValue
from communes.targets.plan import plan_for
from communes.templatetags.shell import address
from edu_lang_son import captions, figures
from edu_lang_son.pages import indicator_targets as targets
from edu_lang_son.pages.charts import Chart, ChartPage, Row
from edu_lang_son.pages.indicator_map import (
    cells,
    indicator_map,
    map_chart,
    map_title,
    value_header,
)
from edu_lang_son.pages.overview import at_scope
from edu_lang_son.pages.province_charts import YEARS, language

ScopeKind = IndicatorValue.Scope


class IndicatorList(ChartPage):
    template_name = "indicators/list.html"
    section = "indicators"

    def get_charts(self):
        values = at_scope(self.page, ())
        self.rows = [
            (indicator, values.get((indicator.code, self.page.level)))
            for indicator in indicators.all()
        ]
        return [self.dictionary()]

    def dictionary(self):
        return Chart(
            key="dictionary",
            title=_("Danh mục chỉ số"),
            caption="",
            header=[
                _("Mã"),
                _("Chỉ số"),
                _("Cách tính"),
                _("Đơn vị tính"),
                _("Văn bản"),
                _("Căn cứ"),
                _("Tử số"),
                _("Mẫu số"),
            ],
            rows=[
                Row(
                    [
                        indicator.code,
                        indicator.text("name"),
                        indicator.formula,
                        indicator.text("unit"),
                        indicator.document,
                        indicator.article,
                        row.numerator if row else None,
                        row.denominator if row else None,
                    ]
                )
                for indicator, row in self.rows
            ],
        )

    def get_context_data(self, **kwargs):
        charts = self.charts
        return super().get_context_data(**kwargs) | {
            "title": charts["dictionary"].title,
            "rows": self.rows,
        }


class IndicatorDetail(ChartPage):
    """One indicator everywhere: the number, what is behind it, and who stands where."""

    template_name = "indicators/detail.html"
    section = "indicators"

    @cached_property
    def indicator(self):
        try:
            return indicators.get(self.kwargs["code"])
        except KeyError:
            raise Http404 from None

    def get_breadcrumbs(self):
        up = address("indicator_list") + self.page.query
        return [(_("Chỉ số"), up), (self.indicator.text("name"), "")]

    @cached_property
    def map(self):
        return indicator_map(self.page, self.indicator)

    @cached_property
    def plan(self):
        """Targets of the indicator over the years shown, of every place seen."""
        year = self.page.year.start
        years = range(year - YEARS + 1, year + 1)
        return plan_for(self.page.user, years, codes=[self.indicator.code])

    @cached_property
    def standing(self):
        return self.standing_of(self.value, self.page.level)

    def standing_of(self, row, level):
        scope = self.page.scope
        return self.plan.standing(
            self.indicator.code,
            level,
            self.page.year.start,
            scope.kind,
            commune=scope.commune.code if scope.commune else "",
            row=row,
        )

    @cached_property
    def levels(self):
        """The value of each level, those of all levels together first."""
        found = at_scope(self.page, [self.indicator.code], levels=Level.values)
        order = ["", *Level.values]
        names = {"": _("Tất cả cấp học"), **dict(Level.choices)}
        return [
            (
                names[level],
                found[self.indicator.code, level],
                self.standing_of(found[self.indicator.code, level], level),
            )
            for level in order
            if (self.indicator.code, level) in found
        ]

    @cached_property
    def value(self):
        found = at_scope(self.page, [self.indicator.code])
        return found.get((self.indicator.code, self.page.level))

    def get_charts(self):
        ranking = map_chart(self.page, self.map, key="ranking")
        places = [self.plan.of_row(one.row) for one in self.map.ranking]
        ranking = targets.with_states(ranking, places)
        return [self.years_chart(), ranking, *self.levels_charts()]

    def levels_charts(self):
        """A table of the levels, where there is more than one."""
        if len(self.levels) < 2:
            return []
        header = [_("Cấp học"), *value_header(self.indicator)]
        rows = [
            Row([label, *cells(self.indicator, row)])
            for label, row, _one in self.levels
        ]
        subject = self.indicator.text("name")
        title = _("Từng cấp học")
        chart = Chart("levels", title, "", header, rows, subject=subject)
        return [targets.with_states(chart, [one for _l, _r, one in self.levels])]

    def years_chart(self):
        scope = self.page.scope
        rows = queries.series(
            self.page.user,
            self.indicator.code,
            scope.kind,
            scope.key,
            until=self.page.year.start,
            years=YEARS,
            level=self.page.level,
            basis=self.page.basis,
        )
        rows = list(rows.select_related("school_year"))
        names = [row.school_year.name for row in rows]
        values = [None if row.value is None else float(row.value) for row in rows]
        aims = [self.plan.of_row(row).aim for row in rows]
        chart = Chart(
            key="years",
            title=_("Năm năm qua thay đổi thế nào?"),
            caption=captions.trend(
                self.indicator, list(zip(names, values, strict=True))
            ),
            header=[_("Năm học"), *value_header(self.indicator)],
            rows=[
                Row([name, *cells(self.indicator, row)])
                for name, row in zip(names, rows, strict=True)
            ],
            figure=figures.lines(
                names,
                [figures.Series("", scope.label, values), *targets.line(aims)],
                unit=self.indicator.text("unit"),
                is_percent=self.indicator.is_percent,
                from_zero=self.indicator.is_count,
                language=language(),
            ),
            subject=self.indicator.text("name"),
        )
        return targets.with_aims(chart, self.indicator, aims)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": self.indicator.text("name"),
            "indicator": self.indicator,
            "value": self.value,
            "note": self.indicator.text("note"),
            "levels": self.levels,
            "standing": self.standing,
            "has_targets": any(one.target for _label, _row, one in self.levels),
            "map": self.map,
            "run": self.page.run,
            "map_title": map_title(self.indicator),
        }
