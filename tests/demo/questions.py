"""What the tests ask of a loaded demo, in plain queries."""

from datetime import date

from django.db.models import Count, Sum

from communes.approvable import REPORTED_STATES
from schools.models import AgeFigures, GradeFigures, Institution, NationalStandard, Site
from staffing.models import Assignment

YEARS = range(2021, 2027)
FULL_YEARS = range(2021, 2026)


def as_of(year):
    return date(year, 9, 30)


def open_schools(year):
    return Institution.objects.open_on(as_of(year))


def start_rows(model, year):
    return model.objects.filter(
        school_return__period__school_year=year,
        school_return__period__kind="start",
        school_return__state__in=REPORTED_STATES,
    )


def learners(year, **scope):
    return (
        start_rows(GradeFigures, year).filter(**scope).aggregate(n=Sum("pupils"))["n"]
    )


def learners_by_level(year):
    rows = start_rows(GradeFigures, year).values_list("grade__level")
    return dict(rows.annotate(n=Sum("pupils")))


def classes_by_level(year):
    rows = start_rows(GradeFigures, year).values_list("grade__level")
    return dict(rows.annotate(n=Sum("classes")))


def children_by_age(year):
    rows = start_rows(AgeFigures, year).filter(level="preschool").values_list("age")
    return dict(rows.annotate(n=Sum("pupils")))


def staff(year, **scope):
    return Assignment.objects.filter(is_main=True, **scope).serving_on(as_of(year))


def teachers_by_level(year):
    rows = staff(year, post="teacher").values_list("level")
    return dict(rows.annotate(n=Count("pk")))


def other_sites(year):
    sites = Site.objects.filter(is_main=False, opened_on__lte=as_of(year))
    return sites.exclude(closed_on__lte=as_of(year)).count()


def standard_share(year):
    recognisable = open_schools(year).filter(
        kind__recognisable=True, ownership="public"
    )
    valid = NationalStandard.objects.filter(
        institution__in=recognisable,
        issued_on__lte=as_of(year),
        expires_on__gte=as_of(year),
    )
    count = valid.values("institution").distinct().count()
    return round(100 * count / recognisable.count(), 1)
