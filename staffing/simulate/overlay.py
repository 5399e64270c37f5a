"""Tables as they would be, laid over the real ones for a single statement.

The gaps are one statement of common table expressions. One more, named like a table,
stands in its way: the computation then reads what would be instead of what is, nothing
is written and nobody waits. The rules of the norm stay in one place.
"""

import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Overlay:
    """Queries by the name of the table that each stands for, and their parameters."""

    tables: dict = field(default_factory=dict)
    params: dict = field(default_factory=dict)

    def __or__(self, other):
        return Overlay(self.tables | other.tables, self.params | other.params)


def replaced(model, *, where="", **columns):
    """A query of all rows of `model`'s table with some columns given as SQL.

    The table goes by the name `t`; columns that the database generates are kept.
    """
    shown = [
        f"{columns[name]} AS {name}" if name in columns else f"t.{name}"
        for name in (one.column for one in model._meta.concrete_fields)
    ]
    condition = f" WHERE {where}" if where else ""
    return f"SELECT {', '.join(shown)} FROM {model._meta.db_table} t{condition}"


def changed_numbers(model, **changes):
    """An overlay of `model` with numbers of some rows changed.

    changes: column = {primary key: number}.
    """
    name = model._meta.db_table
    key = f"t.{model._meta.pk.column}"
    columns, params = {}, {}
    for column, numbers in changes.items():
        label = f"{name}_{column}"
        columns[column] = (
            f"COALESCE((%({label})s::jsonb ->> {key}::text)::numeric, t.{column})"
        )
        params[label] = json.dumps({str(pk): str(n) for pk, n in numbers.items()})
    return Overlay({name: replaced(model, **columns)}, params)
