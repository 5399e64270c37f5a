"""Rows into tables by COPY; their history begins when all are in."""

import csv
import io
from contextlib import contextmanager

from django.db import connection
from django.db.models import AutoField, Max

from communes import history

NULL = "\\N"


class Table:
    """Rows of one model, kept until they are copied."""

    def __init__(self, model, *columns):
        self.model, self.columns, self.rows = model, columns, []
        self.numbered = isinstance(model._meta.pk, AutoField) and "id" not in columns

    def add(self, *values):
        self.rows.append(values)

    def copy(self, cursor):
        columns = self.columns
        rows = self.rows
        if self.numbered:
            first = next_number(self.model)
            columns = ("id", *columns)
            rows = ((number, *row) for number, row in enumerate(rows, start=first))
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerows([NULL if v is None else v for v in row] for row in rows)
        lines.seek(0)
        names = ", ".join(f'"{self.column(name)}"' for name in columns)
        cursor.copy_expert(
            f'COPY "{self.model._meta.db_table}" ({names}) '
            f"FROM STDIN WITH (FORMAT csv, NULL '{NULL}')",
            lines,
        )

    def column(self, name):
        fields = {
            field.attname: field.column for field in self.model._meta.concrete_fields
        }
        return fields[name]


def next_number(model):
    """The first free number, so that rows that were there before stay."""
    return (model._base_manager.aggregate(top=Max("pk"))["top"] or 0) + 1


@contextmanager
def history_off(cursor, models):
    """History begins with the loaded rows, written down once, not row by row."""
    names = [model._meta.db_table for model in models]
    # Pending checks of earlier rows would forbid ALTER TABLE.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name in names:
        cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name in names:
        cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def copy_all(tables, progress):
    """Copy every table in one go, then set the sequences and the planner's statistics."""
    with connection.cursor() as cursor, history_off(cursor, [t.model for t in tables]):
        for number, table in enumerate(tables, start=1):
            table.copy(cursor)
            progress(number, len(tables), str(table.model._meta.verbose_name_plural))
    with connection.cursor() as cursor:
        for table in tables:
            finish(cursor, table.model)
            history.begin(cursor, table.model)


def finish(cursor, model):
    name, key = model._meta.db_table, model._meta.pk
    if isinstance(key, AutoField):
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('\"{name}\"', '{key.column}'), "
            f'(SELECT coalesce(max("{key.column}"), 1) FROM "{name}"))'
        )
    cursor.execute(f'ANALYZE "{name}"')
