"""Rows into a table by COPY, streamed: what is copied never stands in memory whole."""

import csv
import io

from django.db import connection

NULL = "\\N"
CHUNK = 64 * 1024


class _Lines:
    """A file for COPY to read from, filled from an iterator as it is read."""

    def __init__(self, rows):
        self.rows = iter(rows)
        self.buffer = io.StringIO()
        self.writer = csv.writer(self.buffer, lineterminator="\n")

    def read(self, size=CHUNK):
        buffer = self.buffer
        buffer.seek(0)
        buffer.truncate()
        for row in self.rows:
            self.writer.writerow([NULL if cell is None else cell for cell in row])
            if buffer.tell() >= CHUNK:
                break
        return buffer.getvalue()


def copy(table, columns, rows):
    """Copy `rows`, one value for each of `columns`; None becomes NULL."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY \"{table}\" ({names}) FROM STDIN WITH (FORMAT csv, NULL '{NULL}')",
            _Lines(rows),
        )
