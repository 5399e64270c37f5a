"""Posts required and present, school by school, in SQL, stored or only read.

TT 19/2023 and TT 20/2023 under both readings of "classes": those a school really
has, and those its pupils would fill. The queries lie beside this module, in order.
"""

from collections import namedtuple
from json import loads
from pathlib import Path

from django.db import connection

from communes import indicators
from communes.models import ReportingPeriod
from staffing import norms
from staffing.models import NormSet, PlaceGap, StaffingGap

FOLDER = Path(__file__).parent / "sql"


def _read(path):
    return path.read_text(encoding="utf-8").strip()


STEPS = [_read(path) for path in sorted(FOLDER.glob("[0-9]_*.sql"))]
STORE_GAPS, STORE_PLACES, READ_GAPS = (
    _read(FOLDER / f"{name}.sql")
    for name in ("store_gaps", "store_places", "read_gaps")
)
Family = NormSet.Family
FAMILIES = {Family.GENERAL, Family.PRESCHOOL, Family.MANAGERS}


class NormsMissing(LookupError):
    """A family of norms has no set, so nothing can be required."""


def compute(year, *, norm_sets=None, communes=None, overlay=None):
    """Rows of the gaps of `year` by the given norm sets; nothing is written.

    `norm_sets` maps families (NormSet.Family.GENERAL, PRESCHOOL, MANAGERS) to NormSet
    rows of any status, drafts included; a family left out takes the set in force.
    `communes` (codes) narrows to schools located in or managed by them. Each row is a
    namedtuple: institution_id, code, commune_id, managing_commune_id, post_id, group,
    level, norm_set_id, required_norm, required_actual (None: no number in the text),
    permanent, contract, present, absent, assigned, shortage_norm, surplus_norm,
    shortage_actual, surplus_actual, inputs, school_year_id. `overlay`
    (simulate.overlay.Overlay) lays tables as they might be over the real ones.
    Raises NormsMissing where a family has no set.
    """
    applied = norms.applied_in(year)
    for family, norm_set in (norm_sets or {}).items():
        applied[str(family)] = norms.Applied(norm_set, retroactive=False)
    if not set(applied) >= FAMILIES:
        raise NormsMissing(sorted(FAMILIES - set(applied)))
    with connection.cursor() as cursor:
        query = _query(READ_GAPS, year, applied, communes, overlay=overlay)
        cursor.execute(*query)
        row = namedtuple("GapRow", [column.name for column in cursor.description])
        found = map(row._make, cursor.fetchall())
        return [
            one._replace(inputs=loads(one.inputs), absent=loads(one.absent))
            for one in found
        ]


def store(year, communes, run):
    """Write the gaps of `year` for schools that `communes` (None: all) reach.

    Returns how many rows that made; rows that no longer belong are deleted. Without
    norms in force nothing can be required, so nothing is written.
    """
    applied = norms.applied_in(year)
    if not set(applied) >= FAMILIES:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(*_query(STORE_PLACES, year, applied, communes, run=run.pk))
        cursor.execute(*_query(STORE_GAPS, year, applied, communes, run=run.pk))
        written = cursor.rowcount
    for model in (StaffingGap, PlaceGap):
        reached(model, year, communes).exclude(run=run).delete()
    return written


def _query(last, year, applied, communes, *, overlay=None, **more):
    """All steps before `last`, with what they ask for."""
    schools, *steps = STEPS
    universe, params = indicators.universe().rows(year)
    laid_over = overlay.tables.items() if overlay else ()
    first = [f"{name} AS ({query})" for name, query in laid_over]
    sql = "WITH " + ",\n".join([*first, schools.format(universe=universe), *steps])
    params |= _parameters(year, applied) | {"communes": communes} | more
    params |= overlay.params if overlay else {}
    return f"{sql}\n{last}", params


def _parameters(year, applied):
    start = ReportingPeriod.objects.get(
        school_year=year, kind=ReportingPeriod.Kind.START
    )
    return {
        "year": year,
        "as_of": start.as_of,
        "retroactive": [a.norm_set.pk for a in applied.values() if a.retroactive],
        **{family: one.norm_set.pk for family, one in applied.items()},
    }


def reached(model, year, communes):
    """Rows of `model` about schools that stand in or answer to `communes`."""
    gaps = model.objects.filter(school_year=year)
    if communes is None:
        return gaps
    here = gaps.filter(institution__commune__in=communes)
    return here | gaps.filter(institution__managing_commune__in=communes)
