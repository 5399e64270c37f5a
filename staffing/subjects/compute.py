"""Teachers needed and present by subject, school by school, in SQL.

Need comes out of the periods of the curriculum, the load and the duties; the general
norm caps what a level may have and never lifts it. The queries lie beside this module.
"""

from pathlib import Path

from django.db import connection

from communes import indicators
from communes.levels import Level
from communes.models import ReportingPeriod
from staffing import gaps, norms
from staffing.models import NormParameter, NormSet, SubjectGap

STEPS = [
    path.read_text(encoding="utf-8").strip()
    for path in sorted((Path(__file__).parent / "sql").glob("[0-9]_*.sql"))
]
Family = NormSet.Family
NEEDED = {Family.CURRICULUM, Family.LOAD, Family.GENERAL, Family.PRESCHOOL}
# Teachers of these levels give every subject that no specialist gives.
CLASS_TEACHERS = {Level.PRESCHOOL: "MN", Level.PRIMARY: "TH"}


def compute(year, communes, run):
    """Write the gaps by subject of `year`; returns how many rows that made.

    Reads the gaps of levels written before it, of the same schools.
    """
    applied = norms.applied_in(year)
    if not set(applied) >= NEEDED:
        return 0
    universe, params = indicators.universe().rows(year)
    schools = gaps.STEPS[0].format(universe=universe)
    params |= _parameters(year, applied) | {"communes": communes, "run": run.pk}
    with connection.cursor() as cursor:
        cursor.execute("WITH " + ",\n".join([schools, *STEPS]), params)
        written = cursor.rowcount
    gaps.reached(SubjectGap, year, communes).exclude(run=run).delete()
    return written


def _parameters(year, applied):
    start = ReportingPeriod.objects.get(
        school_year=year, kind=ReportingPeriod.Kind.START
    )
    load = applied[Family.LOAD].norm_set
    weeks = NormParameter.objects.get(norm_set=load, code="weeks").value
    return {
        "year": year,
        "as_of": start.as_of,
        "weeks": weeks,
        "preschool_subject": CLASS_TEACHERS[Level.PRESCHOOL],
        "primary_subject": CLASS_TEACHERS[Level.PRIMARY],
        "retroactive": [a.norm_set.pk for a in applied.values() if a.retroactive],
        **{family: one.norm_set.pk for family, one in applied.items()},
    }
