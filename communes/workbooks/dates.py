"""Dates in the forms people type: 05/09/2025, 5-9-25, 5.9.2025, 2025-09-05, a serial.

The day stands before the month, as everywhere in this country. Only what cannot be
read so ("12/25/1980") is asked.
"""

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from communes.workbooks.amounts import broken
from communes.workbooks.cells import (
    LONGEST_WORD,
    NONE_WORDS,
    QUESTION,
    BrokenCell,
    CellProblem,
    folded,
    is_empty,
    shown,
    tidy,
)

# Before it nobody who works or learns was born, after it nothing is planned.
EARLIEST, LATEST = date(1900, 1, 2), date(2100, 12, 31)
# Day 0 of Excel's calendar, in which 1900 wrongly is a leap year.
_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 61, (LATEST - _EPOCH).days
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{4})")
_WORDS = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_CLOCK = re.compile(r"[ t]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_MONTH = re.compile(r"(\d{1,2})[/.\-](\d{4})")


class YearOnly(date):
    """1 January of a year of which nothing more is known (NĐ 135/2020 art. 3)."""


def any_date(cell) -> date | None:
    """A date; None if empty; CellProblem otherwise."""
    return _date(cell, year_is_enough=False)


def birth_date(cell) -> date | None:
    """A date, or a YearOnly where the cell holds nothing but a year."""
    return _date(cell, year_is_enough=True)


def _date(cell, year_is_enough):
    if is_empty(cell):
        return None
    if isinstance(cell, BrokenCell):
        raise broken(cell)
    if isinstance(cell, datetime):
        return _plausible(cell, cell.date())
    if isinstance(cell, date):
        return _plausible(cell, cell)
    if isinstance(cell, bool | time | timedelta):
        raise _unreadable(cell)
    if isinstance(cell, int | float):
        return _from_number(cell, year_is_enough)
    return _from_text(cell, year_is_enough)


def _from_number(cell, year_is_enough):
    if not math.isfinite(cell):
        raise _unreadable(cell)
    if cell == int(cell) and 1900 <= cell <= 2100:
        return _from_year(int(cell), year_is_enough)
    if _FIRST_SERIAL <= cell <= _LAST_SERIAL:
        return _plausible(cell, _EPOCH + timedelta(days=int(cell)))
    # 05092025 typed as a number loses its zero on the way.
    digits = f"{int(cell):08d}" if cell == int(cell) and cell > 0 else ""
    if compact := _COMPACT.fullmatch(digits):
        return _ask(cell, *map(int, compact.groups()))
    raise _unreadable(cell)


def _from_text(cell, year_is_enough):
    text = tidy(cell)
    if len(text) > LONGEST_WORD:
        raise _unreadable(cell)
    text = unicodedata.normalize("NFKC", text).strip(" '.")
    text = _CLOCK.sub("", text.lower())
    text = re.sub(r"\s*([/.\-])\s*", r"\1", text)
    if _YEAR.fullmatch(text):
        return _from_year(int(text), year_is_enough)
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        return _day_first(cell, int(day), int(month), _full_year(year))
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
        return _day_first(cell, day, month, year)
    if found := _WORDS.fullmatch(folded(text)):
        return _day_first(cell, *map(int, found.groups()))
    return _from_odd_text(cell, text)


def _from_odd_text(cell, text):
    if folded(text) in NONE_WORDS:
        return None
    if found := _COMPACT.fullmatch(text):
        return _ask(cell, *map(int, found.groups()))
    if re.fullmatch(r"\d{4,5}", text) and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL:
        day = _EPOCH + timedelta(days=int(text))
        return _ask(cell, day.day, day.month, day.year)
    if found := _MONTH.fullmatch(text):
        month, year = map(int, found.groups())
        raise CellProblem(
            "day_missing",
            _("“%(value)s” thiếu ngày. Hãy gõ đủ ngày/tháng/năm, ví dụ 05/09/2025.")
            % {"value": shown(cell)},
        )
    raise _unreadable(cell)


def swapped(cells: list) -> dict[int, CellProblem]:
    """Dates of a column, by index, whose day and month Excel may have exchanged.

    A Vietnamese date typed into an English Excel becomes a date with day and month
    exchanged up to the twelfth, and stays text after it. A column that holds both
    kinds, and no date after the twelfth that is not text, was typed so.
    """
    days = {at: cell for at, cell in enumerate(cells) if isinstance(cell, date)}
    if not days or len(days) == len(cells) or any(d.day > 12 for d in days.values()):
        return {}
    if not any(isinstance(cell, str) and _is_late(cell) for cell in cells):
        return {}
    return {at: _exchanged(day) for at, day in days.items() if day.day != day.month}


def _is_late(text):
    found = _DAY_FIRST.fullmatch(tidy(text[:LONGEST_WORD]))
    return found is not None and int(found.group(1)) > 12 >= int(found.group(2))


def _exchanged(day):
    meant = f"{day.replace(day=day.month, month=day.day):%d/%m/%Y}"
    words = _(
        "Excel có thể đã đảo ngày và tháng khi gõ: ngày đúng là %(meant)s hay %(read)s?"
    )
    facts = {"meant": meant, "read": f"{day:%d/%m/%Y}"}
    return CellProblem("swapped_date", words % facts, meant, QUESTION)


def _full_year(year):
    """Of two digits the latest year that is not in the future: 85 is 1985, 24 is 2024."""
    if len(year) == 4:
        return int(year)
    century = timezone.localdate().year // 100 * 100
    full = century + int(year)
    return full if full <= timezone.localdate().year + 1 else full - 100


def _from_year(year, year_is_enough):
    if year_is_enough:
        return YearOnly(year, 1, 1)
    raise CellProblem(
        "year_only",
        _("Ô chỉ có năm %(year)s. Hãy gõ đủ ngày/tháng/năm.") % {"year": year},
        f"01/01/{year}",
        QUESTION,
    )


def _day_first(cell, day, month, year):
    try:
        return _plausible(cell, date(year, month, day))
    except ValueError:
        pass
    if month > 12 and 1 <= day <= 12:
        return _ask(cell, month, day, year)
    raise CellProblem(
        "no_such_day",
        _("“%(value)s” không phải ngày có thật. Hãy kiểm tra lại ngày và tháng.")
        % {"value": shown(cell)},
    )


def _ask(cell, day, month, year):
    """A question: is this the day that was meant?"""
    try:
        meant = f"{_plausible(cell, date(year, month, day)):%d/%m/%Y}"
    except ValueError:
        raise _unreadable(cell) from None
    raise CellProblem(
        "ambiguous_date",
        _("“%(value)s” có phải là ngày %(meant)s không? Ngày viết trước tháng.")
        % {"value": shown(cell), "meant": meant},
        meant,
        QUESTION,
    )


def _plausible(cell, day):
    if EARLIEST <= day <= LATEST:
        return day
    raise CellProblem(
        "date_out_of_range",
        _("Ngày %(value)s quá xa. Hãy kiểm tra lại năm.") % {"value": shown(cell)},
    )


def _unreadable(cell):
    return CellProblem(
        "not_a_date",
        _("“%(value)s” không đọc được là ngày. Hãy gõ dạng 05/09/2025.")
        % {"value": shown(cell)[:100]},
    )
