"""How a value stands to its target: pure arithmetic that never fails."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from communes.indicators import Indicator
from communes.numbers import exact

HIGH, LOW = "high", "low"


class State(StrEnum):
    """The traffic light; the last two are no colour but a reason for none."""

    MET = "met"
    NEAR = "near"
    MISSED = "missed"
    NO_VALUE = "no_value"
    NO_TARGET = "no_target"


JUDGED = (State.MET, State.NEAR, State.MISSED)


@dataclass(frozen=True)
class Margins:
    """What may be missing for "nearly": of a share, and of any other target its part."""

    share: Decimal = Decimal(0)
    number: Decimal = Decimal(0)

    def of(self, indicator: Indicator, target: Decimal) -> Decimal:
        return self.share if indicator.is_percent else self.number * target


def has_direction(indicator: Indicator) -> bool:
    """Only where more or less is better can a target be reached or missed."""
    return indicator.better in (HIGH, LOW)


def printed(indicator: Indicator, value) -> Decimal | None:
    """`value` with the digits it is printed with, so that a reader's sums agree."""
    if value is None:
        return None
    places = indicator.digits + (2 if indicator.is_percent else 0)
    return exact(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def difference(indicator: Indicator, value, target) -> Decimal | None:
    """Value minus target as both are printed; None where one of them is missing."""
    if value is None or target is None:
        return None
    return printed(indicator, value) - printed(indicator, target)


def state_of(indicator: Indicator, value, target, margins: Margins) -> State:
    """Reached, nearly, missed; or why that cannot be said."""
    if target is None or not has_direction(indicator):
        return State.NO_TARGET
    ahead = difference(indicator, value, target)
    if ahead is None:
        return State.NO_VALUE
    lack = -ahead if indicator.better == HIGH else ahead
    if lack <= 0:
        return State.MET
    near = lack <= margins.of(indicator, printed(indicator, target))
    return State.NEAR if near else State.MISSED
