"""A row of every table of papers, about the school of a world."""

from communes.models import Paper, PaperFile, PaperSchedule
from tests import factories as make


def paper(world, **fields):
    return Paper.objects.create(
        **{
            "kind": "school_profile",
            "school_year": make.school_year(),
            "commune": world.commune,
            "managing_commune": world.commune,
            "institution_code": world.school.code,
            "formats": ["pdf"],
            **fields,
        }
    )


def file(world):
    return PaperFile.objects.create(
        paper=paper(world), kind="pdf", content=b"%PDF", size=4
    )


def schedule(world):
    return PaperSchedule.objects.create(
        kind="completeness_letter",
        commune=world.commune,
        formats=["docx"],
        rhythm="weekly",
        created_by=world.people["head"],
    )


ABOUT_SCHOOL = {Paper: paper, PaperFile: file}
