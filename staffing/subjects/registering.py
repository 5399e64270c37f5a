"""Puts gaps by subject where the rest of the house finds them: values and reports."""

from . import indicators, report


def register_all():
    indicators.register_all()
    report.register_all()
