"""Retirement worked out from the table of years, which is how article 4 puts it."""

from datetime import date, timedelta

# Year: (men, women), years and months of age (NĐ 135/2020 art. 4.2).
MEN = {2020: (60, 0), 2021: (60, 3), 2022: (60, 6), 2023: (60, 9), 2024: (61, 0)}
MEN |= {2025: (61, 3), 2026: (61, 6), 2027: (61, 9)}
MEN |= dict.fromkeys(range(2028, 2090), (62, 0))
WOMEN = {2020: (55, 0), 2021: (55, 4), 2022: (55, 8), 2023: (56, 0), 2024: (56, 4)}
WOMEN |= {2025: (56, 8), 2026: (57, 0), 2027: (57, 4), 2028: (57, 8), 2029: (58, 0)}
WOMEN |= {2030: (58, 4), 2031: (58, 8), 2032: (59, 0), 2033: (59, 4), 2034: (59, 8)}
WOMEN |= dict.fromkeys(range(2035, 2090), (60, 0))


def last_day(sex, born):
    """Try month after month until the person has the age of the year it lies in."""
    month = date(2020, 1, 1)
    while not reached(sex, born, month):
        month = next_month(month)
    return next_month(month) - timedelta(days=1)


def reached(sex, born, month):
    years, months = (MEN if sex == "M" else WOMEN)[month.year]
    lived = (month.year - born.year) * 12 + month.month - born.month
    return lived >= years * 12 + months


def next_month(day):
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
