"""Long tables: a worker writes the file, whole or not at all, for one person."""

import csv
import hashlib
import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes import jobs
from communes.exporting import writing
from communes.exporting.tasks import export_task, sweep_exports
from communes.models import ExportFile, ExportPart, Job, Notice
from communes.scoping import Role
from tests import factories as make
from tests.pages import reading

pytestmark = pytest.mark.django_db
URL = "/staff/"


@pytest.fixture
def commune(settings):
    settings.EXPORT_ROWS_AT_ONCE = 2
    make.reference()
    make.province(name="Lạng Sơn")
    found = make.commune(name="Khánh Khê")
    school = make.school("TH", commune=found)
    for name in ("Lê Thị An", "=cmd|calc", "Hoàng Văn Ba"):
        make.assignment(make.person(full_name=name), school)
    return found


def asked(client, account, query="", kind="csv"):
    """The job that `account` began from the offer on the page."""
    client.force_login(account)
    address = f"{URL}?{query}export={kind}"
    offer = client.get(address)
    assert offer["Content-Type"].startswith("text/html")
    assert f'value="{address.replace("&", "&amp;")}"' in offer.content.decode()
    response = client.post("/exports/", {"address": address})
    job = Job.objects.latest("pk")
    assert response.url == f"/jobs/{job.pk}/"
    return job


def written(client, account, **fields):
    job = asked(client, account, **fields)
    outcome = export_task.apply(args=[job.pk])
    job.refresh_from_db()
    return job, outcome


def rows_of(content):
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    gap = lines.index([])
    return dict(lines[:gap]), lines[gap + 2 :]


def file_at(client, job):
    return client.get(f"/exports/{job.pk}/")


def test_a_short_table_is_answered_at_once(client, commune, settings):
    settings.EXPORT_ROWS_AT_ONCE = 3
    client.force_login(make.owner(commune))
    _facts, _header, rows = reading.csv_rows(client.get(f"{URL}?export=csv"))
    assert len(rows) == 3
    assert not Job.objects.exists()


def test_a_long_table_becomes_a_job_and_a_file(client, commune):
    owner = make.owner(commune)
    job, _outcome = written(client, owner)
    assert (job.kind, job.state, job.done, job.total) == ("export", "done", 3, 3)
    assert (job.requested_by, job.commune) == (owner, None)
    response = file_at(client, job)
    content = reading.download(response)
    assert response["Content-Disposition"] == (
        'attachment; filename="danh-sach-nhan-su.csv"'
    )
    assert int(response["Content-Length"]) == len(content)
    facts, rows = rows_of(content)
    assert facts["Bảng"] == "Danh sách nhân sự"
    assert facts["Nguồn"].startswith("Sở Giáo dục và Đào tạo Lạng Sơn")
    assert sorted(row[0] for row in rows) == [
        "'=cmd|calc",
        "Hoàng Văn Ba",
        "Lê Thị An",
    ]
    kept = ExportFile.objects.get()
    assert kept.digest == hashlib.sha256(content).hexdigest()
    assert (kept.rows, kept.size) == (3, len(content))


def test_the_file_is_what_the_page_shows_in_the_readers_language(client, commune):
    client.cookies["django_language"] = "en"
    job, _outcome = written(
        client, make.owner(commune), query="sort=-name&", kind="xlsx"
    )
    client.cookies["django_language"] = "vi"
    sheet = openpyxl.load_workbook(io.BytesIO(reading.download(file_at(client, job))))
    lines = [[cell.value for cell in row] for row in sheet.active.iter_rows()]
    assert [lines[0][0], lines[0][1]] == ["Table", "List of staff"]
    at = next(n for n, line in enumerate(lines) if not any(line))
    assert len(lines[at + 2 :]) == 3


def test_the_job_page_leads_to_the_file_and_says_until_when(client, commune):
    owner = make.owner(commune)
    job, _outcome = written(client, owner)
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    assert f'href="/exports/{job.pk}/"' in page
    assert "3 dòng" in page
    assert "Lập tệp số liệu" in client.get("/jobs/").content.decode()
    ExportFile.objects.update(
        made_at=timezone.now() - timedelta(days=9),
        expires_at=timezone.now() - timedelta(days=2),
    )
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    assert f'href="/exports/{job.pk}/"' not in page
    assert "Tệp không còn" in page


def test_who_waited_is_told(client, commune, settings):
    settings.JOB_NOTICE_SECONDS = 0
    owner = make.owner(commune)
    job, _outcome = written(client, owner)
    told = Notice.objects.get(recipient=owner)
    assert (told.kind, told.address) == ("job", f"/jobs/{job.pk}/")
    assert told.text == "Việc “Lập tệp số liệu” đã xong."


def test_nobody_else_takes_the_file(client, commune):
    job, _outcome = written(client, make.owner(commune))
    for account in (
        make.colleague(commune),
        make.reader(commune),
        make.stranger(),
        make.official(),
        make.admin(),
    ):
        client.force_login(account)
        assert file_at(client, job).status_code == 404
    assert Job.objects.visible_to(make.colleague(commune)).count() == 0


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"role": Role.COMMUNE_READER}, 404),
        ({"expires_on": timezone.localdate() - timedelta(days=1)}, 302),
    ],
)
def test_whoever_stands_elsewhere_now_takes_it_no_more(client, commune, change, status):
    owner = make.owner(commune)
    job, _outcome = written(client, owner)
    assert file_at(client, job).status_code == 200
    type(owner).objects.filter(pk=owner.pk).update(**change)
    assert file_at(client, job).status_code == status


