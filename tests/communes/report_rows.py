"""A row of every table of reports, made for the commune of a world."""

from communes.models import Report, ReportFile, ReportText
from tests import factories as make


def report(world):
    return Report.objects.create(
        school_year=make.school_year(),
        commune=world.commune,
        created_by=world.people["head"],
    )


def text(world):
    return ReportText.objects.create(
        report=report(world), key="size", text="Khác", written_by=world.people["head"]
    )


def file(world):
    return ReportFile.objects.create(
        report=report(world), kind="pdf", content=b"%PDF", size=4
    )


OF_REPORTS = {Report: report, ReportText: text, ReportFile: file}
