"""Code lists and norms of this app out of its data files."""

import json
from pathlib import Path

from django.db import transaction

from communes.seeding import add_missing, add_rules, read_csv
from staffing.models import (
    ClassSizeNorm,
    CurriculumPeriods,
    Degree,
    DutyReduction,
    NormParameter,
    NormSet,
    Post,
    PostNorm,
    QualificationNorm,
    RedeployRule,
    RetirementAge,
    SpreadWeight,
    Subject,
    SubjectPart,
    TeacherRatio,
    TeachingLoad,
)

DATA = Path(__file__).parent / "data"
ROWS = (
    ClassSizeNorm,
    TeacherRatio,
    PostNorm,
    NormParameter,
    QualificationNorm,
    CurriculumPeriods,
    SubjectPart,
    TeachingLoad,
    DutyReduction,
    SpreadWeight,
)
# Norms of schools and people; curriculum and loads.
NORM_FILES = ("norms.json", "subjects.json")


def load_reference():
    """Posts, subjects, degrees, norms, rules; returns the number of rows added."""
    return (
        add_missing(Post, read_csv(DATA / "posts.csv"))
        + add_missing(Subject, read_csv(DATA / "subjects.csv"))
        + add_missing(Degree, read_csv(DATA / "degrees.csv"))
        + load_norms()
        + load_retirement_ages()
        + add_missing(RedeployRule, read_csv(DATA / "redeploy_rules.csv"))
        + add_rules(DATA / "rules.json")
    )


def load_retirement_ages():
    """The annex as a whole where there is none; once loaded it is the department's."""
    if RetirementAge.objects.exists():
        return 0
    rows = read_csv(DATA / "retirement_ages.csv")
    RetirementAge.objects.bulk_create(
        RetirementAge(**row | {"confirmed": row["confirmed"] == "true"}) for row in rows
    )
    return len(rows)


@transaction.atomic
def load_norms():
    """Norm sets that are not there yet, whole; a set once loaded is the department's.

    Only posts of which a loaded set says nothing at all are added to it.
    """
    known = NormSet.objects.in_bulk(field_name="code")
    files = ((DATA / name).read_text(encoding="utf-8") for name in NORM_FILES)
    sets = [one for text in files for one in json.loads(text)]
    return sum(
        _add_posts(known[one["code"]], one.get("postnorm", []))
        if one["code"] in known
        else _add(dict(one))
        for one in sets
    )


def _add_posts(norm_set, lines):
    posts = set(norm_set.postnorm_rows.values_list("post", flat=True))
    rows = [
        PostNorm(norm_set=norm_set, **_by_column(PostNorm, line))
        for line in lines
        if line["post"] not in posts
    ]
    return len(PostNorm.objects.bulk_create(rows))


def _add(fields):
    """Insert one norm set with its rows; returns how many rows that made."""
    rows = {model: fields.pop(model._meta.model_name, []) for model in ROWS}
    norm_set = NormSet.objects.create(**fields)
    for model, lines in rows.items():
        model.objects.bulk_create(
            model(norm_set=norm_set, **_by_column(model, one))
            for line in lines
            for one in _by_grade(line)
        )
    return 1 + sum(map(len, rows.values()))


def _by_grade(line):
    """The lines that one line for several grades ("06 07") stands for."""
    if "grades" not in line:
        return [line]
    rest = {name: value for name, value in line.items() if name != "grades"}
    return [{**rest, "grade": grade} for grade in line["grades"].split()]


def _by_column(model, line):
    """`line` with foreign keys, which the file gives by code, under their columns."""
    return {model._meta.get_field(name).attname: v for name, v in line.items()}
