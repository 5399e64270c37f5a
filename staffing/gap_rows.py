"""Gaps of a year as plain rows: required under both readings, present, why and by what.

The four figures stand side by side and are never mixed: against the norm, against
assigned places, by subject, and places nobody holds.
"""

from django.db.models import Sum

from staffing.explain import articles
from staffing.models import NormSet, PlaceGap, StaffingGap, SubjectGap

READINGS = NormSet.Reading.values


class NothingComputed(LookupError):
    """The year is known, and nothing of it has been computed here."""


def of_year(year, *, commune=None):
    """Everything about `year` (of schools located in `commune`), ready for JSON."""
    place = {"institution__commune": commune} if commune else {}
    gaps = StaffingGap.objects.filter(school_year=year, **place)
    if not gaps.exists():
        raise NothingComputed(year)
    places = PlaceGap.objects.filter(school_year=year, **place)
    subjects = SubjectGap.objects.filter(school_year=year, **place)
    return {
        "school_year": f"{year}-{year + 1}",
        "commune": commune,
        "basis": "location",
        "computed_by_run": max(gaps.values_list("run", flat=True)),
        "figures": {
            "against_norm": {
                reading: _gross(gaps, f"shortage_{reading}", f"surplus_{reading}")
                for reading in READINGS
            },
            "against_places": _gross(places, "shortage", "surplus"),
            "by_subject": _gross(subjects, "shortage", "surplus"),
            "unfilled_places": _gross(places, "unfilled", "overfilled"),
        },
        "gaps": [_gap(row) for row in _ordered(gaps)],
        "places": [_place(row) for row in _named(places).order_by(*SCHOOL, "group")],
        "subjects": [
            _subject(row)
            for row in _named(subjects)
            .select_related("norm_set")
            .order_by(*SCHOOL, "level", "subject__order")
        ],
    }


SCHOOL = ("institution__commune", "institution__code")


def _named(rows):
    return rows.select_related("institution")


def _ordered(gaps):
    return (
        _named(gaps)
        .select_related("post", "norm_set")
        .order_by(*SCHOOL, "post__order", "level")
    )


def _gross(rows, short, over):
    sums = rows.aggregate(shortage=Sum(short), surplus=Sum(over))
    return {name: _number(value) for name, value in sums.items()}


def _school(row):
    school = row.institution
    return {
        "school": school.code,
        "name": school.name,
        "commune": school.commune_id,
        "managing_commune": school.managing_commune_id,
    }


def _norm(norm_set, inputs):
    return {
        "code": norm_set.code,
        "document": norm_set.document,
        "reading": norm_set.reading,
        "confirmed": norm_set.confirmed,
        "retroactive": inputs.get("retroactive", False),
    }


def _gap(row):
    sides = {
        side: {
            reading: _number(getattr(row, f"{side}_{reading}")) for reading in READINGS
        }
        for side in ("required", "shortage", "surplus")
    }
    return {
        **_school(row),
        "post": row.post_id,
        "group": row.post.group,
        "level": row.level,
        **sides,
        "present": _number(row.present),
        "present_permanent": _number(row.present_permanent),
        "present_contract": _number(row.present_contract),
        "absent": row.absent,
        "assigned": row.assigned,
        "assigned_to_group": row.inputs.get("assigned_to_group"),
        "norm_set": _norm(row.norm_set, row.inputs),
        "articles": list(articles(row.inputs)),
        "inputs": row.inputs,
    }


def _place(row):
    sides = ("shortage", "surplus", "unfilled", "overfilled")
    return {
        **_school(row),
        "group": row.group,
        "places": row.places,
        "at_work": row.at_work,
        "employed": row.employed,
        **{side: _number(getattr(row, side)) for side in sides},
        "inputs": row.inputs,
    }


def _subject(row):
    numbers = ("need", "required", "present", "shortage", "surplus")
    return {
        **_school(row),
        "level": row.level,
        "subject": row.subject_id,
        **{name: _number(getattr(row, name)) for name in numbers},
        "norm_set": _norm(row.norm_set, row.inputs),
        "inputs": row.inputs,
    }


def _number(value):
    return None if value is None else float(value)
