"""Numbers as people type them: 1.234 and 1,234 and 1 234; 1.234,5 and 1234.5.

A number cell is taken as it is. Text is read by what its separators can only mean;
where they could mean two numbers ("1.234" where decimals are wanted) it is asked.
"""

import math
import re
import unicodedata
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

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

LARGEST = 2_147_483_647
_PLAIN = re.compile(r"[+-]?\d{1,18}")
# Groups of three behind one to three digits, with one and the same separator.
_GROUPED = re.compile(r"([+-]?)(\d{1,3})(?:([ .,'])\d{3})(?:\3\d{3})*")
_POINT = re.compile(r"[+-]?\d{1,18}\.\d{1,12}")
_COMMA = re.compile(r"[+-]?\d{1,18},\d{1,12}")
_POINTS_COMMA = re.compile(r"[+-]?\d{1,3}(?:[. ]\d{3})+,\d{1,12}")
_COMMAS_POINT = re.compile(r"[+-]?\d{1,3}(?:[, ]\d{3})+\.\d{1,12}")
_INSIDE = re.compile(r"\d[\d.,]*\d|\d")


def broken(cell) -> CellProblem:
    """The problem of a cell that shows an error or has no result."""
    if cell.text:
        message = _(
            "Ô chứa lỗi công thức %(error)s. Hãy sửa công thức hoặc gõ thẳng giá trị."
        )
        return CellProblem("formula_error", message % {"error": cell.text})
    message = _(
        "Công thức trong ô chưa được tính. Hãy mở tệp bằng Excel, lưu lại rồi gửi lại, "
        "hoặc gõ thẳng giá trị."
    )
    return CellProblem("formula_without_value", message)


def integer(cell, minimum: int = 0, maximum: int = LARGEST) -> int | None:
    """A whole number within bounds; None if empty; CellProblem otherwise."""
    if type(cell) is float and cell.is_integer() and minimum <= cell <= maximum:
        # Most cells, and most of the time of reading them.
        return int(cell)
    number = _number(cell, whole=True)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise _not_whole(cell, number, minimum, maximum)
    return int(_within(cell, number, minimum, maximum))


def _not_whole(cell, number, minimum, maximum):
    thousand = number * 1000
    has_three_places = thousand == thousand.to_integral_value() and thousand % 10
    if isinstance(cell, float) and has_three_places and minimum <= thousand <= maximum:
        # 1.234 typed where Excel takes the point for a decimal one.
        words = _("Excel hiểu ô này là %(value)s. Có phải là %(thousand)s không?")
        facts = {"value": f"{number:f}".replace(".", ","), "thousand": int(thousand)}
        return CellProblem(
            "lost_thousands", words % facts, str(int(thousand)), QUESTION
        )
    rounded = int(number.quantize(Decimal(1), ROUND_HALF_UP))
    return CellProblem(
        "not_whole",
        _("“%(value)s” không phải số nguyên. Hãy gõ số nguyên, ví dụ %(example)s.")
        % {"value": shown(cell), "example": rounded},
        str(rounded) if minimum <= rounded <= maximum else "",
    )


def decimal(cell, minimum: int = 0, maximum: int = LARGEST) -> Decimal | None:
    """A number that may have decimals; None if empty; CellProblem otherwise."""
    number = _number(cell, whole=False)
    return None if number is None else _within(cell, number, minimum, maximum)


def _within(cell, number, minimum, maximum):
    if number < minimum:
        message = _("%(value)s nhỏ hơn mức thấp nhất là %(minimum)s.")
        code = "too_small"
        if minimum == 0:
            message, code = _("Số không được âm: %(value)s."), "negative"
        suggestion = _written(-number) if minimum == 0 and -number <= maximum else ""
        raise CellProblem(
            code, message % {"value": shown(cell), "minimum": minimum}, suggestion
        )
    if number > maximum:
        raise CellProblem(
            "too_large",
            _("%(value)s lớn hơn mức cao nhất là %(maximum)s. Hãy kiểm tra lại.")
            % {"value": shown(cell), "maximum": maximum},
        )
    return number


