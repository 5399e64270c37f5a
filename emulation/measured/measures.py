"""The registry of what can be measured for a participant instead of being asked.

A measure answers for many entries at once, in a few queries however many they are.
Whoever owns a source registers a measure; indicators are measures by themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from communes.models import SchoolYear
from emulation.models import Participant

Text = str | Promise

SCHOOLS = (Participant.INSTITUTION.value,)
PLACES = (Participant.COMMUNE.value, Participant.OFFICE.value)


@dataclass(frozen=True)
class Fact:
    """What was measured for one entry, and all that explains the number.

    state: "approved" or "submitted" where the source is judged, else empty.
    """

    amount: Decimal | int | None
    out_of: Decimal | int | None = None
    words: str = ""
    # Pairs of label and value that the number is made of, as they are shown.
    inputs: tuple[tuple[str, str], ...] = ()
    address: str = ""
    run: int | None = None
    state: str = ""

    @property
    def source(self):
        """What is kept beside the answer."""
        return {
            "words": self.words,
            "inputs": [list(pair) for pair in self.inputs],
            "address": self.address,
            "run": self.run,
            "state": self.state,
        }


@dataclass(frozen=True)
class Measure:
    """One thing that can be measured: `facts(entries, year)` gives entry.pk -> Fact."""

    code: str
    name: Text
    name_en: str
    unit: Text
    participants: tuple[str, ...]
    facts: Callable[[list, int], dict[int, Fact]]

    @property
    def label(self):
        return str(self.name_en if get_language() == "en" else self.name)


@dataclass(frozen=True)
class Family:
    """Measures that another registry stands behind: made when they are asked for."""

    get: Callable[[str], Measure]
    all: Callable[[], tuple[Measure, ...]]


_measures: dict[str, Measure] = {}
_families: dict[str, Family] = {}


def register(*measures):
    """Add measures; a code registered twice is a mistake."""
    for measure in measures:
        if measure.code in _measures:
            raise ValueError(f"measure {measure.code} is registered twice")
        _measures[measure.code] = measure


def register_family(prefix, *, get, all):  # noqa: A002 - as the functions below
    """Measures called `prefix:code`, by their codes."""
    _families[prefix] = Family(get, all)


def get(code):
    """The measure called `code`; KeyError where there is none."""
    prefix, _colon, rest = code.partition(":")
    if prefix in _families:
        return _families[prefix].get(rest)
    return _measures[code]


def all():  # noqa: A001 - read as measures.all()
    """Every measure: those registered, then those of the families."""
    found = list(_measures.values())
    for family in _families.values():
        found.extend(family.all())
    return tuple(found)


def address_of(route, *args, query=""):
    """The address of a page that may not be there yet."""
    try:
        return reverse(route, args=args) + query
    except NoReverseMatch:
        return ""


def year_name(year):
    return SchoolYear(start=year).name
