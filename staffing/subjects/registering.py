"""Puts gaps by subject where the rest of the house finds them: values, reports and papers."""

from staffing.office import report as office_report

from . import indicators, papers, report


def register_all():
    indicators.register_all()
    report.register_all()
    papers.register_all()
    office_report.register_all()
