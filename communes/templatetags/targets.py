"""How a value stands to its target, in a word, a sign and a colour."""

from django import template

from communes.targets import words
from communes.targets.tables import level_name

register = template.Library()
register.filter("level_name", level_name)


@register.inclusion_tag("targets/_state.html")
def target_state(standing):
    return {
        "state": standing.state,
        "sign": words.SIGNS[standing.state],
        "word": words.state(standing),
        "basis": words.basis(standing),
    }


@register.filter
def target_aim(standing):
    return words.aim(standing)


@register.filter
def target_difference(standing):
    return words.difference(standing)


@register.filter
def target_origin(standing):
    return words.origin(standing)


@register.filter
def target_basis(standing):
    return words.basis(standing)
