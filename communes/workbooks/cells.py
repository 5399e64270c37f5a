"""What one cell says once the dirt of typing and copying is wiped off."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

from communes.search import fold

ERROR, QUESTION = "error", "question"

# Not one letter wide, yet it makes two equal words different.
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
# Capital letters that look like Đ and are typed for it, but are Icelandic or African.
_LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ"})
# Any of it, a combining mark, or a space where none belongs: most text has nothing.
_DIRTY = re.compile(
    f"[{_UNSEEN}\u0300-\u036f\u00d0\u0189]|[^\\S ]|  |^ | $|[\x00-\x1f\x7f]"
)
# Typed for "nothing here". Our own pages show a figure that is not entered so, too;
# it is therefore read as empty, never as zero: a zero has to be written.
DASHES = frozenset(["-", "–", "—", "−", "--", "...", "…", "/", "n/a", "N/A"])
NONE_WORDS = frozenset(["khong", "khong co", "ko", "ko co", "k co"])


# What is longer is no number, no date and no heading. Searches stay short with it.
LONGEST_WORD = 300


class CellProblem(Exception):
    """A cell that cannot be taken as it stands.

    `severity` is "error", or "question" where the cell has a likely meaning that a
    person must confirm; `suggestion` is what the cell could hold instead, written so
    that it is read without another question.
    """

    def __init__(self, code, message, suggestion="", severity=ERROR):
        super().__init__(code, message, suggestion, severity)
        self.code = code
        self.message = message
        self.suggestion = suggestion
        self.severity = severity

    def __eq__(self, other):
        return isinstance(other, CellProblem) and self.args == other.args

    __hash__ = Exception.__hash__


class BrokenCell:
    """Stands in a row for a cell without a usable value: an error or no result."""

    __slots__ = ("text",)

    def __init__(self, text=""):
        self.text = text

    def __repr__(self):
        return f"BrokenCell({self.text!r})"

    def __str__(self):
        return self.text

    def __eq__(self, other):
        return isinstance(other, BrokenCell) and self.text == other.text

    def __hash__(self):
        return hash(self.text)


def tidy(text: str) -> str:
    """`text` composed (NFC), without invisible characters, single-spaced."""
    if not _DIRTY.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    plain = _INVISIBLE.sub("", text).translate(_LOOKALIKES)
    return " ".join(unicodedata.normalize("NFC", plain).split())


def folded(text: str) -> str:
    """A word to compare by: no marks, no case, no invisible characters, no stops."""
    # Nothing to compare with is longer, and the cache shall not keep novels.
    return _folded(tidy(text)[:200])


@lru_cache(maxsize=4096)
def _folded(text):
    return fold(text).strip(" .:*;,")


def is_empty(cell) -> bool:
    """Whether nothing is said: a blank, or a dash for "nothing here"."""
    if cell is None or cell == "":
        return True
    if not isinstance(cell, str):
        return False
    text = tidy(cell)
    return not text or text in DASHES


def shown(cell) -> str:
    """The cell as a person sees it, for messages and lists of problems."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)


def letters(index: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
