"""The targets of one place and year as a grid of cells, read as people type them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from communes import indicators, numbers
from communes.indicators import Indicator
from communes.levels import ALL_LEVELS, Level
from communes.models import Target
from communes.targets.judging import has_direction
from communes.workbooks import amounts
from communes.workbooks.cells import CellProblem, tidy

LARGEST = 9_999_999


def aimed():
    """Indicators that can have a target, in the order of the dictionary."""
    return [one for one in indicators.all() if has_direction(one)]


def levels_of(indicator):
    """All levels together, and each one of several the indicator is computed for."""
    if len(indicator.levels) == 1:
        return (ALL_LEVELS,)
    return (ALL_LEVELS, *(one.value for one in Level if one in indicator.levels))


def typed(indicator: Indicator, value: Decimal | None) -> str:
    """A target as one would type it: 60 for a share of 0.6."""
    if value is None:
        return ""
    return numbers.shown(value * 100 if indicator.is_percent else value)


def read(indicator: Indicator, text: str) -> Decimal | None:
    """The target that `text` says; None if empty. CellProblem with a sentence."""
    plain = tidy(text)
    if indicator.is_percent:
        plain = plain.removesuffix("%").rstrip()
    most = 100 if indicator.is_percent else LARGEST
    if indicator.is_count:
        number = amounts.integer(plain, 0, most)
    else:
        number = amounts.decimal(plain, 0, most)
    if number is None:
        return None
    number = Decimal(number)
    if number != round(number, indicator.digits):
        words = _("%(text)s có quá nhiều chữ số lẻ; hãy ghi tối đa %(digits)s.")
        known = {"text": plain, "digits": indicator.digits}
        raise CellProblem("too_exact", words % known)
    return number / 100 if indicator.is_percent else number


@dataclass
class Cell:
    """One target: what is stored, what stands in the box, what is wrong with it."""

    indicator: Indicator
    level: str
    stored: Target | None = None
    text: str = ""
    error: str = ""
    # Offered out of last year's plan, not stored yet.
    is_copied: bool = False

    @property
    def name(self):
        return f"{self.indicator.code}.{self.level or 'all'}"

    @property
    def label(self):
        level = Level(self.level).label if self.level else _("Tất cả cấp học")
        return f"{self.indicator.text('name')}, {level}"

    @property
    def was(self):
        """What a box is sent along with, so that a second writer is noticed."""
        return str(self.stored.value) if self.stored else ""

    @property
    def value(self):
        return self.stored.value if self.stored else None


@dataclass
class Grid:
    """Every cell of a place and year over what is stored there."""

    own: Mapping
    cells: list[Cell] = field(init=False)
    # {cell name: new value, None to remove}
    changes: dict = field(default_factory=dict)

    def __post_init__(self):
        self.cells = [
            Cell(one, level, self.own.get((one.code, level)))
            for one in aimed()
            for level in levels_of(one)
        ]
        for cell in self.cells:
            cell.text = typed(cell.indicator, cell.value)

    @property
    def rows(self):
        """(indicator, its cells by level; None where it has no such level)."""
        found = {(cell.indicator.code, cell.level): cell for cell in self.cells}
        for indicator in aimed():
            yield (
                indicator,
                [found.get((indicator.code, level)) for level in (ALL_LEVELS, *Level)],
            )

    @property
    def errors(self):
        return [cell for cell in self.cells if cell.error]

    def offer(self, earlier: Mapping):
        """Fill empty boxes with the targets of the year before; nothing is stored."""
        for cell in self.cells:
            found = earlier.get((cell.indicator.code, cell.level))
            if cell.stored is None and found:
                cell.text = typed(cell.indicator, found.value)
                cell.is_copied = True

    def read(self, sent: Mapping):
        """Take what somebody typed; a box she left alone stays as it is stored now."""
        for cell in self.cells:
            if cell.name in sent:
                self._read_cell(cell, sent[cell.name], sent.get(f"was.{cell.name}", ""))

    def _read_cell(self, cell, text, was):
        try:
            value = read(cell.indicator, text)
        except CellProblem as problem:
            cell.text, cell.error = text, problem.message
            return
        if value == (Decimal(was) if is_number(was) else None):
            return
        cell.text = text
        if value == cell.value:
            return
        if cell.was != was:
            cell.error = self._met_another(cell)
            return
        self.changes[cell.name] = value

    def _met_another(self, cell):
        if cell.stored is None:
            return _(
                "Trong lúc đó có người đã xóa chỉ tiêu này. Lưu lại nếu vẫn muốn ghi."
            )
        words = _(
            "Trong lúc đó %(who)s đã ghi %(value)s. Lưu lại nếu muốn thay bằng số của bạn."
        )
        value = numbers.with_unit(cell.indicator, cell.value)
        author = cell.stored.set_by
        who = author.get_full_name() or author.username
        return words % {"who": who, "value": value}


def is_number(text):
    return text.replace(".", "", 1).isdigit()
