"""Ways to break what must be true of annual reports."""

from datetime import date

from django.utils import timezone

from communes.models import Report, ReportFile, ReportText
from tests import factories as make

from .registry import again, breaks, set_on

DIGEST = "0" * 64


def report(**fields):
    return Report.objects.create(
        **{"school_year": make.school_year(), "created_by": make.admin(), **fields}
    )


def issued():
    now = timezone.now()
    admin = make.admin()
    return report(
        state="issued",
        number="1/BC",
        digest=DIGEST,
        issued_by=admin,
        issued_at=now,
        issued_on=date(2026, 6, 1),
        checked_by=admin,
        checked_at=now,
    )


@breaks("report_edition_once")
def edition_twice():
    again(issued())


@breaks("report_one_in_work")
def two_in_work():
    again(report(), edition=2)


@breaks("report_checked_who_and_when")
def checked_by_nobody():
    set_on(report(digest=DIGEST), state="checked", checked_at=timezone.now())


@breaks("report_issued_who_and_when")
def issued_on_no_day():
    set_on(report(), issued_on=date(2026, 6, 1))


@breaks("report_state_has_its_facts")
def checked_without_a_check():
    set_on(report(digest=DIGEST), state="checked")


@breaks("report_leaves_draft_with_digest")
def checked_unbuilt():
    admin = make.admin()
    set_on(report(), state="checked", checked_by=admin, checked_at=timezone.now())


def text(**fields):
    return ReportText.objects.create(
        **{"report": report(), "key": "size", "written_by": make.admin(), **fields}
    )


@breaks("report_text_once")
def sentence_twice():
    again(text())


@breaks("report_text_added_says_something")
def empty_addition():
    text(place=1)


def file(**fields):
    return ReportFile.objects.create(
        **{
            "report": report(),
            "kind": "pdf",
            "content": b"%PDF",
            "size": 4,
            "digest": DIGEST,
            **fields,
        }
    )


@breaks("report_file_once")
def file_twice():
    again(file())


@breaks("report_file_not_empty")
def empty_file():
    file(size=0)
