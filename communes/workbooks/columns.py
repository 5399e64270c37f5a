"""What a column of a workbook is called, what it holds and which codes it knows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from communes.workbooks.cells import folded

INTEGER = "integer"
DECIMAL = "decimal"
DATE = "date"
# A date of which perhaps only the year is known.
BIRTH_DATE = "birth_date"
YES_NO = "yes_no"
CHOICE = "choice"
TEXT = "text"
PERSONAL_NUMBER = "personal_number"
KINDS = {
    INTEGER,
    DECIMAL,
    DATE,
    BIRTH_DATE,
    YES_NO,
    CHOICE,
    TEXT,
    PERSONAL_NUMBER,
}


@dataclass(frozen=True)
class Choice:
    """One code of a code list, with what people write for it."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()


class Choices:
    """A code list that finds a code by itself, by its label or by an alias.

    Marks and case do not matter. Two codes that fold to the same word are told apart
    by their exact spelling; where that fails too, the word is ambiguous.
    """

    def __init__(self, choices: Iterable[Choice | tuple]):
        listed = [
            choice if isinstance(choice, Choice) else Choice(*choice)
            for choice in choices
        ]
        # How often a similar word was looked for; see values.choice.
        self.guesses = 0
        # Codes may be numbers, labels lazy translations.
        self.choices = [
            Choice(str(one.code), str(one.label), tuple(map(str, one.aliases)))
            for one in listed
        ]

    def __iter__(self):
        return iter(self.choices)

    @cached_property
    def exact(self) -> dict[str, str]:
        """Code by the very words the templates write; those of two codes left out."""
        return _unambiguous(
            (word, choice.code)
            for choice in self.choices
            for word in (choice.code, choice.label, self.written(choice))
        )

    @cached_property
    def loose(self) -> dict[str, str | None]:
        """Code by folded word; None where the word could mean several."""
        words = [
            (folded(word), choice.code)
            for choice in self.choices
            for word in (choice.label, self.written(choice), *choice.aliases)
        ]
        codes = [(folded(choice.code), choice.code) for choice in self.choices]
        return _first_or_none(words) | _first_or_none(codes)

    @cached_property
    def shared_labels(self) -> set[str]:
        seen: set[str] = set()
        return {
            choice.label
            for choice in self.choices
            if choice.label in seen or seen.add(choice.label)
        }

    def written(self, choice: Choice) -> str:
        """The words for a choice in drop-downs: its label, with the code if shared."""
        if choice.label in self.shared_labels:
            return f"{choice.label} ({choice.code})"
        return choice.label

    @cached_property
    def labels(self) -> dict[str, str]:
        """Drop-down words by code."""
        return {choice.code: self.written(choice) for choice in self.choices}


def _first_or_none(pairs):
    found: dict[str, str | None] = {}
    for word, code in pairs:
        found[word] = code if found.get(word, code) == code else None
    return found


def _unambiguous(pairs):
    return {word: code for word, code in _first_or_none(pairs).items() if code}


@dataclass(frozen=True)
class Column:
    """A column as both the template and the reader know it.

    `label` is the heading; `group` a heading above it that several columns share.
    `fixed` marks what the system fills in and protects (code and name of a school).
    """

    name: str
    label: str
    kind: str = TEXT
    aliases: Sequence[str] = ()
    required: bool = False
    choices: Choices | None = None
    help: str = ""
    group: str = ""
    fixed: bool = False
    minimum: int = 0
    maximum: int = 2_147_483_647
    longest: int = 300

    def __post_init__(self):
        # Labels may be lazy translations, which regular expressions refuse.
        for name in ("label", "help", "group"):
            object.__setattr__(self, name, str(getattr(self, name)))
        object.__setattr__(self, "aliases", tuple(map(str, self.aliases)))
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of column: {self.kind}")
        if self.kind == CHOICE and self.choices is None:
            raise ValueError(f"column {self.name} needs its choices")
        if self.choices is not None and not isinstance(self.choices, Choices):
            object.__setattr__(self, "choices", Choices(self.choices))
