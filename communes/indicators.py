"""The registry of indicators: definition, source and the one query behind each.

Apps register theirs when Django starts; this module knows no table of theirs. A
query returns numerators and denominators, never percentages.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communes.levels import Level

Text = str | Promise


class Grain(StrEnum):
    """What one row of facts stands for."""

    # (institution_id, level, numerator, denominator)
    LEVEL = "level"
    # The same, for facts that belong to a school as a whole: level is its highest.
    SCHOOL = "school"
    # (commune_id, level, numerator, denominator): what needs a population.
    COMMUNE = "commune"


class Theme(TextChoices):
    """What an indicator is about: the order of the dictionary and of the dashboards."""

    NETWORK = "network", _("Mạng lưới, quy mô")
    ACCESS = "access", _("Huy động, đi học")
    FLOW = "flow", _("Lên lớp, lưu ban, bỏ học")
    QUALITY = "quality", _("Chất lượng giáo dục")
    EQUITY = "equity", _("Công bằng trong tiếp cận")
    UNIVERSAL = "universal", _("Phổ cập giáo dục, xóa mù chữ")
    STAFF = "staff", _("Đội ngũ")
    FACILITIES = "facilities", _("Cơ sở vật chất, thiết bị")
    STANDARD = "standard", _("Trường đạt chuẩn quốc gia")
    ENGLISH = "english", _("Tiếng Anh")
    KEY = "key", _("Giáo dục mũi nhọn")
    DIGITAL = "digital", _("Chuyển đổi số")
    INNOVATION = "innovation", _("Nghiên cứu, đổi mới sáng tạo")


class Moment(TextChoices):
    """The day in the school year that a value speaks of; both have their returns."""

    START = "start", _("Đầu năm học")
    END = "end", _("Cuối năm học")


GENERAL_LEVELS = (Level.PRIMARY, Level.LOWER_SECONDARY, Level.UPPER_SECONDARY)
NORMED_LEVELS = (Level.PRESCHOOL, *GENERAL_LEVELS)


@dataclass(frozen=True)
class Indicator:
    """One indicator, in words for people and as a query for the machine.

    `facts(year)` returns SQL and its parameters. The SQL may read a relation named
    `universe` (see `Universe`) and must return rows as its `grain` says.
    """

    code: str
    name: Text
    name_en: str
    numerator: Text
    numerator_en: str
    denominator: Text
    denominator_en: str
    facts: Callable[[int], tuple[str, dict]]
    unit: Text = ""
    unit_en: str = ""
    digits: int = 1
    # "high" or "low" is better; empty where neither is.
    better: str = ""
    document: str = ""
    article: str = ""
    uis: str = ""
    note: Text = ""
    note_en: str = ""
    grain: Grain = Grain.LEVEL
    levels: tuple[str, ...] = tuple(Level)
    is_percent: bool = False
    version: int = 1
    theme: str = Theme.NETWORK
    # Its number in the regime's list of forty; several may share one, some have none.
    number: int | None = None
    moment: str = Moment.START
    # School years beside its own that it reads: (1,) for flows into the next year.
    other_years: tuple[int, ...] = ()
    # Parts of the whole beside ownership and region, which every indicator has:
    # "sex", "ethnic", "grade" -> facts whose rows carry the part's code as `part`,
    # after the columns of the grain.
    breakdowns: Mapping[str, Callable[[int], tuple[str, dict]]] = field(
        default_factory=dict
    )
    # Only of grain COMMUNE: facts of schools where they can be told, as grain LEVEL.
    school_facts: Callable[[int], tuple[str, dict]] | None = None
    # A forecast of it would be sound: slow, and not bounded by a decision.
    is_forecast: bool = False

    @property
    def is_count(self):
        """A plain number of things: shown as the numerator, no ratio."""
        return not self.denominator_en

    @property
    def formula(self):
        """The formula in words: numerator over denominator."""
        english = get_language() == "en"
        parts = (
            (self.numerator_en, self.denominator_en)
            if english
            else (self.numerator, self.denominator)
        )
        if self.is_count:
            return str(parts[0])
        scale = " × 100" if self.is_percent else ""
        return f"({parts[0]}) ÷ ({parts[1]}){scale}"

    def text(self, field):
        """`field` (name, numerator, denominator, unit, note) in the page's language."""
        suffix = "_en" if get_language() == "en" else ""
        return str(getattr(self, f"{field}{suffix}"))


@dataclass(frozen=True)
class Universe:
    """The institutions of a year, as the app that owns them gives them.

    `rows(year)` returns SQL and parameters for rows (institution_id, code,
    commune_id, managing_commune_id, levels text[], school_level, reported,
    approved) and whatever else the facts of that app wish to read.
    """

    rows: Callable[[int], tuple[str, dict]]


@dataclass(frozen=True)
class Preparation:
    """Work that must be up to date before indicators are: say, staffing gaps.

    `prepare(year, communes, run)` writes its rows for institutions located in or
    managed by `communes` (None: all) and returns how many it wrote.
    """

    code: str
    name: Text
    prepare: Callable


_indicators: dict[str, Indicator] = {}
_preparations: dict[str, Preparation] = {}
_version_sources: dict[str, Callable[[int], dict]] = {}
_universe: list[Universe] = []


def register(*indicators):
    """Add indicators; a code registered twice is a mistake."""
    for indicator in indicators:
        if indicator.code in _indicators:
            raise ValueError(f"indicator {indicator.code} is registered twice")
        _indicators[indicator.code] = indicator


def get(code):
    """The indicator called `code`; KeyError where there is none."""
    return _indicators[code]


def find(code):
    """The indicator called `code`, or None where no app brings it any more."""
    return _indicators.get(code)


def all():  # noqa: A001 - read as indicators.all()
    """Every indicator, in the order of registration."""
    return tuple(_indicators.values())


def register_universe(rows):
    _universe[:] = [Universe(rows)]


def universe():
    return _universe[0]


def register_preparation(code, name, prepare):
    _preparations[code] = Preparation(code, name, prepare)


def preparations():
    return tuple(_preparations.values())


def register_versions(name, source):
    """`source(year)` names the norms in use, kept with every run under `name`."""
    _version_sources[name] = source


def versions(year):
    """Definitions and norms that values of `year` are computed by."""
    named = {name: source(year) for name, source in _version_sources.items()}
    return {**named, "indicators": {code: i.version for code, i in _indicators.items()}}
