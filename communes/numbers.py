"""Numbers as people of this country write them: 211.143; 48,9; – for none."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

NONE = "–"
# Not computed or not handed in yet, as against "there is no value".
UNKNOWN = "…"
MINUS = "−"


def exact(value):
    """`value` as a Decimal, floats by the digits they are written with."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def shown(value, places=None):
    """`value` with separators of the reader's language; None is a dash.

    Without `places` at most two decimals are kept and trailing zeros dropped.
    """
    if value is None or value == "":
        return NONE
    if value == UNKNOWN:
        return UNKNOWN
    number = exact(value).quantize(
        Decimal(1).scaleb(-(2 if places is None else places)), ROUND_HALF_UP
    )
    text = f"{abs(number):,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if get_language() != "en":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if number < 0 else text


def signed(value, places=None):
    """Like `shown`, with a plus before what is above zero."""
    text = shown(value, places)
    return f"+{text}" if value and value != UNKNOWN and value > 0 else text


def posts(value):
    """Posts as one says them: from a hundred up, hundredths of a post are noise."""
    whole = value is not None and value != UNKNOWN and abs(exact(value)) >= 100
    return shown(value, 0 if whole else None)


def shortage(value, form=shown):
    """A gross shortage as it is written: −2; nothing missing is a dash."""
    return _gross(MINUS, value, form)


def surplus(value, form=shown):
    """A gross surplus as it is written: +2; nothing too many is a dash."""
    return _gross("+", value, form)


def _gross(sign, value, form):
    if value == UNKNOWN:
        return UNKNOWN
    return f"{sign}{form(value)}" if value else NONE


def percent(part, whole, places=1):
    """`part` of `whole` in per cent; over nothing there is no value."""
    if part is None or not whole:
        return NONE
    return f"{shown(Decimal(part) * 100 / Decimal(whole), places)}%"


def measured(indicator, value):
    """A value of `indicator` with its decimals, as a percentage where it is one."""
    if value is None or value == UNKNOWN:
        return shown(value)
    if indicator.is_percent:
        return f"{shown(exact(value) * 100, indicator.digits)}%"
    return shown(value, indicator.digits)


def with_unit(indicator, value):
    """The same with its unit behind it, where the sign does not say it."""
    text = measured(indicator, value)
    unit = "" if indicator.is_percent or value is None else indicator.text("unit")
    return f"{text} {unit}".strip()
