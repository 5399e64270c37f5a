"""Figures in templates, in the reader's own format: dash for none, "…" for unknown."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from communes import numbers
from communes.search import slug as slug_of

register = template.Library()


@register.filter
def number(value):
    """A count: 211.143."""
    return numbers.shown(value, 0)


@register.filter
def decimal(value, places=2):
    """A measure with a fixed number of decimals: 1,50."""
    return numbers.shown(value, places)


@register.filter
def plain(value):
    """Up to two decimals, none that say nothing: 15 or 15,5."""
    return numbers.shown(value)


@register.filter
def percent(ratio, places=1):
    """A ratio as a percentage: 0.489 is 48,9%."""
    if not isinstance(ratio, str) and ratio is not None:
        return f"{numbers.shown(numbers.exact(ratio) * 100, places)}%"
    return numbers.shown(ratio)


@register.filter
def points(difference, places=1):
    """A difference of two ratios in percentage points: +1,2 điểm %."""
    if isinstance(difference, str) or difference is None:
        return numbers.shown(difference)
    text = numbers.signed(numbers.exact(difference) * 100, places)
    return _("%(number)s điểm %%") % {"number": text}


@register.filter
def signed(value, places=None):
    """A difference with its sign: +938, −12."""
    return numbers.signed(value, places)


@register.filter
def measured(value, indicator):
    """A value of an indicator: 48,9% or 1,43."""
    return numbers.measured(indicator, value)


@register.filter
def with_unit(value, indicator):
    """A value of an indicator with its unit: 25,3 học sinh/lớp."""
    return numbers.with_unit(indicator, value)


@register.filter
def shortage(value):
    return numbers.shortage(value)


@register.filter
def surplus(value):
    return numbers.surplus(value)


@register.filter
def headline_shortage(value):
    """A shortage as a headline says it: −1.539, but −26,7."""
    return numbers.shortage(value, numbers.posts)


@register.filter
def headline_surplus(value):
    return numbers.surplus(value, numbers.posts)


@register.filter
def cell(value):
    """A cell of a table: texts as they are, figures in the reader's format."""
    return value if isinstance(value, str) else numbers.shown(value)


@register.filter
def unlocal(value):
    """A number for a machine (SVG, JSON): a point whatever the language."""
    return f"{value:g}"


@register.filter
def indicator_name(indicator):
    return indicator.text("name")


@register.filter
def indicator_unit(indicator):
    return indicator.text("unit")


@register.filter
def is_gap(indicator):
    """Whether the indicator counts posts short or over, shown as people."""
    return "shortage" in indicator.code or "surplus" in indicator.code


@register.simple_tag
def gap(shortage, surplus):
    """Both sides of a gap in their own colours, never netted: −842 +125."""
    return mark_safe(
        f'<span class="shortage figure-num">{spoken(_("Thiếu"))}'
        f"{numbers.shortage(shortage, numbers.posts)}</span> "
        f'<span class="surplus figure-num">{spoken(_("Thừa"))}'
        f"{numbers.surplus(surplus, numbers.posts)}</span>"
    )


def spoken(word):
    # Colour and sign are for the eye; a screen reader hears the word.
    return f'<span class="visually-hidden">{word} </span>'


@register.filter
def slug(name):
    """The part of an address that names a cluster: Văn Lãng is van-lang."""
    return slug_of(name)
