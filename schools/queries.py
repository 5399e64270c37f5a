"""Institutions with what lists show of them: figures, sites, recognition, return."""

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from communes.levels import ALL_LEVELS, Level
from communes.models import IndicatorValue

from .models import InstitutionKind, NationalStandard, SchoolReturn, Site

# Counts and gaps that lists show beside a school, straight from the stored values.
FIGURES = ("classes", "learners", "teachers", "teacher_shortage", "teacher_surplus")


def codes_of(reading):
    """Indicator behind each figure: gaps exist for both ways of counting classes."""
    codes = {name: name for name in FIGURES}
    if reading == "norm_classes":
        for name in ("teacher_shortage", "teacher_surplus"):
            codes[name] = f"{name}_norm_classes"
    return codes


def kinds_teaching(level):
    """Codes of the kinds of institution that teach `level`."""
    order = Level.values.index
    return [
        kind.code
        for kind in InstitutionKind.objects.all()
        if order(kind.lowest_level) <= order(level) <= order(kind.highest_level)
    ]


def with_figures(institutions, *, user, year, level=ALL_LEVELS, reading=""):
    """Annotate the stored values of `year` that `user` may see."""
    values = IndicatorValue.objects.visible_to(user).filter(
        school_year=year,
        scope=IndicatorValue.Scope.INSTITUTION,
        scope_key=OuterRef("code"),
        basis=IndicatorValue.Basis.LOCATION,
        level=level,
    )
    return institutions.annotate(
        **{
            name: Subquery(values.filter(indicator=code).values("numerator")[:1])
            for name, code in codes_of(reading).items()
        }
    )


def with_sites(institutions, day):
    """Annotate how many sites beside the main one were open on `day`."""
    sites = (
        Site.objects.filter(institution=OuterRef("pk"), is_main=False)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), opened_on__lte=day)
        .order_by()
        .values("institution")
        .annotate(number=Count("pk"))
        .values("number")
    )
    number = Subquery(sites, output_field=IntegerField())
    return institutions.annotate(sites_beside_main=Coalesce(number, 0))


def with_standard(institutions, day):
    """Annotate level and expiry of the recognition that holds on `day`."""
    valid = NationalStandard.objects.filter(
        institution=OuterRef("pk"), issued_on__lte=day, expires_on__gte=day
    ).order_by("-level", "-expires_on")
    return institutions.annotate(
        standard_level=Subquery(valid.values("level")[:1]),
        standard_until=Subquery(valid.values("expires_on")[:1]),
        recognisable=F("kind__recognisable"),
    )


def with_return(institutions, *, user, period):
    """Annotate the state of the return for `period`, where `user` may see it."""
    returns = SchoolReturn.objects.visible_to(user).filter(
        institution=OuterRef("pk"), period=period
    )
    return institutions.annotate(report_state=Subquery(returns.values("state")[:1]))
