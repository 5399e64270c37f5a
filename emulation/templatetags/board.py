"""Ranks and scores in templates: in words, and drawn with their doubt."""

from django import template
from django.utils.html import format_html

from communes.numbers import shown
from emulation.boards import ranking
from emulation.boards.ranking_table import doubt_bar

register = template.Library()
register.filter("rank_words", ranking.rank_in_words)


@register.filter
def doubt(standing):
    """The bar from low to high, and the range in figures."""
    return format_html("{} {}", doubt_bar(standing), ranking.score_range(standing))


@register.filter
def level_name(names, number):
    return shown(None) if number is None else names.get(number, number)
