"""What the running demo really holds and shows: counted in its rows, read from its pages."""

import re

from django.db.models import Sum
from django.urls import Resolver404, resolve, reverse

from communes.documents.blocks import Chart, Map, Table
from communes.models import (
    Commune,
    ComputationRun,
    CultureSocietyOffice,
    IndicatorValue,
    ReportingPeriod,
    SchoolYear,
)
from communes.reporting.building import annual_report
from communes.reporting.files import FORMATS
from edu_lang_son.demo.accounts import PASSWORD, accounts_by_role
from edu_lang_son.site_visitor import Visitor
from schools.models import GradeFigures, Institution
from staffing.models import Assignment

KHANH_KHE = "06286"
# What the province publishes for 2025-2026; the demo is wrong if it shows another.
EXPECTED = {"institutions": 648, "communes": 65, "learners": 211_143}
START = ReportingPeriod.Kind.START
# What the annual report of a whole province holds at the least.
REPORT = {"tables": 12, "charts": 10, "maps": 1, "pages": 30}


def report(site):
    """Everything a reader needs to judge the demo, as one dictionary."""
    period = latest_complete_period()
    counted = figures(period, Institution.objects.all())
    visits = {role: visit(site, name) for role, name in accounts_by_role().items()}
    by_account = {
        role: {path: status for path, (status, _text) in pages.items()}
        for role, pages in visits.items()
    }
    pages = {}
    for statuses in by_account.values():
        for path, status in statuses.items():
            pages[path] = max(status, pages.get(path, 0))
    return {
        "school_year": period.school_year.name,
        "communes": Commune.objects.count(),
        **counted,
        "khanh_khe": khanh_khe(period),
        "values_computed": IndicatorValue.objects.count(),
        "computed_by": computed_by(period.school_year),
        "shown_to_the_department": shown(counted, visits["official"]),
        "annual_report": annual_report_of(period.school_year),
        "pages": pages,
        "pages_by_account": by_account,
    }


def is_right(found):
    """Whether the demo holds the published totals and every page opened."""
    return (
        all(found[name] == value for name, value in EXPECTED.items())
        and found["staff"] > 20_000
        and found["values_computed"] > 0
        and bool(found["computed_by"])
        and all(found["shown_to_the_department"].values())
        and all(found["annual_report"][name] >= least for name, least in REPORT.items())
        and all(found["annual_report"]["bytes"].values())
        and bool(found["pages"])
        and set(found["pages"].values()) == {200}
    )


def latest_complete_period():
    """The start-of-year period of the last school year that the worker computed and
    whose returns are all in: the year dashboards open on."""
    last = SchoolYear.objects.order_by("-starts_on")[1]
    return ReportingPeriod.objects.get(school_year=last, kind=START)


def figures(period, institutions):
    day = period.as_of
    institutions = institutions.open_on(day)
    pupils = GradeFigures.objects.filter(
        school_return__period=period, school_return__institution__in=institutions
    ).aggregate(sum=Sum("pupils"))
    people = Assignment.objects.filter(institution__in=institutions).serving_on(day)
    return {
        "institutions": institutions.count(),
        "learners": pupils["sum"] or 0,
        "staff": people.values("person").distinct().count(),
    }


def annual_report_of(school_year):
    """The province's report, made in every format as a worker would."""
    document = annual_report(school_year.start)
    files = {kind: write(document) for kind, write in FORMATS.items()}
    return {
        "tables": len(document.of(Table)),
        "charts": len(document.of(Chart)),
        "maps": len(document.of(Map)),
        "pages": pages_of(files["pdf"]),
        "bytes": {kind: len(content) for kind, content in files.items()},
    }


def pages_of(pdf):
    """The pages of our own PDF, whose tree of pages is not compressed."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def khanh_khe(period):
    found = figures(period, Institution.objects.filter(commune=KHANH_KHE))
    office = CultureSocietyOffice.objects.get(
        commune=KHANH_KHE, school_year=period.school_year
    )
    return {
        "schools": found["institutions"],
        "learners": found["learners"],
        "staff": found["staff"],
        "office_staff": office.staff,
        "education_specialists": office.education_specialists,
    }


def computed_by(school_year):
    """The host that the worker wrote down when it last computed the province."""
    run = ComputationRun.objects.filter(
        school_year=school_year, commune=None, state=ComputationRun.State.DONE
    ).first()
    return run.host if run else ""


def visit(site, username):
    """Sign in as one account and open one page of each kind it can reach by links."""
    visitor = Visitor(site)
    login = reverse("account_login")
    if not visitor.sign_in(login, username, PASSWORD):
        return {login: (403, "")}
    return visitor.walk(kind_of_page)


def kind_of_page(path):
    """The name of its route; None for files and for pages inside other packages."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name == "admin:index":
        return match.view_name
    if match.namespaces or match.func.__module__.startswith("allauth"):
        return None
    return match.view_name


def shown(counted, pages):
    """Whether some page shows each counted figure, written the Vietnamese way."""
    texts = [text for _status, text in pages.values()]
    return {
        name: any(f"{number:,}".replace(",", ".") in text for text in texts)
        for name, number in counted.items()
    }
