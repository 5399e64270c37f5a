"""Cells of a table for a file: what each column holds, worked out once per table.

The table library asks anew for every cell how to fetch and write it; over twenty
thousand rows that is most of the time.
"""

from django.core.exceptions import FieldDoesNotExist
from django_tables2.columns import Column
from django_tables2.utils import signature


def cell_reader(bound, table):
    """A function from a record to what column `bound` writes into a file."""
    path = str(bound.accessor).split("__")
    labels = choice_labels(getattr(table._meta, "model", None), path)
    write = _writer(bound, table)
    empty = bound.column.empty_values

    def read(record):
        value = _follow(record, path)
        if value in empty:
            return None
        return write(labels.get(value, value), record)

    return read


def choice_labels(model, path):
    """The words for the values of a field with choices; none for any other column."""
    field = None
    for name in path:
        try:
            field = model._meta.get_field(name) if model else None
        except FieldDoesNotExist:
            return {}
        model = getattr(field, "related_model", None)
    choices = getattr(field, "flatchoices", None) or ()
    return {value: str(label) for value, label in choices}


def _follow(record, path):
    for name in path:
        if record is None:
            return None
        record = record.get(name) if isinstance(record, dict) else getattr(record, name)
    return record


def _writer(bound, table):
    """Call the column's or the table's own method with just what it asks for."""
    method = bound.value
    if getattr(method, "__func__", None) is Column.value:
        return lambda value, _record: value
    wanted, _more = signature(method)
    known = {"table": table, "column": bound.column, "bound_column": bound}

    def write(value, record):
        offered = {**known, "value": value, "record": record}
        return method(**{name: offered[name] for name in wanted})

    return write
