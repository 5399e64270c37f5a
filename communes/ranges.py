"""Closed date ranges for constraints that forbid overlaps."""

from django.db.models import Func


class DateRange(Func):
    """daterange(from, to), both days included; an empty `to` is open."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"
