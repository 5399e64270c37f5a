"""What is known of one institution: figures of a return, results, recognition, history."""

from django.utils.translation import gettext as _

from communes.levels import Level
from communes.models import ReportingPeriod
from communes.numbers import NONE, shown

from .models import Award, Facilities, NetworkChange, SchoolReturn

# Columns of the table of classes and learners, in the order of the ministry's form.
GRADE_COLUMNS = (
    "classes",
    "mixed_classes",
    "pupils",
    "girls",
    "ethnic",
    "ethnic_girls",
    "inclusive",
    "repeaters",
    "new_entrants",
    "left",
    "two_session_pupils",
    "lunch_boarders",
    "boarders",
    "english",
    "informatics",
)
RESULT_COLUMNS = (
    "assessed",
    "rated_excellent",
    "rated_good",
    "rated_pass",
    "rated_fail",
    "promoted",
    "held_back",
    "exam_candidates",
    "graduated",
    "dropped_out",
    "moved_in",
    "moved_out",
)


def returns_of(institution, *, user, year):
    """Returns of `year` by kind of period, of those `user` may see."""
    returns = (
        SchoolReturn.objects.visible_to(user)
        .filter(institution=institution, period__school_year=year)
        .select_related("period", "submitted_by", "decided_by", "facilities")
    )
    return {row.period.kind: row for row in returns}


def start_return(returns):
    return returns.get(ReportingPeriod.Kind.START)


def end_return(returns):
    return returns.get(ReportingPeriod.Kind.END)


def by_level(rows, columns):
    """Rows per level with their sums, and the sum of all; for grade figures."""
    rows = list(rows)
    levels = [
        {
            "label": Level(level).label,
            "rows": [_cells(row, columns) for row in members],
            "sums": sums(members, columns),
        }
        for level in Level.values
        if (members := [row for row in rows if row.grade.level == level])
    ]
    return {"levels": levels, "sums": sums(rows, columns), "columns": len(columns)}


def _cells(row, columns):
    return {"label": row.grade, "cells": [getattr(row, name) for name in columns]}


def sums(rows, columns):
    """Column sums; a column nobody has entered stays empty."""
    totals = []
    for name in columns:
        known = [value for row in rows if (value := getattr(row, name)) is not None]
        totals.append(sum(known) if known else None)
    return totals


def grade_table(filed):
    """Classes and learners by grade of a return, or None where there is nothing."""
    if filed is None:
        return None
    grades = filed.grades.select_related("grade").order_by("grade__order")
    table = by_level(grades, GRADE_COLUMNS)
    return table if table["levels"] else None


def results_table(filed):
    if filed is None:
        return None
    results = filed.results.select_related("grade").order_by("grade__order")
    table = by_level(results, RESULT_COLUMNS)
    return table if table["levels"] else None


def labels(model, columns):
    """Headings of the columns, as the form names them."""
    return [model._meta.get_field(name).verbose_name for name in columns]


def awards(institution, *, user, year):
    return (
        Award.objects.visible_to(user)
        .filter(institution=institution, school_year=year)
        .order_by("contest", "subject", "prize")
    )


def recognition_on(institution, day):
    """The recognition that holds on `day`, and the last one if that has run out."""
    recognitions = institution.recognitions.filter(issued_on__lte=day)
    holding = recognitions.filter(expires_on__gte=day).order_by("-level").first()
    return {
        "holding": holding,
        "expired": None if holding else recognitions.order_by("-expires_on").first(),
    }


def network_history(institution):
    """Changes that this institution was part of, newest first, with all their parts."""
    changes = (
        NetworkChange.objects.filter(parts__institution=institution)
        .distinct()
        .prefetch_related("parts__institution")
        .order_by("-effective_on")
    )
    return [
        {"change": change}
        | {side: parts_on(change, side) for side in ("before", "after")}
        for change in changes
    ]


def parts_on(change, side):
    return [part for part in change.parts.all() if part.side == side]


def facility_facts(facilities):
    """Label and value in words of every room, machine and service."""
    if facilities is None:
        return []
    fields = [
        field
        for field in Facilities._meta.fields
        if field.name not in ("id", "school_return")
    ]
    return [(f.verbose_name, _in_words(getattr(facilities, f.name))) for f in fields]


def _in_words(value):
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    return NONE if value is None else shown(value, 0)
