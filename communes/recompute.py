"""Recompute indicator values: schools, communes, clusters and the province, in SQL.

One transaction per indicator, behind a lock of the year: a run may be killed between
two indicators, repeated, or race another one, and ends in the same values.
"""

import socket
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from communes import indicators
from communes.indicators import Grain
from communes.models import ComputationRun, IndicatorValue, ReportingPeriod

LOCK_NAMESPACE = 7301
# Ended runs stay for a while, so that somebody asking what happened finds them.
KEPT = timedelta(days=1)
Scope = IndicatorValue.Scope

SQL = {
    path.stem: path.read_text(encoding="utf-8")
    for path in (Path(__file__).parent / "sql").glob("*.sql")
}
# Facts and universe are pasted in as text: other apps' queries, never input.
FACTS_SQL = {
    Grain.LEVEL: SQL["school_values"] + SQL["upsert"],
    Grain.SCHOOL: SQL["school_values"] + SQL["upsert"],
    Grain.COMMUNE: SQL["commune_values"] + SQL["upsert"],
}


class UnknownYear(Exception):
    """The year has no start-of-year period, so it has no day to count on."""

    def __str__(self):
        (year,) = self.args
        words = _("Năm học %(year)s chưa có kỳ báo cáo đầu năm nên chưa tính được.")
        return words % {"year": f"{year}-{year + 1}"}


@dataclass(frozen=True)
class Outcome:
    """What one recomputation did."""

    run: ComputationRun
    indicators: int
    prepared: dict
    seconds: float

    @property
    def summary(self):
        """The same as plain JSON, for jobs and tasks."""
        return {
            "run": self.run.pk,
            "host": self.run.host,
            "indicators": self.indicators,
            "values": self.run.values_written,
            "prepared": self.prepared,
            "seconds": round(self.seconds, 3),
        }


def recompute_year(year, *, commune=None, host="", on_progress=None):
    """Recompute all indicators of `year`, or what one commune's figures reach.

    `on_progress(done, total)` is called after each step, outside its transaction.
    """
    if not ReportingPeriod.objects.filter(
        school_year=year, kind=ReportingPeriod.Kind.START
    ).exists():
        raise UnknownYear(year)
    started = monotonic()
    run = _start(year, commune, host or f"shell@{socket.gethostname()}")
    try:
        prepared, written = _steps(run, _reach(year, commune), on_progress)
    except BaseException:
        _end(run, ComputationRun.State.FAILED)
        raise
    _end(run, ComputationRun.State.DONE, values_written=written)
    return Outcome(run, len(indicators.all()), prepared, monotonic() - started)


def _start(year, commune, host):
    return ComputationRun.objects.create(
        school_year_id=year,
        commune_id=commune,
        host=host,
        started_at=timezone.now(),
        versions=indicators.versions(year),
    )


def _end(run, state, **changes):
    for name, value in {
        "state": state,
        "finished_at": timezone.now(),
        **changes,
    }.items():
        setattr(run, name, value)
    run.save()


def _reach(year, commune):
    """Codes of the communes whose rows must be written; None for all of them."""
    if commune is None:
        return None
    sql, params = indicators.universe().rows(year)
    with connection.cursor() as cursor:
        cursor.execute(
            SQL["communes_touched"].format(universe=sql), {**params, "commune": commune}
        )
        return sorted({commune, *(code for (code,) in cursor)})


def _steps(run, communes, on_progress):
    """Everything in order: preparations first, then indicator by indicator."""
    preparations, registered = indicators.preparations(), indicators.all()
    total = len(preparations) + len(registered)
    prepared, written = {}, 0
    for done, step in enumerate([*preparations, *registered], start=1):
        with transaction.atomic():
            _lock(run.school_year_id)
            if isinstance(step, indicators.Preparation):
                prepared[step.code] = step.prepare(run.school_year_id, communes, run)
            else:
                written += _compute(step, run, communes)
        if on_progress:
            on_progress(done, total)
    if communes is None:
        _forget_unregistered(run.school_year_id)
    return prepared, written


def _lock(year):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_NAMESPACE, year])


def _compute(indicator, run, communes):
    """Write all values of one indicator; returns how many."""
    facts, facts_params = indicator.facts(run.school_year_id)
    universe, universe_params = indicators.universe().rows(run.school_year_id)
    params = {
        **universe_params,
        **facts_params,
        "indicator": indicator.code,
        "year": run.school_year_id,
        "run": run.pk,
        "communes": communes,
        "levels": list(indicator.levels),
        "whole_schools": indicator.grain == Grain.SCHOOL,
    }
    sql = FACTS_SQL[indicator.grain].format(universe=universe, facts=facts)
    parts, totals = [Scope.INSTITUTION, Scope.COMMUNE], [Scope.CLUSTER, Scope.PROVINCE]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        written = cursor.rowcount
        cursor.execute(SQL["stale"], {**params, "scopes": parts})
        cursor.execute(SQL["totals"] + SQL["upsert"], params)
        written += cursor.rowcount
        cursor.execute(SQL["stale"], {**params, "scopes": totals})
    return written


def _forget_unregistered(year):
    known = [indicator.code for indicator in indicators.all()]
    values = IndicatorValue.objects.filter(school_year=year)
    values.exclude(indicator__in=known).delete()


def prune_runs():
    """Delete runs that ended a while ago and that no row names any more."""
    unused = ComputationRun.objects.filter(finished_at__lt=timezone.now() - KEPT)
    for relation in ComputationRun._meta.related_objects:
        rows = relation.related_model._base_manager
        naming = rows.filter(**{relation.field.name: OuterRef("pk")})
        unused = unused.filter(~Exists(naming))
    return unused.delete()[0]
