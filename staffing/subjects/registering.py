"""Puts gaps by subject where the rest of the house finds them: values, reports and papers."""

from . import indicators, papers, report


def register_all():
    indicators.register_all()
    report.register_all()
    papers.register_all()
