"""The page of one school: assembled from its returns, its staff and stored values."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from communes import queries as values
from communes.exporting.sheets import Sheet, SheetsMixin
from communes.listing import about, day_of
from communes.models import IndicatorValue
from communes.numbers import percent, signed
from communes.page import PageMixin, Scope
from communes.search import slug
from schools import profile
from schools import queries as school_queries
from schools import sheets as school_sheets
from schools.models import GradeFigures, GradeResults, Institution
from staffing import four
from staffing import profile as staff
from staffing import sheets as staff_sheets
from staffing.models import NormSet

TREND = ("learners", "classes")


class SchoolDetail(SheetsMixin, PageMixin, DetailView):
    section = "schools"
    template_name = "schools/institution_detail.html"
    context_object_name = "school"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self):
        return Institution.objects.visible_to(self.request.user).select_related(
            "kind", "commune", "managing_commune"
        )

    def get_scope(self):
        school = self.object
        return Scope.of_institution(school.code, school.name, school.commune)

    def get_context_data(self, **kwargs):
        page, user, school = self.page, self.request.user, self.object
        trend = trend_of(school, user, page)
        return (
            super().get_context_data(**kwargs)
            | network_facts(school, day_of(page))
            | figures_of(school, user, page)
            | {
                "headline": headline_of(school, user, page),
                "trend": trend,
                "trend_words": trend_in_words(trend),
                "gaps": staff.gaps_at(
                    school, user=user, year=page.year, reading=page.reading
                ),
                "place_gaps": staff.places_at(school, user=user, year=page.year),
                "figures": four.side_by_side(
                    user, page.year, page.reading, place={"institution": school}
                ),
            }
        )

    def get_breadcrumbs(self):
        return school_crumbs(self.object, self.page)

    def get_sheets(self):
        return {key: partial(sheet_of, key) for key in SHEETS}

    def about_sheet(self, sheet):
        described = about(self.page, f"{self.object.name}: {sheet.title}")
        if sheet.key in BY_READING:
            reading = NormSet.Reading(self.page.reading).label
            described.filters.append((_("Cách đếm lớp"), str(reading)))
        return described


# Tables of gaps: what they say depends on how classes are counted.
BY_READING = ("staff", "four")


SHEETS = {
    "staff": (
        gettext_lazy("Đội ngũ so với định mức"),
        lambda context: staff_sheets.of_school(context["gaps"]),
    ),
    "four": (
        gettext_lazy("Bốn con số, không cộng trừ lẫn nhau"),
        lambda context: staff_sheets.of_four(context["figures"]),
    ),
    "grades": (
        gettext_lazy("Lớp, học sinh theo khối, đầu năm"),
        lambda c: school_sheets.of_levels(c["grades"], c["grade_labels"]),
    ),
    "results": (
        gettext_lazy("Kết quả cuối năm"),
        lambda c: school_sheets.of_levels(c["results"], c["result_labels"]),
    ),
    "trend": (
        gettext_lazy("Năm năm qua học sinh tăng hay giảm?"),
        lambda context: school_sheets.of_trend(context["trend"]),
    ),
}


def sheet_of(key, context):
    """One table of the page; the trend is drawn there, so it is a picture too."""
    title, table = SHEETS[key]
    picture = None
    if key == "trend":
        name = f"{context['school'].name}: {title}"
        words = context["trend_words"]
        picture = school_sheets.trend_drawn(context["trend"], name, words)
    return Sheet(key, str(title), *table(context), picture)


def school_crumbs(school, page):
    """Down from the province: list of the cluster, commune, school."""
    commune, listing = school.commune, reverse("school_list")
    cluster = _("Cụm %(name)s") % {"name": commune.cluster}
    return [
        (_("Mạng lưới trường"), f"{listing}{page.query}"),
        (cluster, reverse("cluster_detail", args=[slug(commune.cluster)]) + page.query),
        (
            commune.full_name,
            reverse("commune_detail", args=[commune.code]) + page.query,
        ),
        (school.name, ""),
    ]


def network_facts(school, day):
    """Where the school stands in the network on `day`."""
    sites = school.sites.filter(opened_on__lte=day).exclude(closed_on__lte=day)
    return {
        "sites": sites.order_by("-is_main", "name"),
        "recognition": profile.recognition_on(school, day),
        "history": profile.network_history(school),
        "is_open": school.opened_on <= day
        and (school.closed_on is None or school.closed_on > day),
    }


def figures_of(school, user, page):
    """Tables out of the year's two returns, as far as the reader may see them."""
    returns = profile.returns_of(school, user=user, year=page.year)
    start, end = profile.start_return(returns), profile.end_return(returns)
    return {
        "start_return": start,
        "end_return": end,
        "may_see_returns": may_see_returns(school, user),
        "facilities": getattr(start, "facilities", None),
        "facility_facts": profile.facility_facts(getattr(start, "facilities", None)),
        "grades": profile.grade_table(start),
        "grade_labels": profile.labels(GradeFigures, profile.GRADE_COLUMNS),
        "results": profile.results_table(end),
        "result_labels": profile.labels(GradeResults, profile.RESULT_COLUMNS),
        "awards": profile.awards(school, user=user, year=page.year),
    }


def may_see_returns(school, user):
    """A commune sees that a school of the department stands on its ground, no more."""
    return not user.commune_id or school.managing_commune_id == user.commune_id


def headline_of(school, user, page):
    """The school's stored values of the year, by indicator."""
    found = values.values_of(
        user,
        page.year,
        scope=IndicatorValue.Scope.INSTITUTION,
        keys=[school.code],
        level=page.level,
    )
    by_code = {row.indicator: row for row in found}
    codes = school_queries.codes_of(page.reading)
    return by_code | {name: by_code.get(code) for name, code in codes.items()}


def trend_of(school, user, page, years=5):
    """A row per year: learners, classes and learners per class, oldest first."""
    found = {
        name: values.series(
            user,
            name,
            IndicatorValue.Scope.INSTITUTION,
            school.code,
            until=page.year.start,
            years=years,
            level=page.level,
        )
        for name in TREND
    }
    rows = {}
    for name, series in found.items():
        for row in series:
            rows.setdefault(row.school_year_id, {})[name] = row.numerator
    return trend_rows(rows)


def trend_rows(by_year):
    """Rows oldest first, each with learners per class and its share of the best year."""
    most = max((row.get("learners") or 0 for row in by_year.values()), default=0)
    return [
        {
            "year": f"{year}-{year + 1}",
            "learners": row.get("learners"),
            "classes": row.get("classes"),
            "size": _size(row),
            "share": round(100 * (row.get("learners") or 0) / most) if most else 0,
        }
        for year, row in sorted(by_year.items())
    ]


def trend_in_words(rows):
    """The sentence under the trend, to be read aloud."""
    known = [row for row in rows if row["learners"] is not None]
    if len(known) < 2:
        return ""
    first, last = known[0], known[-1]
    words = {
        "first": first["year"],
        "last": last["year"],
        "change": signed(last["learners"] - first["learners"], 0),
        "share": percent(last["learners"] - first["learners"], first["learners"]),
    }
    return _("Từ %(first)s đến %(last)s: %(change)s người học (%(share)s).") % words


def _size(row):
    learners, classes = row.get("learners"), row.get("classes")
    return learners / classes if learners is not None and classes else None
