"""Invented targets of the years around now, each marked as an illustration."""

from datetime import date, datetime, time

from communes.models import Target

from .base import read_rows
from .copying import Table
from .workflow import LOCAL

NOTE = "Chỉ tiêu minh họa, không phải chỉ tiêu chính thức"


def target_table(accounts):
    table = Table(
        Target,
        "school_year_id",
        "commune_id",
        "indicator",
        "level",
        "value",
        "document",
        "decided_on",
        "note",
        "set_by_id",
        "set_at",
    )
    for row in read_rows("targets.csv"):
        day = date(int(row["year"]), 8, 20)
        table.add(
            row["year"],
            row["commune"] or None,
            row["indicator"],
            row["level"],
            row["value"],
            f"Kế hoạch minh họa năm học {day.year}-{day.year + 1}",
            day,
            NOTE,
            accounts.admin,
            datetime.combine(day, time(9), LOCAL),
        )
    return table
