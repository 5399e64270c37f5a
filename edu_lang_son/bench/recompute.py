"""How the set-based recomputation compares with a bare scan, a rewrite and pandas."""

from decimal import Decimal

from django.db import connection, transaction

from communes.models import Commune, IndicatorValue, Population
from communes.queries import latest_complete_year
from communes.recompute import recompute_year
from edu_lang_son.bench import (
    Measure,
    NothingToMeasure,
    benchmark,
    best,
    versions,
)
from edu_lang_son.bench.pandas_figures import figures
from schools import models as schools
from staffing import models as staffing
from staffing import norms

# What a recomputation reads, each table once.
READ = (
    Population,
    schools.Institution,
    schools.SchoolReturn,
    schools.GradeFigures,
    schools.AgeFigures,
    schools.Facilities,
    schools.OneClassSite,
    schools.NationalStandard,
    staffing.Assignment,
    staffing.Absence,
    staffing.Qualification,
    staffing.AssignedPlaces,
    staffing.StaffingGap,
)
# Ten scans for each of the two dozen figures, with all totals built and written.
SCAN_TARGET, COMMUNE_TARGET, REWRITE_TARGET = 240, 48, 20
PANDAS_TARGET, PANDAS_WRITTEN_TARGET = 1.5, 0.5


@benchmark("recompute")
def measure():
    """Measures of the latest complete year, and of its largest commune."""
    year = latest_complete_year()
    if year is None or not schools.Institution.objects.exists():
        raise NothingToMeasure("There is nothing to compute; run load_demo first.")
    commune = Commune.objects.first().code
    qualification = norms.applied_in(year)["qualification"].norm_set.pk
    run = recompute_year(year).run
    compare(year, figures(year, qualification))
    scan, whole, one, rewrite, by_pandas, written = best(
        scan_once,
        lambda: recompute_year(year),
        lambda: recompute_year(year, commune=commune),
        lambda: rewrite_values(year),
        lambda: figures(year, qualification),
        lambda: write(figures(year, qualification), run),
    )
    scale = scale_of(year)
    used = versions(connection, "pandas")
    once = "sequential scan of the rows it reads, each once"
    return [
        Measure("recompute the province", scale, once, whole / scan, SCAN_TARGET, used),
        Measure("recompute one commune", scale, once, one / scan, COMMUNE_TARGET, used),
        Measure(
            "recompute the province",
            scale,
            "bare rewrite of the same values",
            whole / rewrite,
            REWRITE_TARGET,
            used,
        ),
        Measure(
            "recompute the province, gaps and writing included",
            scale,
            "the same figures by pandas, unwritten, gaps taken as stored",
            whole / by_pandas,
            PANDAS_TARGET,
            used,
        ),
        Measure(
            "recompute the province, gaps and writing included",
            scale,
            "the same figures by pandas, written by bulk_create, gaps taken as stored",
            whole / written,
            PANDAS_WRITTEN_TARGET,
            used,
        ),
    ]


def scale_of(year):
    values = IndicatorValue.objects.filter(
        school_year=year, scope="province", basis="location", level=""
    )
    named = dict(values.values_list("indicator", "numerator"))
    return (
        f"{named['institutions']:.0f} institutions, {named['learners']:.0f} learners, "
        f"{named['staff']:.0f} staff, "
        f"{IndicatorValue.objects.filter(school_year=year).count()} values"
    )


def scan_once():
    with transaction.atomic(), connection.cursor() as cursor:
        for way in ("indexscan", "indexonlyscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        for model in READ:
            cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")


def rewrite_values(year):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE communes_indicatorvalue SET numerator = numerator"
            " WHERE school_year_id = %s",
            [year],
        )


COLUMNS = ["indicator", "scope", "key", "basis", "level", "numerator", "denominator"]


def write(frame, run):
    """Store what pandas found the way an application would, and take it back."""
    rows = [
        IndicatorValue(
            indicator=indicator,
            school_year_id=run.school_year_id,
            scope=scope,
            scope_key=key,
            basis=basis,
            level=level,
            numerator=exact(numerator),
            denominator=exact(denominator),
            run=run,
        )
        for indicator, scope, key, basis, level, numerator, denominator in frame[
            COLUMNS
        ].itertuples(index=False, name=None)
    ]
    with transaction.atomic():
        IndicatorValue.objects.bulk_create(
            rows,
            batch_size=5000,
            update_conflicts=True,
            update_fields=["numerator", "denominator", "run"],
            unique_fields=[
                "school_year",
                "indicator",
                "scope",
                "scope_key",
                "basis",
                "level",
            ],
        )
        transaction.set_rollback(True)


def compare(year, frame):
    """Both ways must find the same figures, or their times mean nothing."""
    values = IndicatorValue.objects.filter(school_year=year, numerator__isnull=False)
    stored = {
        row[:5]: row[5:]
        for row in values.values_list(*COLUMNS[:2], "scope_key", *COLUMNS[3:])
    }
    found = {
        row[:5]: tuple(map(exact, row[5:]))
        for row in frame[COLUMNS].itertuples(index=False, name=None)
    }
    keys = stored.keys() | found.keys()
    differing = {key for key in keys if stored.get(key) != found.get(key)}
    if differing:
        raise AssertionError(f"{len(differing)} differ, such as {min(differing)}")


def exact(number):
    """A float of a frame as it is stored; a missing one is None."""
    return None if number != number else Decimal(str(round(number, 2)))
