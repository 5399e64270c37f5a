"""Sending a file: what the form says, and what is turned away unread."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from communes.imports.upload_limit import UploadLimitMiddleware
from communes.models import Import
from tests import factories as make


class Unreadable:
    """A body that nobody may touch."""

    def read(self, *args):
        raise AssertionError("the body was read")


@pytest.fixture
def sender(owner, client):
    client.force_login(owner)
    return client


def test_what_is_missing_is_said_and_what_was_chosen_stays(sender):
    response = sender.post("/imports/new/", {"kind": "staff", "year": 2026})
    assert response.context["form"].errors == {"file": ["Hãy chọn tệp để gửi."]}
    assert 'value="staff"' in response.content.decode()
    assert "checked" in response.content.decode()
    assert Import.objects.count() == 0


def test_a_kind_that_is_none_is_refused(sender):
    file = SimpleUploadedFile("x.xlsx", b"x")
    given = {"kind": "khong-co", "year": 2026, "file": file}
    response = sender.post("/imports/new/", given)
    assert list(response.context["form"].errors) == ["kind"]
    assert Import.objects.count() == 0


def test_the_address_chooses_kind_and_year(sender):
    form = sender.get("/imports/new/?kind=staff&year=2026").context["form"]
    assert (form["kind"].value(), form["year"].value()) == ("staff", "2026")


def test_an_empty_file_is_kept_as_refused(sender):
    file = SimpleUploadedFile("rong.xlsx", b"")
    response = sender.post(
        "/imports/new/", {"kind": "staff", "year": 2026, "file": file}
    )
    source = Import.objects.get()
    assert response.url == f"/imports/{source.pk}/"
    assert source.state == Import.State.REFUSED


def test_a_hundred_megabytes_are_turned_away_unread(settings):
    """By what the request says of itself, before anything parses it."""
    request = RequestFactory().post("/imports/new/")
    request.META["CONTENT_LENGTH"] = str(100 * 2**20)
    request.META["wsgi.input"] = request._stream = Unreadable()

    def page(request):
        raise AssertionError("the page was asked")

    response = UploadLimitMiddleware(page)(request)
    assert response.status_code == 413
    assert "Tệp lớn 100 MB, hệ thống chỉ nhận đến 20 MB." in response.content.decode()


def test_the_limit_stands_before_the_token_is_looked_for(settings):
    names = settings.MIDDLEWARE
    own = names.index("communes.imports.upload_limit.UploadLimitMiddleware")
    assert own < names.index("django.middleware.csrf.CsrfViewMiddleware")


def test_templates_come_filled_with_what_the_sender_may_change(school, sender):
    make.employee(school)
    other = make.school("TH", commune=make.commune(name="Bình Gia"))
    stranger = make.employee(other).person
    response = sender.get("/workbooks/staff/", {"year": 2026})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    text = {str(cell) for sheet in book for row in sheet.values for cell in row}
    assert school.assignments.get().person.personal_id in text
    assert stranger.personal_id not in text
    assert response["Content-Disposition"].endswith(
        f'"staff-2026-2027-{school.commune_id}.xlsx"'
    )
    assert sender.get("/workbooks/khong-co/").status_code == 404
    elsewhere = sender.get("/workbooks/staff/", {"commune": other.commune_id})
    assert elsewhere.status_code == 404


def test_the_marked_workbook_lists_what_must_be_mended(faulty, sender):
    response = sender.get(f"/imports/{faulty.pk}/marked/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    listed = book["Cần sửa"]
    words = {str(cell) for row in listed.values for cell in row}
    assert set(faulty.importproblems.values_list("message", flat=True)) <= words
    assert response["Content-Disposition"].endswith('"can-bo-can-sua.xlsx"')
