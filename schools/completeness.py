"""How much of a period's forms is filled in: cells now against cells a year before.

What is asked of a school differs with its kind, so its own last return of the same
kind of period says how many cells are to be expected of it.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from communes.entry import forms
from communes.models import ReportingPeriod

from .collection import owed_by_place
from .models import SchoolReturn
from .models.returns import ReturnPart


@dataclass(frozen=True)
class Completeness:
    """Of one commune's schools: how many are complete, and how full they are on average."""

    complete: int
    share: Decimal


def completeness(period):
    """{commune code or None: Completeness} of `period`."""
    places = owed_by_place(period)
    known = shares(period, [pk for schools in places.values() for pk in schools])
    return {
        commune: _over([known[pk] for pk in schools])
        for commune, schools in places.items()
    }


def shares(period, schools):
    """{institution pk: the part of its return that is filled in} for `schools`.

    None where there is nothing to compare a school with.
    """
    schools = list(schools)
    now = filled_cells(period, schools)
    before = filled_cells(previous_period(period), schools)
    handed_in = set(
        SchoolReturn.objects.filter(period=period, institution__in=schools)
        .reported()
        .values_list("institution", flat=True)
    )
    return {pk: _share(pk, now, before, handed_in) for pk in schools}


def _share(school, now, before, handed_in):
    """Handed in is complete: the checks let nothing else through."""
    if school in handed_in:
        return Decimal(1)
    expected = before.get(school)
    if not expected:
        return None
    return min(Decimal(now.get(school, 0)) / expected, Decimal(1))


def _over(found):
    known = [share or Decimal(0) for share in found]
    return Completeness(known.count(1), sum(known) / len(known))


def previous_period(period):
    return ReportingPeriod.objects.filter(
        kind=period.kind, school_year=period.school_year_id - 1
    ).first()


def filled_cells(period, schools):
    """{institution pk: number of cells with a figure} over all forms of `period`."""
    counted = defaultdict(int)
    if period is None:
        return counted
    with connection.cursor() as cursor:
        cursor.execute(_counting(period), [period.pk, schools])
        for institution, number in cursor.fetchall():
            counted[institution] = int(number)
    return counted


def _counting(period):
    """One query over the tables of the forms, whose names are ours and never input."""
    parts = []
    for form in forms.due_in(period):
        if not issubclass(form.model, ReturnPart):
            continue
        columns = ", ".join(
            f'f."{form.model._meta.get_field(name).column}"'
            for name in sorted(form.field_names)
        )
        parts.append(
            f"SELECT f.school_return_id AS id, num_nonnulls({columns}) AS cells "
            f'FROM "{form.model._meta.db_table}" f'
        )
    return (
        "SELECT r.institution_id, sum(c.cells) FROM schools_schoolreturn r "
        f"JOIN ({' UNION ALL '.join(parts)}) c ON c.id = r.id "
        "WHERE r.period_id = %s AND r.institution_id = ANY(%s) GROUP BY r.institution_id"
    )
