"""From cells to values, one by one or a whole column at once.

A dash ("-", "–", "…") is an empty cell everywhere, never a zero: our own pages show a
figure that was not entered as a dash. A figure of nought is written 0; the words
"không có" in a column of figures are asked about.
"""

import re
import unicodedata
from difflib import get_close_matches
from functools import partial

from django.utils.translation import gettext as _

from communes.workbooks import columns
from communes.workbooks.amounts import broken, decimal, integer
from communes.workbooks.cells import (
    DASHES,
    NONE_WORDS,
    QUESTION,
    BrokenCell,
    CellProblem,
    folded,
    is_empty,
    shown,
    tidy,
)
from communes.workbooks.columns import Choices, Column
from communes.workbooks.dates import YearOnly, any_date, birth_date, swapped

__all__ = [
    "CellProblem",
    "YearOnly",
    "birth_date",
    "choice",
    "column",
    "date_",
    "decimal",
    "integer",
    "personal_number",
    "text",
    "value",
    "yes_no",
]

YES = frozenset(["co", "x", "1", "true", "yes", "y", "dung", "v", "✓", "✔", "☑", "√"])
NO = frozenset(["0", "false", "no", "n", "sai", "o"]) | NONE_WORDS
# Looking for a similar word among a thousand takes long; a file of nothing but unknown
# words gets that many suggestions in each column.
MOST_GUESSES = 100
PERSONAL_DIGITS, FEWEST_DIGITS = 12, 9

date_ = any_date


def text(cell, longest: int = 300) -> str:
    """Tidy text, "" if empty. A dash alone is no text."""
    if isinstance(cell, BrokenCell):
        raise broken(cell)
    found = tidy(cell) if isinstance(cell, str) else shown(cell)
    if found in DASHES:
        return ""
    if len(found) > longest:
        raise CellProblem(
            "too_long",
            _("Ô dài %(length)s ký tự, chỉ được tối đa %(longest)s.")
            % {"length": len(found), "longest": longest},
            found[:longest].rstrip() if longest <= 300 else "",
        )
    return found


def yes_no(cell) -> bool | None:
    """True, False, or None if empty: có/không, x, 1/0, TRUE/FALSE."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, BrokenCell):
        raise broken(cell)
    if is_empty(cell):
        return None
    word = folded(shown(cell))
    if word in YES or word in NO:
        return word in YES
    raise CellProblem(
        "not_yes_or_no",
        _("“%(value)s” không rõ là có hay không. Hãy gõ Có hoặc Không.")
        % {"value": shown(cell)[:100]},
    )


def choice(cell, choices: Choices) -> str | None:
    """The code that a cell names by code, label or alias; None if empty."""
    if isinstance(cell, BrokenCell):
        raise broken(cell)
    written = tidy(cell) if isinstance(cell, str) else shown(cell)
    if (code := choices.exact.get(written)) is not None:
        return code
    word = folded(written)
    if word in choices.loose:
        if (code := choices.loose[word]) is not None:
            return code
        raise CellProblem(
            "ambiguous_choice",
            _("“%(value)s” có thể là nhiều mục. Hãy chọn trong danh sách của ô.")
            % {"value": written[:100]},
            severity=QUESTION,
        )
    if is_empty(cell):
        return None
    raise _unknown_choice(written, word, choices)


def _unknown_choice(written, word, choices):
    close = []
    if choices.guesses < MOST_GUESSES:
        choices.guesses += 1
        close = get_close_matches(word, choices.loose, n=1, cutoff=0.75)
    code = choices.loose[close[0]] if close else None
    if code is None:
        return CellProblem(
            "unknown_choice",
            _("“%(value)s” không có trong danh sách. Hãy chọn trong danh sách của ô.")
            % {"value": written[:100]},
        )
    meant = choices.labels[code]
    return CellProblem(
        "unknown_choice",
        _("“%(value)s” không có trong danh sách. Có phải là “%(meant)s”?")
        % {"value": written[:100], "meant": meant},
        meant,
    )


def personal_number(cell) -> str | None:
    """The twelve digits of a person; None if empty.

    Excel drops the zeros in front of a number. Nine to eleven digits are therefore
    asked about, with the zeros put back; nine could also be an old identity card.
    """
    if isinstance(cell, BrokenCell):
        raise broken(cell)
    if is_empty(cell):
        return None
    written = unicodedata.normalize("NFKC", text(cell)).strip("'`\"")
    digits = re.sub(r"[ .\-]", "", written)
    if re.fullmatch(r"[0-9]{12}", digits):
        return digits
    if re.fullmatch(r"[0-9]{9,11}", digits):
        padded = digits.zfill(PERSONAL_DIGITS)
        raise CellProblem(
            "lost_zeros",
            _(
                "“%(value)s” chỉ có %(count)s chữ số; số định danh có 12. Có phải Excel "
                "đã bỏ số 0 ở đầu, số đúng là %(padded)s?"
            )
            % {"value": digits, "count": len(digits), "padded": padded},
            padded,
            QUESTION,
        )
    raise CellProblem(
        "bad_personal_number",
        _("“%(value)s” không phải số định danh. Số định danh gồm đúng 12 chữ số.")
        % {"value": written[:100]},
    )


def value(cell, column: Column):
    """The value of one cell of `column`; raises CellProblem."""
    return _reader(column)(cell)


def _reader(column):
    match column.kind:
        case columns.INTEGER:
            return partial(integer, minimum=column.minimum, maximum=column.maximum)
        case columns.DECIMAL:
            return partial(decimal, minimum=column.minimum, maximum=column.maximum)
        case columns.DATE:
            return any_date
        case columns.BIRTH_DATE:
            return birth_date
        case columns.YES_NO:
            return yes_no
        case columns.CHOICE:
            return partial(choice, choices=column.choices)
        case columns.PERSONAL_NUMBER:
            return personal_number
    return partial(text, longest=column.longest)


def column(cells: list, of: Column | str, choices=None):
    """Values of a whole column, and the problem of each cell that has one, by index.

    `of` is a Column or merely its kind. Equal cells are read once: a column of twenty
    thousand holds few different ones, and those that differ are cheap to read.
    The value of a cell with a problem is None ("" in a column of text).
    """
    if isinstance(of, str):
        of = Column("", "", of, choices=choices)
    if of.choices is not None:
        of.choices.guesses = 0
    read, nothing = _reader(of), "" if of.kind == columns.TEXT else None
    kinds = set(map(type, cells))
    if bool in kinds and kinds & {int, float}:
        # 1 and True are one key to a dictionary, but not one cell.
        return _one_by_one(cells, read, nothing)
    known, wrong = {}, {}
    for cell in set(cells):
        try:
            known[cell] = read(cell)
        except CellProblem as problem:
            known[cell], wrong[cell] = nothing, problem
    problems = {}
    if wrong:
        problems = {at: wrong[cell] for at, cell in enumerate(cells) if cell in wrong}
    values = list(map(known.__getitem__, cells))
    if of.kind in (columns.DATE, columns.BIRTH_DATE):
        for at, problem in swapped(cells).items():
            values[at], problems[at] = nothing, problem
    return values, problems


def _one_by_one(cells, read, nothing):
    values, problems = [], {}
    for at, cell in enumerate(cells):
        try:
            values.append(read(cell))
        except CellProblem as problem:
            values.append(nothing)
            problems[at] = problem
    return values, problems
