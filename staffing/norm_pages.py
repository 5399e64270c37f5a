"""A norm set as people read it: its rows by kind, and what another version changes."""

from dataclasses import dataclass

from django.db.models import ForeignKey
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes.codelist import CodeList
from communes.numbers import NONE, shown
from staffing.models import (
    ClassSizeNorm,
    CurriculumPeriods,
    DutyReduction,
    NormParameter,
    PostNorm,
    QualificationNorm,
    SpreadWeight,
    SubjectPart,
    TeacherRatio,
    TeachingLoad,
)

KINDS = (
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
# Beside the conditions and the numbers of a row.
APART = {"id", "norm_set", "article", "confirmed", "note", "name_en"}
# What a row says, as against the conditions under which it says it.
SAID = {
    ClassSizeNorm: ("pupils_per_class", "leftover_per_teacher"),
    TeacherRatio: ("ratio",),
    PostNorm: ("quantity", "minimum", "per_pupils"),
    NormParameter: ("value",),
    QualificationNorm: ("minimum_degree",),
    CurriculumPeriods: ("periods", "assumed_share"),
    SubjectPart: ("whole",),
    TeachingLoad: ("periods",),
    DutyReduction: ("periods", "per_class", "per_school"),
    SpreadWeight: ("weight",),
}


@dataclass(frozen=True)
class Section:
    """Rows of one kind: only columns in which some row says something."""

    key: str
    title: str
    columns: list[str]
    rows: list[dict]


def sections(norm_set):
    """Every kind of rows that the set has."""
    found = []
    for model in KINDS:
        rows = rows_of(model, norm_set)
        if rows:
            found.append(section(model, rows))
    return found


def rows_of(model, norm_set):
    foreign = [f.name for f in columns_of(model) if isinstance(f, ForeignKey)]
    rows = model.objects.filter(norm_set=norm_set).select_related(*foreign)
    return list(rows.order_by("pk"))


def columns_of(model):
    return [field for field in model._meta.concrete_fields if field.name not in APART]


def section(model, rows):
    fields = [f for f in columns_of(model) if any(says(f, row) for row in rows)]
    return Section(
        model._meta.model_name,
        capfirst(model._meta.verbose_name),
        [label(field) for field in fields],
        [
            {
                "cells": [written(field, row) for field in fields],
                "values": [kept(field, row) for field in fields],
                "article": row.article,
                "confirmed": row.confirmed,
                "note": row.note,
            }
            for row in rows
        ],
    )


def label(field):
    """A column's own name, or that of the code list it points to."""
    own = str(field.verbose_name)
    if field.related_model and own == field.name.replace("_", " "):
        return str(capfirst(field.related_model._meta.verbose_name))
    return capfirst(own)


def says(field, row):
    return getattr(row, field.attname) not in (None, "", 0, False)


def written(field, row):
    """One cell: names of codes and choices, numbers as the reader writes them."""
    value = getattr(row, field.name)
    if field.name == "quantity" and value is None:
        return _("không có số")
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")()) if value else "–"
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if value is None or value == "" or isinstance(value, CodeList):
        return "–" if value in (None, "") else str(value)
    if isinstance(value, str) or not is_number(field):
        return str(value)
    conditions = ("region", "min_classes", "min_pupils", "min_boarders")
    if not value and field.name in (*conditions, "min_inclusive"):
        return "–"
    return shown(value)


def kept(field, row):
    """One cell of a file: what the page says, but numbers as numbers."""
    text, value = written(field, row), getattr(row, field.name)
    if is_number(field) and value is not None and text == shown(value):
        return value
    return None if text == NONE else text


def is_number(field):
    return field.get_internal_type() in (
        "DecimalField",
        "PositiveSmallIntegerField",
        "PositiveIntegerField",
        "IntegerField",
        "SmallIntegerField",
    )


def differences(old, new):
    """Rows that `new` adds, drops or says otherwise than `old`, kind by kind."""
    found = []
    for model in KINDS:
        before, after = (keyed(model, one) for one in (old, new))
        for key in [*before, *(k for k in after if k not in before)]:
            pair = before.get(key), after.get(key)
            if texts(model, pair[0]) != texts(model, pair[1]):
                found.append(change(model, *pair))
    return found


def keyed(model, norm_set):
    """Rows by the conditions that they name; a new wording is no new row."""
    apart = {"name", *SAID[model]}
    return {
        tuple(
            getattr(row, field.attname)
            for field in columns_of(model)
            if field.name not in apart
        ): row
        for row in rows_of(model, norm_set)
    }


def texts(model, row):
    return row and [written(field, row) for field in columns_of(model)]


def change(model, old, new):
    row = new or old
    said, fields = SAID[model], columns_of(model)
    conditions = [
        f"{label(field)}: {written(field, row)}"
        for field in fields
        if field.name not in said and says(field, row)
    ]
    return {
        "kind": capfirst(model._meta.verbose_name),
        "where": conditions,
        "old": stated(fields, said, old),
        "new": stated(fields, said, new),
        "article": row.article,
    }


def stated(fields, said, row):
    """What a row says in words; nothing where the version has no such row."""
    if row is None:
        return ""
    return "; ".join(
        f"{label(field)} {written(field, row)}"
        for field in fields
        if field.name in said and (says(field, row) or field.name == "quantity")
    )


def title_of(norm_set):
    return norm_set.title_en if get_language() == "en" else norm_set.title
