"""Gaps by subject as pages, files and papers list them: gross sums, never netted."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Count, Q, Sum

from communes.codelist import name_field
from communes.levels import Level
from communes.models import Commune
from communes.search import fold
from staffing.models import Subject, SubjectGap

SUMS = ("need", "required", "present", "present_contract", "shortage", "surplus")


def gaps_of(user, year, *, level="", subject=""):
    """Gaps by subject of `year` that `user` may see."""
    gaps = SubjectGap.objects.visible_to(user).filter(school_year=year)
    if level:
        gaps = gaps.filter(level=level)
    return gaps.filter(subject=subject) if subject else gaps


def within(gaps, commune, *, managed):
    """The gaps of one commune: its own schools, or those that stand there."""
    if commune is None:
        return gaps
    path = "managing_commune" if managed else "commune"
    return gaps.filter(**{f"institution__{path}": commune})


def summed(gaps, *keys):
    return (
        gaps.order_by()
        .values(*keys)
        .annotate(
            schools=Count("institution", distinct=True),
            short_schools=Count("institution", Q(shortage__gt=0), distinct=True),
            **{f"{name}_sum": Sum(name) for name in SUMS},
        )
    )


def by_subject(gaps):
    """A row per level and subject, in the department's order."""
    subjects = Subject.objects.in_bulk()
    rows = [
        {
            **row,
            "subject": subjects[row["subject"]],
            "level_label": Level(row["level"]).label,
        }
        for row in summed(gaps, "level", "subject")
    ]
    return sorted(
        rows,
        key=lambda row: (Level.values.index(row["level"]), row["subject"].order),
    )


def totals(rows):
    return {
        f"{name}_sum": sum((row[f"{name}_sum"] for row in rows), Decimal(0))
        for name in SUMS
    }


def subject_choices(gaps):
    """Subjects that occur in `gaps`, as (code, name)."""
    found = gaps.order_by().values("subject").distinct()
    return list(
        Subject.objects.filter(code__in=found)
        .order_by("order")
        .values_list("code", name_field())
    )


def matrix(gaps, *, by, subjects):
    """[(place key, {subject: row}, row of all)] for places of `by`, sums kept gross.

    Levels of one subject are summed, each gross; the row of all is summed likewise.
    """
    cells, wholes = defaultdict(dict), {}
    wanted = gaps.filter(subject__in=subjects)
    for row in summed(wanted, by, "subject"):
        cells[row[by]][row["subject"]] = row
    for row in summed(wanted, by):
        wholes[row[by]] = row
    return [(key, cells[key], wholes[key]) for key in wholes]


def commune_names(keys):
    communes = Commune.objects.defer("outline").in_bulk([key for key in keys if key])
    return {key: communes.get(key) for key in keys}


def in_order(lines):
    """Most short first; of equals the alphabet decides."""
    return sorted(
        lines, key=lambda line: (-line["whole"]["shortage_sum"], fold(line["name"]))
    )
