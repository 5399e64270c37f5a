"""The last day of work under the month rule of NĐ 135/2020, art. 3 and 4."""

from calendar import monthrange
from datetime import date

from .base import read_rows

MONTHS = {
    int(row["year"]): {"M": int(row["men_months"]), "F": int(row["women_months"])}
    for row in read_rows("retirement.csv")
}
FIRST, LAST = min(MONTHS), max(MONTHS)


def month_reached(born, months):
    """Year and month in which somebody born on `born` becomes `months` old."""
    year, month = divmod(born.year * 12 + born.month - 1 + months, 12)
    return year, month + 1


def retires_on(sex, born):
    """The end of the month in which the age of that year is reached.

    The age rises from year to year, so the first year whose age has been reached
    by its end is the year of leaving.
    """
    for year in range(FIRST, LAST + 1):
        reached = month_reached(born, MONTHS[year][sex])
        if reached[0] <= year:
            return month_end(*max(reached, (year, 1)))
    return month_end(*month_reached(born, MONTHS[LAST][sex]))


def month_end(year, month):
    return date(year, month, monthrange(year, month)[1])
