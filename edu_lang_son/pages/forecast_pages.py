"""The next five years: teachers needed, leaving and missing, each with its range."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from communes import numbers
from communes.levels import Level
from communes.listing import OwnScope
from communes.search import fold
from edu_lang_son import figures
from edu_lang_son.pages.charts import Chart, ChartPage, Row
from edu_lang_son.pages.province_charts import language
from staffing.forecast import reading
from staffing.forecast.views import may_forecast
from staffing.models import Forecast, Subject
from staffing.views import crumbs

HEADER_NUMBERS = (
    "required",
    "present",
    "retired",
    "may_leave_early",
    "shortage",
    "shortage_low",
    "shortage_high",
    "surplus",
)


def year_name(year):
    return f"{year}-{year + 1}"


class ForecastPage(OwnScope, ChartPage):
    """One forecast by year, commune and subject; what it assumes and how it was tried."""

    section = "staffing"
    template_name = "staffing/forecast.html"

    @cached_property
    def forecast(self):
        wanted = self.request.GET.get("plan", "")
        found = Forecast.objects.visible_to(self.request.user).select_related(
            "base_year", "job", "made_by"
        )
        if wanted.isdecimal() and len(wanted) < 10:
            return found.filter(pk=wanted).first()
        main = reading.main_forecast()
        return found.filter(pk=main.pk).first() if main else None

    @cached_property
    def lines(self):
        scope = self.page.scope
        return reading.lines_of(
            self.forecast,
            self.request.user,
            level=self.page.level,
            subject=self.subject.code if self.subject else "",
            commune=scope.commune.code if scope.commune else "",
        )

    @cached_property
    def subject(self):
        code = self.request.GET.get("subject", "")
        return next((one for one in self.subjects if one.code == code), None)

    @cached_property
    def subjects(self):
        return list(Subject.objects.all())

    @property
    def years(self):
        base = self.forecast.base_year_id
        return range(base + 1, base + 6)

    @property
    def ahead(self):
        """The year that the tables of communes and subjects are about."""
        wanted = self.request.GET.get("ahead", "")
        last = self.years[-1]
        return int(wanted) if wanted in map(str, self.years) else last

    def get_charts(self):
        if self.forecast is None or not self.lines.exists():
            return []
        return [self.by_year(), self.by_level(), self.by_commune(), self.by_subject()]

    def by_year(self):
        rows = reading.sums(self.lines, "year")
        coming = reading.pupils(self.lines)
        return Chart(
            key="years",
            title=_("Năm năm tới cần bao nhiêu, còn bao nhiêu giáo viên?"),
            caption=caption(rows, self.page.scope.label),
            header=[_("Năm học"), _("Học sinh"), *headings()],
            rows=[
                Row(
                    [year_name(row["year"]), round(coming[row["year"]][0]), *cells(row)]
                )
                for row in rows
            ],
            figure=self.figure(rows),
        )

    def figure(self, rows):
        if not rows:
            return None
        years = [year_name(row["year"]) for row in rows]
        series = [
            figures.Series(
                "required", _("Định mức"), values(rows, "required"), figures.MUTED
            ),
            figures.Series(
                "present", _("Còn làm việc"), values(rows, "present"), figures.BRAND
            ),
        ]
        return figures.lines(
            years, series, unit=_("giáo viên"), from_zero=False, language=language()
        )

    def by_level(self):
        order = {level: place for place, level in enumerate(Level.values)}
        rows = reading.sums(self.lines.filter(year=self.ahead), "level")
        rows.sort(key=lambda row: order[row["level"]])
        return self.table(
            "levels",
            _("Cấp học nào thiếu? Năm học %(year)s"),
            _("Cấp học"),
            [(str(Level(row["level"]).label), row) for row in rows],
        )

    def by_commune(self):
        rows = reading.sums(self.lines.filter(year=self.ahead), "commune__name")
        rows.sort(key=lambda row: (-row["shortage"], fold(row["commune__name"])))
        return self.table(
            "communes",
            _("Xã, phường nào thiếu nhiều nhất? Năm học %(year)s"),
            _("Xã, phường"),
            [(row["commune__name"], row) for row in rows],
        )

    def by_subject(self):
        names = {one.code: str(one) for one in self.subjects}
        rows = reading.sums(self.lines.filter(year=self.ahead), "subject")
        rows.sort(key=lambda row: -row["shortage"])
        return self.table(
            "subjects",
            _("Môn nào thiếu nhiều nhất? Năm học %(year)s"),
            _("Môn"),
            [(names[row["subject"]], row) for row in rows],
        )

    def table(self, key, title, first, named):
        rows = [row for _name, row in named]
        return Chart(
            key=key,
            title=title % {"year": year_name(self.ahead)},
            caption=caption(rows, self.page.scope.label),
            header=[first, *headings()],
            rows=[Row([name, *cells(row)]) for name, row in named],
            totals=[_("Cộng"), *cells(summed(rows))] if len(rows) > 1 else (),
        )

    def get_context_data(self, **kwargs):
        found = Forecast.objects.visible_to(self.request.user).select_related(
            "base_year"
        )
        return super().get_context_data(**kwargs) | {
            "title": _("Dự báo giáo viên năm năm tới"),
            "forecast": self.forecast,
            "forecasts": found,
            "may_forecast": may_forecast(self.request.user),
            "subjects": self.subjects,
            "subject": self.subject,
            "years": [(year, year_name(year)) for year in self.years]
            if self.forecast
            else [],
            "ahead": self.ahead if self.forecast else None,
            "trials": trials(self.forecast),
            "leaving": leaving(self.forecast),
        }

    def get_breadcrumbs(self):
        return crumbs(self.page, (_("Dự báo"), ""))


def headings():
    return [
        _("Định mức"),
        _("Còn làm việc"),
        _("Nghỉ hưu từ năm gốc"),
        _("Có thể nghỉ sớm"),
        _("Thiếu"),
        _("Thiếu, mức thấp"),
        _("Thiếu, mức cao"),
        _("Thừa"),
    ]


def cells(row):
    """Whole people: hundredths of a teacher in five years would only look exact."""
    return [round(row[name]) for name in HEADER_NUMBERS]


def values(rows, name):
    return [float(row[name]) for row in rows]


def summed(rows):
    return {name: sum(row[name] for row in rows) for name in reading.NUMBERS}


def caption(rows, scope):
    """The last row but for single places: the gap with its range, read aloud."""
    if not rows:
        return _("Chưa có dòng dự báo nào trong phạm vi này.")
    whole = rows[-1] if "year" in rows[-1] else summed(rows)
    words = _(
        "%(scope)s thiếu khoảng %(middle)s giáo viên (từ %(low)s đến %(high)s) nếu "
        "không tuyển ngoài phương án; thừa %(surplus)s ở nơi khác, không bù cho chỗ thiếu."
    )
    return words % {
        "scope": scope,
        "middle": numbers.shown(whole["shortage"], 0),
        "low": numbers.shown(whole["shortage_low"], 0),
        "high": numbers.shown(whole["shortage_high"], 0),
        "surplus": numbers.shown(whole["surplus"], 0),
    }


def trials(forecast):
    """How the method did on the years behind, a row per level and number of years."""
    if forecast is None:
        return []
    return [
        trial
        | {
            "label": Level(trial["level"]).label,
            "method": numbers.shown(trial["method"] * 100, 1),
            "same": numbers.shown(trial["same"] * 100, 1),
            "spread": numbers.shown(trial["spread"] * 100, 1),
            "is_better": trial["method"] <= trial["same"],
        }
        for trial in forecast.backtest
    ]


def leaving(forecast):
    if forecast is None:
        return []
    return [
        (Level(level).label, *(numbers.shown(share * 100, 2) for share in three))
        for level, three in forecast.rates.get("leaving", {}).items()
        if level
    ]
