"""Reference rows out of the data files that lie beside each app.

Loading is safe to repeat: it adds what is missing and leaves alone what the
department has edited since.
"""

import csv
import json
from pathlib import Path

from django.db import models

from communes.cells import draw_missing_outlines
from communes.models import Commune, Ethnicity, Province, Rule, TargetMargin

DATA = Path(__file__).parent / "data"
LANG_SON = "20"


def read_csv(path):
    """Rows of a data file as dictionaries; an empty cell becomes None."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            {key: value or None for key, value in row.items()}
            for row in csv.DictReader(lines)
        ]


def add_missing(model, rows):
    """Insert `rows` whose primary key is not there yet; return how many there were."""
    known = set(model._base_manager.values_list("pk", flat=True))
    key = model._meta.pk.attname
    fields = {field.attname: field for field in model._meta.concrete_fields}
    new = [
        model(**{name: _cell(fields[name], value) for name, value in row.items()})
        for row in rows
        if row[key] not in known
    ]
    model._base_manager.bulk_create(new)
    return len(new)


def _cell(field, value):
    if isinstance(field, models.BooleanField) and value is not None:
        return value == "true"
    if value is None and not field.null:
        return ""
    return value


def add_rules(path):
    """Insert the rules of a data file that are not there yet, in the file's order."""
    known = set(Rule.objects.values_list("pk", flat=True))
    rows = json.loads(path.read_text(encoding="utf-8"))
    new = [
        Rule(order=place, **row)
        for place, row in enumerate(rows, start=1)
        if row["code"] not in known
    ]
    Rule.objects.bulk_create(new)
    return len(new)


def load_reference():
    """The province, its 65 communes (QĐ 19/2025/QĐ-TTg), ethnic groups, rules, margins."""
    Province.objects.get_or_create(code=LANG_SON, defaults={"name": "Lạng Sơn"})
    communes = read_csv(DATA / "communes.csv")
    added = add_missing(Commune, [{**row, "province_id": LANG_SON} for row in communes])
    draw_missing_outlines()
    added += add_missing(Ethnicity, read_csv(DATA / "ethnicities.csv"))
    added += add_missing(TargetMargin, read_csv(DATA / "target_margins.csv"))
    return added + add_rules(DATA / "rules.json")