def _written(number):
    """A number as text that is read back without a question: 1234,5, never 1.234."""
    text = f"{number:.9f}".rstrip("0").rstrip(".").replace(".", ",")
    whole, comma, places = text.partition(",")
    return f"{whole},{places}0" if comma and len(places) == 3 else text


def _number(cell, whole):
    if type(cell) is int:
        return Decimal(cell)
    if type(cell) is float and math.isfinite(cell):
        # Fifteen digits are what Excel itself keeps: 0.1 + 0.2 is 0.3 there.
        return Decimal(format(cell, ".15g"))
    if is_empty(cell):
        return None
    if isinstance(cell, BrokenCell):
        raise broken(cell)
    if isinstance(cell, bool):
        suggestion = "1" if cell else "0"
        raise CellProblem(
            "not_a_number",
            _("Ô này cần một số, không phải Có/Không."),
            suggestion,
            QUESTION,
        )
    if isinstance(cell, date | time | timedelta):
        raise CellProblem(
            "date_not_number",
            _(
                "Ô này cần một số nhưng Excel hiểu là ngày giờ (%(value)s). Hãy đổi "
                "định dạng ô thành Number rồi gõ lại số."
            )
            % {"value": shown(cell)},
        )
    return _from_text(cell, whole)


def _from_text(cell, whole):
    text = tidy(str(cell))
    if len(text) > LONGEST_WORD:
        raise _not_a_number(cell, "", whole)
    text = unicodedata.normalize("NFKC", text).replace("−", "-")
    text = " ".join(text.split())
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if grouped := _GROUPED.fullmatch(text):
        return _from_grouped(cell, text, grouped, whole)
    if _POINTS_COMMA.fullmatch(text):
        return Decimal(re.sub("[. ]", "", text).replace(",", "."))
    if _COMMAS_POINT.fullmatch(text):
        return Decimal(re.sub("[, ]", "", text))
    if _POINT.fullmatch(text) or _COMMA.fullmatch(text):
        return Decimal(text.replace(",", "."))
    raise _not_a_number(cell, text, whole)


def _from_grouped(cell, text, grouped, whole):
    separator = grouped.group(3)
    joined = re.sub(r"[ .,']", "", text)
    if separator in " '" or text.count(separator) > 1 or whole:
        # "0.125" and "0,125" cannot be groups: nobody writes a thousand as 0.125.
        if grouped.group(2) == "0" and separator in ".,":
            return Decimal(text.replace(",", "."))
        return Decimal(joined)
    places = text.replace(",", ".")
    if grouped.group(2) == "0":
        return Decimal(places)
    raise CellProblem(
        "ambiguous_number",
        _(
            "“%(value)s” có thể là %(whole)s hoặc %(places)s. Hãy gõ %(whole)s, hoặc "
            "%(places)s nếu là số thập phân."
        )
        % {"value": text, "whole": joined, "places": _written(Decimal(places))},
        joined,
        QUESTION,
    )


def _not_a_number(cell, text, whole):
    if folded(text) in NONE_WORDS:
        return CellProblem(
            "none_word",
            _("“%(value)s” là 0 hay chưa có số liệu? Hãy gõ 0 hoặc để trống.")
            % {"value": shown(cell)},
            "0",
            QUESTION,
        )
    inside = _INSIDE.findall(text)
    suggestion = ""
    if len(inside) == 1 and inside[0] != text and "-" not in text:
        suggestion = _suggested(inside[0], whole)
    return CellProblem(
        "not_a_number",
        _("“%(value)s” không phải là số. Hãy chỉ gõ chữ số, không kèm chữ hay đơn vị.")
        % {"value": shown(cell)[:100]},
        suggestion,
    )


def _suggested(text, whole):
    try:
        number = _from_text(text, whole=True)
    except CellProblem:
        return ""
    fits = number <= LARGEST and not (whole and number != number.to_integral_value())
    return _written(number) if fits else ""
