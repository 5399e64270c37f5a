"""A file with faults: sent, mended in the page, checked again, applied, taken back."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from communes import jobs
from communes.models import Import, ReportingPeriod
from staffing.models import Person
from tests import factories as make
from tests.conftest import wait_for
from tests.imports_pages.conftest import new_person, sent, workbook

pytestmark = pytest.mark.worker
State = Import.State


@pytest.fixture
def place(worker):
    """Committed rows, so that the worker sees them."""
    make.reference()
    commune = make.commune(name="Khánh Khê")
    school = make.institution("TH", commune=commune)
    make.school_year(2026)
    ReportingPeriod.objects.update(locks_on="2099-01-01", due_on="2098-01-01")
    return school, make.owner(commune)


def names():
    rows = Person.objects.filter(full_name__startswith="Hoàng Văn Thử")
    return sorted(rows.values_list("full_name", "sex"))


def test_the_whole_way(place, client):
    school, owner = place
    client.force_login(owner)
    file = SimpleUploadedFile(
        "can-bo.xlsx",
        workbook(
            new_person(school, 1),
            new_person(school, 2, **{"Giới tính": "Nuw"}),
            new_person(school, 3, **{"Giới tính": "Nuw"}),
            new_person(school, 4, **{"Ngày sinh": "31/02/1990"}),
            new_person(school, 5, **{"Ngày sinh": "30/02/1990"}),
        ),
    )
    address = client.post(
        "/imports/new/", {"kind": "staff", "year": 2026, "file": file}
    ).url

    def settled():
        """The page once no job works on the import."""
        return wait_for(
            lambda: None if (page := client.get(address)).context["is_busy"] else page
        )

    page = settled()
    assert page.context["source"].state == State.READY
    client.post(
        f"{address}fix-all/",
        {"code": "unknown_choice", "value": "Nuw", "suggestion": "Nữ"},
    )
    days = page.context["source"].importproblems.filter(code="no_such_day")
    first, second = days.order_by("row")
    client.post(f"{address}fix/", {"problem": first.pk, "value": "28/02/1990"})
    client.post(f"{address}fix/", {"problem": second.pk, "whole_row": "1"})
    client.post(f"{address}recheck/")
    page = settled()
    counts = page.context["source"]
    assert (counts.rows, counts.new, counts.errors) == (4, 4, 0)
    assert (page.context["why_not"], names()) == ("", [])

    client.post(f"{address}apply/")
    page = settled()
    assert page.context["source"].state == State.APPLIED
    assert names() == [
        ("Hoàng Văn Thử 1", "M"),
        ("Hoàng Văn Thử 2", "F"),
        ("Hoàng Văn Thử 3", "F"),
        ("Hoàng Văn Thử 4", "M"),
    ]
    assert re.search(r"Đã ghi 4 dòng mới và 0 dòng thay đổi", page.content.decode())

    client.post(f"{address}undo/")
    page = settled()
    assert (page.context["source"].state, names()) == (State.UNDONE, [])


def test_a_check_that_runs_shows_its_progress_and_can_be_stopped(place, client):
    school, owner = place
    client.force_login(owner)
    source = sent(owner, new_person(school, 1), check=False)
    job = jobs.create("import_check", by=owner, commune=school.commune)
    Import.objects.filter(pk=source.pk).update(job=job)
    page = client.get(f"/imports/{source.pk}/")
    assert page.context["is_busy"]
    piece = client.get(f"/imports/{source.pk}/", headers={"HX-Request": "true"})
    assert "<html" not in piece.content.decode()
    client.post(f"/imports/{source.pk}/cancel/")
    source.refresh_from_db()
    assert source.state == State.REFUSED
    over = client.get(f"/imports/{source.pk}/", headers={"HX-Request": "true"})
    assert over.headers["HX-Refresh"] == "true"
