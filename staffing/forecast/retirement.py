"""The last working day under the month rule (NĐ 135/2020/NĐ-CP art. 3, 4, Phụ lục I)."""

from calendar import monthrange
from datetime import date

from staffing.models import RetirementAge

# The same rule inside a query on people `p`; `age` is the row of RetirementAge.
LAST_DAY_SQL = """(date_trunc('month',
    CASE WHEN p.birth_year_only THEN make_date(
        EXTRACT(YEAR FROM p.birth_date)::int, 1, 1) ELSE p.birth_date END
    + make_interval(months => age.months)) + interval '1 month - 1 day')::date"""
JOIN_SQL = """JOIN staffing_retirementage age
      ON age.sex = p.sex
     AND (CASE WHEN p.birth_year_only THEN make_date(
            EXTRACT(YEAR FROM p.birth_date)::int, 1, 1) ELSE p.birth_date END)
         BETWEEN age.born_from AND COALESCE(age.born_to, 'infinity')"""


def ages():
    """All rows, to ask `last_day` for many people with one query."""
    return list(RetirementAge.objects.order_by("sex", "born_from"))


def last_day(sex, born, rows, *, year_only=False):
    """The last day of the month in which the age is reached; None without a row.

    Whoever is known by year alone counts as born on 1 January (art. 3).
    """
    born = date(born.year, 1, 1) if year_only else born
    for row in rows:
        if row.sex == sex and row.born_from <= born <= (row.born_to or date.max):
            return end_of_month(born, row.months)
    return None


def end_of_month(born, months):
    """The last day of the month that lies `months` after the month of `born`."""
    year, month = divmod(born.year * 12 + born.month - 1 + months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])
