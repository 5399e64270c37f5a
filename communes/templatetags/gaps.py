"""Gross shortage and surplus in table cells, each with its own sign."""

from django import template

from communes import numbers

register = template.Library()
register.filter("shortage", numbers.shortage)
register.filter("surplus", numbers.surplus)
