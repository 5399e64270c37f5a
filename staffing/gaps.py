"""Teachers, managers and youth leaders required and present, school by school, in SQL.

TT 19/2023 and TT 20/2023 under both readings of "classes": those a school really
has, and those its pupils would fill. The queries lie beside this module, in order.
"""

from pathlib import Path

from django.db import connection

from communes import indicators
from communes.models import ReportingPeriod
from staffing import norms
from staffing.models import NormSet, Post, PostNorm, StaffingGap

STEPS = [
    path.read_text(encoding="utf-8").strip()
    for path in sorted((Path(__file__).parent / "sql").glob("[0-9]_*.sql"))
]
Family = NormSet.Family


def compute(year, communes, run):
    """Write the gaps of `year` for schools that `communes` (None: all) reach.

    Returns how many rows that made; rows that no longer belong are deleted. Without
    norms in force nothing can be required, so nothing is written.
    """
    applied = norms.applied_in(year)
    if not {Family.GENERAL, Family.PRESCHOOL, Family.MANAGERS} <= set(applied):
        return 0
    schools, *steps = STEPS
    universe, params = indicators.universe().rows(year)
    sql = "WITH " + ",\n".join([schools.format(universe=universe), *steps])
    params |= _parameters(year, applied) | {"communes": communes, "run": run.pk}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        written = cursor.rowcount
    reached(StaffingGap, year, communes).exclude(run=run).delete()
    return written


def _parameters(year, applied):
    start = ReportingPeriod.objects.get(
        school_year=year, kind=ReportingPeriod.Kind.START
    )
    return {
        "year": year,
        "as_of": start.as_of,
        "posts": _normed_posts(applied),
        "retroactive": [a.norm_set.pk for a in applied.values() if a.retroactive],
        **{family: one.norm_set.pk for family, one in applied.items()},
    }


def _normed_posts(applied):
    """Teachers, and whatever else the norm sets give a number for."""
    numbered = PostNorm.objects.filter(
        norm_set__in=[one.norm_set for one in applied.values()]
    ).values_list("post", flat=True)
    teachers = Post.objects.filter(group=Post.Group.TEACHER)
    return sorted({*numbered, *teachers.values_list("code", flat=True)})


def reached(model, year, communes):
    """Rows of `model` about schools that stand in or answer to `communes`."""
    gaps = model.objects.filter(school_year=year)
    if communes is None:
        return gaps
    here = gaps.filter(institution__commune__in=communes)
    return here | gaps.filter(institution__managing_commune__in=communes)
