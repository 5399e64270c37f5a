"""Criteria sets, awards, courses and targets of the campaign out of its data files.

A set is loaded once: whatever version of it is there is the department's. What is
loaded stays open to editing until a campaign is launched on it.
"""

import json
from pathlib import Path

from django.db import transaction

from communes.seeding import add_missing, read_csv
from emulation.models import (
    AwardKind,
    Course,
    CriteriaGroup,
    CriteriaSet,
    Criterion,
    Item,
    LearningTarget,
    SetLevel,
    SkillArea,
)

DATA = Path(__file__).parent / "data"
UNCONFIRMED = "Chưa đối chiếu với bản ký."


def load_reference():
    """Everything that is missing; returns the number of rows added."""
    return (
        add_missing(SkillArea, read_csv(DATA / "skill_areas.csv"))
        + _add_new(AwardKind, _read("award_kinds.json"), "code")
        + _add_new(Course, _read("courses.json"), "code")
        + _add_new(LearningTarget, _targets(), "year", "group")
        + load_sets()
    )


def _read(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def _targets():
    for row in read_csv(DATA / "learning_targets.csv"):
        note = f"{UNCONFIRMED} {row['note'] or ''}".strip()
        yield row | {"year": int(row["year"]), "note": note}


def _add_new(model, rows, *keys):
    """Insert `rows` that no row with the same `keys` stands for yet."""
    known = set(model._base_manager.values_list(*keys))
    new = [model(**row) for row in rows if tuple(row[key] for key in keys) not in known]
    model._base_manager.bulk_create(new)
    return len(new)


def read_sets():
    """The criteria sets of the data files, by code."""
    files = sorted((DATA / "sets").glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in files}


@transaction.atomic
def load_sets():
    """Sets of which no version is there yet, whole; returns the rows that made."""
    known = set(CriteriaSet.objects.values_list("code", flat=True))
    made = [_lay_out(one) for code, one in read_sets().items() if code not in known]
    # One statement a table: parents come before the rows that name them.
    added = 0
    for model in (CriteriaSet, SetLevel, CriteriaGroup, Criterion, Item):
        rows = [row for one in made for row in one if isinstance(row, model)]
        model.objects.bulk_create(rows)
        added += len(rows)
    return added


def _lay_out(fields):
    """A set and all its parts as unsaved rows; a part's place in the file orders it."""
    fields = dict(fields)
    levels, groups = fields.pop("levels"), fields.pop("groups")
    own = CriteriaSet(**fields)
    rows = [own, *(SetLevel(criteria_set=own, **level) for level in levels)]
    for group, criteria in _unpack(groups, "criteria", CriteriaGroup, criteria_set=own):
        rows.append(group)
        for criterion, items in _unpack(criteria, "items", Criterion, group=group):
            rows.append(criterion)
            rows.extend(
                Item(criterion=criterion, order=order, **item)
                for order, item in enumerate(items, start=1)
            )
    return rows


def _unpack(lines, below, model, **owner):
    """Unsaved rows of `model`, each with the lines that the file puts below it."""
    for order, line in enumerate(lines, start=1):
        fields = dict(line)
        under = fields.pop(below)
        yield model(order=order, **owner, **fields), under
