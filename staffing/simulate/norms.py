"""Today's norms beside changed ones, over the whole province: who gains, who loses."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from communes.levels import Level
from communes.models import Commune, CommuneRegion
from communes.search import fold
from staffing import gaps, norms
from staffing.models import ClassSizeNorm, NormSet, TeacherRatio
from staffing.simulate.overlay import Overlay, changed_numbers, replaced

NUMBERS = ("required", "shortage", "surplus")


@dataclass(frozen=True)
class Trial:
    """What is changed: numbers by row, regions by commune, norm sets by family."""

    ratios: dict = field(default_factory=dict)
    sizes: dict = field(default_factory=dict)
    leftovers: dict = field(default_factory=dict)
    # {commune code: region}
    regions: dict = field(default_factory=dict)
    norm_sets: dict = field(default_factory=dict)

    @property
    def changes_nothing(self):
        return not any(
            (self.ratios, self.sizes, self.leftovers, self.regions, self.norm_sets)
        )

    def overlay(self):
        found = Overlay()
        if self.ratios:
            found |= changed_numbers(TeacherRatio, ratio=self.ratios)
        if self.sizes or self.leftovers:
            found |= changed_numbers(
                ClassSizeNorm,
                pupils_per_class=self.sizes,
                leftover_per_teacher=self.leftovers,
            )
        return found | _regions(self.regions) if self.regions else found


def _regions(regions):
    label = "communes_communeregion_region"
    region = f"COALESCE((%({label})s::jsonb ->> t.commune_id)::int, t.staffing_region)"
    return Overlay(
        {"communes_communeregion": replaced(CommuneRegion, staffing_region=region)},
        {label: json.dumps(regions)},
    )


def sets_on(day):
    """{family: norm set} in force on a day, to try a later or an earlier text."""
    found = {family: norms.applied_on(family, day) for family in gaps.FAMILIES}
    return {family: one.norm_set for family, one in found.items() if one}


def compare(year, trial, reading, *, group="teacher", communes=None):
    """Rows of levels and of communes, each with `before`, `after` and `change`.

    Gross figures of one group of posts; nothing is written. Raises gaps.NormsMissing.
    """
    before = gaps.compute(year, communes=communes)
    after = gaps.compute(
        year,
        norm_sets=trial.norm_sets,
        communes=communes,
        overlay=trial.overlay(),
    )
    sides = [[row for row in rows if row.group == group] for rows in (before, after)]
    return {
        "levels": _levels(sides, reading),
        "communes": _communes(sides, reading),
        "whole": _row("", [_summed(rows, reading) for rows in sides]),
    }


def _levels(sides, reading):
    order = ["", *Level.values]
    found = _by(sides, reading, lambda row: row.level)
    return [
        _row(str(Level(level).label) if level else "", pair)
        for level, pair in sorted(found.items(), key=lambda item: order.index(item[0]))
    ]


def _communes(sides, reading):
    names = {one.code: one for one in Commune.objects.defer("outline")}
    found = _by(sides, reading, lambda row: row.commune_id)
    rows = [
        _row(names[code].name, pair) | {"code": code, "cluster": names[code].cluster}
        for code, pair in found.items()
    ]
    return sorted(
        rows, key=lambda row: (-abs(row["change"]["required"]), fold(row["name"]))
    )


def _by(sides, reading, key):
    """{key: [sums before, sums after]}."""
    found = defaultdict(lambda: [_nothing(), _nothing()])
    for side, rows in enumerate(sides):
        for row in rows:
            _add(found[key(row)][side], row, reading)
    return found


def _summed(rows, reading):
    total = _nothing()
    for row in rows:
        _add(total, row, reading)
    return total


def _nothing():
    return dict.fromkeys(NUMBERS, Decimal(0))


def _add(total, row, reading):
    side = "norm" if reading == NormSet.Reading.NORM_CLASSES else "actual"
    for name in NUMBERS:
        total[name] += getattr(row, f"{name}_{side}") or 0


def _row(name, pair):
    before, after = pair
    change = {number: after[number] - before[number] for number in NUMBERS}
    return {"name": name, "before": before, "after": after, "change": change}
