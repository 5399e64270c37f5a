"""Ways to break what must be true of papers and their schedules."""

from datetime import date

from communes.models import Paper, PaperFile, PaperSchedule
from tests import factories as make

from .registry import again, breaks, set_on


def paper(**fields):
    about = {"kind": "letter", "school_year": make.school_year(), "formats": ["pdf"]}
    return Paper.objects.create(**about | fields)


def schedule(**fields):
    about = {
        "kind": "letter",
        "formats": ["pdf"],
        "rhythm": "weekly",
        "created_by": make.admin(),
    }
    return PaperSchedule.objects.create(**about | fields)


@breaks("paper_once_per_due_date")
def due_twice():
    again(paper(schedule=schedule(), due_on=date(2026, 6, 1)))


@breaks("paper_has_kind")
def of_no_kind():
    set_on(paper(), kind="")


@breaks("paper_has_format")
def in_no_format():
    set_on(paper(), formats=[])


def file(**fields):
    about = {"paper": paper(), "kind": "pdf", "content": b"%PDF", "size": 4}
    return PaperFile.objects.create(**about | fields)


@breaks("paper_file_once")
def file_twice():
    again(file())


@breaks("paper_file_not_empty")
def empty_file():
    file(size=0)


@breaks("paper_schedule_once")
def subscribed_twice():
    again(schedule())


@breaks("paper_schedule_day_in_range")
def on_the_eighth_day_of_a_week():
    set_on(schedule(), day=8)


@breaks("paper_schedule_has_format")
def subscribed_in_no_format():
    set_on(schedule(), formats=[])
