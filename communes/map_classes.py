"""Values of places in a few named classes, each with its colour: one rule for all maps."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from communes import numbers
from communes.colours import NOTHING, RAMPS, UNKNOWN
from communes.indicators import Indicator


@dataclass(frozen=True)
class Class:
    """A range of values with its name in the legend; `lower` None: no value."""

    name: str
    colour: str
    lower: float | None = None


def kind_of(indicator: Indicator) -> str:
    """Which colours an indicator may wear: those of a gap belong to gaps alone."""
    return next(
        (kind for kind in ("shortage", "surplus") if kind in indicator.code), ""
    )


def classes_of(values: Sequence, indicator: Indicator) -> list[Class]:
    """At most five classes with about as many places each, then zero and unknown."""
    kind = kind_of(indicator)
    known = sorted(float(value) for value in values if value is not None)
    ranked = [value for value in known if value > 0] if kind else known
    bounds = bounds_of(ranked, indicator)
    ramp = RAMPS[kind]
    chosen = [
        ramp[place * 4 // max(len(bounds) - 1, 1)] for place in range(len(bounds))
    ]
    classes = [
        Class(class_name(bounds, place, indicator), chosen[place], lower)
        for place, lower in enumerate(bounds)
    ]
    classes.reverse()
    if kind and any(value <= 0 for value in known):
        name = _("không thiếu") if kind == "shortage" else _("không thừa")
        classes.append(Class(name, NOTHING, float("-inf")))
    if len(known) < len(values):
        classes.append(Class(_("chưa có số liệu"), UNKNOWN))
    return classes


def bounds_of(ranked: list[float], indicator: Indicator) -> list[float]:
    """Lower bounds of the classes: fifths of the places, rounded as they are shown."""
    if not ranked:
        return []
    fifths = [ranked[len(ranked) * part // 5] for part in range(5)]
    digits = indicator.digits + (2 if indicator.is_percent else 0)
    lowest, *others = (round(value, digits) for value in fifths)
    return [min(lowest, ranked[0]), *sorted({v for v in others if v > lowest})]


def class_name(bounds: list[float], place: int, indicator: Indicator) -> str:
    lower = numbers.measured(indicator, bounds[place])
    if place == len(bounds) - 1:
        return _("từ %(lower)s") % {"lower": lower}
    upper = bounds[place + 1]
    if place == 0:
        return _("dưới %(upper)s") % {"upper": numbers.measured(indicator, upper)}
    if indicator.is_count:
        last = numbers.measured(indicator, upper - 1)
        return lower if last == lower else f"{lower}–{last}"
    return f"{lower} – {numbers.measured(indicator, upper)}"


def colour_of(value, classes: Sequence[Class]) -> str:
    if value is None:
        return UNKNOWN
    for one in classes:
        if one.lower is not None and float(value) >= one.lower:
            return one.colour
    return NOTHING