def test_whoever_moved_to_another_commune_takes_it_no_more(client, commune):
    owner = make.owner(commune)
    job, _outcome = written(client, owner)
    type(owner).objects.filter(pk=owner.pk).update(commune=make.commune())
    assert file_at(client, job).status_code == 404


def test_rows_are_those_the_requester_may_see(client, commune):
    other = make.commune(name="Bình Gia")
    school = make.school("TH", commune=other)
    for name in ("Một", "Hai", "Ba Sơn"):
        make.assignment(make.person(full_name=name), school)
    job, _outcome = written(client, make.owner(other))
    _facts, rows = rows_of(reading.download(file_at(client, job)))
    assert sorted(row[0] for row in rows) == ["Ba Sơn", "Hai", "Một"]


def test_an_account_closed_meanwhile_gets_no_file(client, commune):
    owner = make.owner(commune)
    job = asked(client, owner)
    type(owner).objects.filter(pk=owner.pk).update(is_active=False)
    assert export_task.apply(args=[job.pk]).state == "FAILURE"
    job.refresh_from_db()
    assert job.error == "Tài khoản yêu cầu tệp này đã bị khóa hoặc hết hạn."
    assert not ExportFile.objects.exists()


class FullDisk(io.BytesIO):
    def write(self, content):
        raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_no_file_and_says_so(client, commune, monkeypatch):
    job = asked(client, make.owner(commune))
    monkeypatch.setattr(writing.tempfile, "TemporaryFile", FullDisk)
    assert export_task.apply(args=[job.pk]).state == "FAILURE"
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.error == "Máy chủ hết chỗ hoặc không ghi được tệp; chưa có tệp nào."
    assert not ExportFile.objects.exists()
    assert file_at(client, job).status_code == 404


def test_a_stopped_job_keeps_nothing(client, commune):
    job = asked(client, make.owner(commune))
    jobs.cancel(job.pk)
    export_task.apply(args=[job.pk])
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert not ExportFile.objects.exists()


def test_a_job_taken_up_again_after_a_killed_worker_keeps_one_file(client, commune):
    job, _outcome = written(client, make.owner(commune))
    Job.objects.filter(pk=job.pk).update(state="running", finished_at=None)
    export_task.apply(args=[job.pk])
    assert ExportFile.objects.filter(job=job).count() == 1
    assert ExportPart.objects.count() == 1


def test_a_file_of_many_parts_comes_back_whole(client, commune, monkeypatch):
    monkeypatch.setattr(writing, "PART", 64)
    job, _outcome = written(client, make.owner(commune))
    content = reading.download(file_at(client, job))
    assert ExportPart.objects.count() == -(-len(content) // 64) > 3
    assert ExportFile.objects.get().digest == hashlib.sha256(content).hexdigest()


def test_expired_files_are_swept_and_others_stay(client, commune):
    owner = make.owner(commune)
    old, _outcome = written(client, owner)
    new, _outcome = written(client, owner)
    ExportFile.objects.filter(job=old).update(
        made_at=timezone.now() - timedelta(days=9),
        expires_at=timezone.now() - timedelta(seconds=1),
    )
    sweep_exports()
    assert [one.job for one in ExportFile.objects.all()] == [new]
    assert Job.objects.filter(pk=old.pk).exists()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "/nowhere/?export=csv",
        "/staff/",
        "/staff/?export=png",
        "/dashboard/?export=csv",
        "https://elsewhere.example/staff/?export=csv",
        "//elsewhere.example/staff/?export=csv",
        "/emulation/campaigns/none/ranking/?export=csv",
    ],
)
def test_only_pages_with_a_long_table_are_written(client, commune, address):
    client.force_login(make.owner(commune))
    assert client.post("/exports/", {"address": address}).status_code == 404
    assert not Job.objects.exists()


def test_the_history_is_counted_no_further_than_the_limit(client, commune):
    client.force_login(make.admin())
    offer = client.get("/history/?export=csv")
    assert offer["Content-Type"].startswith("text/html")
    client.post("/exports/", {"address": "/history/?export=csv"})
    job = Job.objects.get()
    export_task.apply(args=[job.pk])
    job.refresh_from_db()
    assert job.state == "done", job.error
    facts, rows = rows_of(reading.download(file_at(client, job)))
    assert facts["Bảng"] == "Lịch sử thay đổi"
    assert len(rows) == job.result["rows"] > 3


def test_the_offer_costs_the_same_however_long_the_table(client, commune):
    client.force_login(make.owner(commune))

    def cost():
        client.get(f"{URL}?export=csv")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{URL}?export=csv")
        return len(captured)

    few = cost()
    school = commune.institutions.get()
    for _time in range(3):
        make.employee(school)
    assert cost() == few
