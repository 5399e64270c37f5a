"""How many stand how to the standard, by level and subject."""

from django.utils.translation import gettext as _

from communes.levels import Level
from staffing.models import Subject

from . import judging


def lines(rows):
    """Lines by level and subject: how many stand how, in the department's order."""
    subjects = Subject.objects.in_bulk()
    found = [
        {
            "level": Level(row["at_level"]).label,
            "subject": subjects.get(row["subject"]) or _("Không dạy môn riêng"),
            "people": row["people"],
            "numbers": [row[one.value] for one in judging.Standing],
            "share": sum(row[one] for one in judging.QUALIFIED) / row["people"],
            "order": (
                Level.values.index(row["at_level"]),
                subjects[row["subject"]].order if row["subject"] else 0,
            ),
        }
        for row in judging.counted(rows, "at_level", "subject")
    ]
    return sorted(found, key=lambda line: line["order"])
