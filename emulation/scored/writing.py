"""Scores into their tables: what is new or different is written, the rest left alone."""

import json
from collections import Counter

from django.db import connection

from communes.imports.copying import copy
from emulation.models import ItemScore, ScoreRun, SetScore, Standing

# Runs without standings of their own, kept so that somebody asking finds them.
KEPT_RUNS = 20

MERGE = """
    INSERT INTO "{table}" ({columns}) SELECT {columns} FROM "{staged}"
    ON CONFLICT ({keys}) DO UPDATE SET {changes}
    WHERE ({old}) IS DISTINCT FROM ({new})
"""
DROP_REST = """
    DELETE FROM "{table}" t USING emulation_entry e
    WHERE e.id = t.entry_id AND e.campaign_id = %s
    AND NOT EXISTS (SELECT 1 FROM "{staged}" s WHERE {same})
"""
ENTRY_SCORES = ("score", "low", "high")
ITEM = ("self_points", "points", "low", "high", "source")
SET = ("self_score", *ENTRY_SCORES, "level", "groups", "missing")
STANDING = (
    *("campaign_id", "block_id", "run_id", "self_score", *ENTRY_SCORES, "level"),
    *("answered", "expected", "verified_share"),
    *("rank", "rank_best", "rank_worst", "ranked", "improvement"),
)


def write(run, results, places):
    """Item scores, set scores and standings of the campaign become these."""
    _replace(run, ItemScore, ("entry_id", "item_id"), ITEM, _item_rows(results))
    _replace(run, SetScore, ("entry_id", "criteria_set_id"), SET, _set_rows(results))
    rows = _standing_rows(run, results, places)
    _replace(run, Standing, ("entry_id",), STANDING, rows)


def prune_runs(run):
    """Old runs go; the newest stay, and with them every standing."""
    runs = ScoreRun.objects.filter(campaign=run.campaign_id)
    kept = runs.order_by("-pk").values("pk")[:KEPT_RUNS]
    runs.exclude(pk__in=kept).delete()


def _replace(run, model, keys, values, rows):
    """Rows of the campaign become `rows`: keys of a row first, then its values."""
    table = model._meta.db_table
    staged, columns = f"staged_{table}", (*keys, *values)
    names = {
        "table": table,
        "staged": staged,
        "columns": ", ".join(columns),
        "keys": ", ".join(keys),
        "changes": ", ".join(f"{name} = EXCLUDED.{name}" for name in values),
        "old": ", ".join(f'"{table}".{name}' for name in values),
        "new": ", ".join(f"EXCLUDED.{name}" for name in values),
        "same": " AND ".join(f"s.{name} = t.{name}" for name in keys),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMP TABLE "{staged}" ON COMMIT DROP AS '
            f'SELECT {names["columns"]} FROM "{table}" WITH NO DATA'
        )
        copy(staged, columns, rows)
        cursor.execute(MERGE.format(**names))
        cursor.execute(DROP_REST.format(**names), [run.campaign_id])
        cursor.execute(f'DROP TABLE "{staged}"')


def _item_rows(results):
    for result in results:
        for item, span in result.spans.items():
            yield (
                *(result.entry.pk, item, span.self_points),
                *(span.points, span.low, span.high, span.source),
            )


def _set_rows(results):
    for result in results:
        for key, score in result.sets:
            span = score.span
            yield (
                *(result.entry.pk, key, score.self_score),
                *(span.points, span.low, span.high, score.level),
                json.dumps([_group(group) for group in score.groups]),
                json.dumps(score.missing),
            )


def _group(group):
    return {
        "code": group.code,
        "name": group.name,
        "self": float(group.self_points),
        "points": float(group.span.points),
        "low": float(group.span.low),
        "high": float(group.span.high),
        "out_of": float(group.out_of),
    }


def _standing_rows(run, results, places):
    ranked = Counter(
        result.entry.block_id for result in results if result.entry.pk in places
    )
    for result in results:
        if (whole := result.whole) is None:
            continue
        entry, place = result.entry, places.get(result.entry.pk)
        ranks = (place.rank, place.best, place.worst) if place else (None,) * 3
        yield (
            *(entry.pk, entry.campaign_id, entry.block_id, run.pk, whole.self_score),
            *(whole.span.points, whole.span.low, whole.span.high, whole.level),
            *(whole.answered, whole.expected, whole.verified_share),
            *(*ranks, ranked[entry.block_id], result.improvement),
        )
