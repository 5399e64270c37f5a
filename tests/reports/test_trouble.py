"""A worker killed half-way, a full disk, a wrong wish: a sentence, and it can be run again."""

import os
import signal
import subprocess
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from communes import failures, recovery
from communes.models import Job
from communes.recompute import recompute_year
from communes.reporting import life
from communes.reporting.tasks import request_build
from edu_lang_son import environment
from edu_lang_son.celery import app
from tests import factories as make
from tests.conftest import start_worker, wait_for
from tests.killing import another_session, end_group, waiting_sessions

YEAR = make.YEAR
LOST = "Máy làm việc này đã dừng giữa chừng. Hãy chạy lại."


def furnished():
    make.reference()
    commune = make.commune(name="Khánh Khê")
    make.complete_school("TH", commune=commune, state="approved", year=YEAR)
    recompute_year(YEAR)
    admin = make.admin()
    return admin, life.begin(year=YEAR, by=admin)


def hold_files():
    """Every build has made its files and waits where it would keep them."""
    return another_session("LOCK TABLE communes_reportfile IN ACCESS EXCLUSIVE MODE")


def ended(job):
    wait_for(lambda: Job.objects.get(pk=job.pk).has_ended)
    return Job.objects.get(pk=job.pk)


def digests(report):
    return {one.kind: one.digest for one in report.files.all()}


def press_again(client, admin, report):
    """The button on the report's page; returns the job it made."""
    client.force_login(admin)
    page = client.get(reverse("report_detail", args=[report.pk])).content.decode()
    assert LOST in page
    again = reverse("report_build", args=[report.pk])
    assert f'action="{again}"' in page
    client.post(again)
    report.refresh_from_db()
    return report.job


@pytest.mark.worker
def test_killed_worker_leaves_a_sentence_no_file_and_a_button(
    transactional_db, no_other_worker, client
):
    """kill -9 while the files are being kept; the next of its name tells of it."""
    admin, report = furnished()
    log = settings.VAR_DIR / "killed-report.log"
    worker = start_worker(log, name="killed-report")
    try:
        with hold_files():
            job = request_build(report, by=admin)
            wait_for(waiting_sessions)
            end_group(worker, signal.SIGKILL)
        assert Job.objects.get(pk=job.pk).state == Job.State.RUNNING
        worker = start_worker(log, name="killed-report")
        job = ended(job)
        assert (job.state, job.error) == (Job.State.FAILED, LOST)
        report.refresh_from_db()
        assert (report.content, report.files.count()) == ({}, 0)
        assert ended(press_again(client, admin, report)).state == Job.State.DONE
        assert set(digests(report)) == {"docx", "pdf", "xlsx"}
    finally:
        end_group(worker, signal.SIGTERM)
        app.control.purge()


@pytest.mark.worker
def test_silent_worker_is_taken_for_dead_and_a_busy_one_is_not(worker):
    admin, report = furnished()
    long_ago = timezone.now() - timedelta(hours=1)
    gone = Job.objects.create(
        kind="report_build", state="running", host="gone@x", started_at=long_ago
    )
    with hold_files():
        busy = request_build(report, by=admin)
        wait_for(waiting_sessions)
        Job.objects.filter(pk=busy.pk).update(started_at=long_ago)
        recovery.close_lost()
        gone.refresh_from_db()
        assert (gone.state, gone.error) == (Job.State.FAILED, LOST)
        assert Job.objects.get(pk=busy.pk).state == Job.State.RUNNING
    assert ended(busy).state == Job.State.DONE


@pytest.mark.worker
def test_work_that_kills_its_process_twice_is_not_begun_a_third_time(worker):
    admin, report = furnished()
    with hold_files():
        job = request_build(report, by=admin)
        pids = [kill_who_works_on(job, but=[])]
        pids.append(kill_who_works_on(job, but=pids))
        job = ended(job)
    assert (job.state, job.error, job.params["killed"]) == ("failed", LOST, 2)
    assert report.files.count() == 0


def kill_who_works_on(job, but):
    """kill -9 for the process that has the job in hand, once it is a new one."""

    def found():
        active = app.control.inspect(timeout=0.5).active() or {}
        hands = [one for tasks in active.values() for one in tasks]
        return [
            one["worker_pid"]
            for one in hands
            if job.pk in one["args"] and one["worker_pid"] not in (None, *but)
        ]

    [pid] = wait_for(found)
    os.kill(pid, signal.SIGKILL)
    return pid


@pytest.fixture
def small_disk(server_folder):
    """Makes a disk of so many bytes, gone after the test."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    server_folder.chmod(0o711)
    disk = server_folder / "disk"
    disk.mkdir()

    def mount(size):
        made = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=777", "tmpfs"]
        if subprocess.run([*made, str(disk)], capture_output=True).returncode:
            pytest.skip("no small disk can be mounted on this machine")
        return disk

    yield mount
    subprocess.run(["umount", str(disk)], capture_output=True)


@contextmanager
def files_kept_on(disk):
    """The table of files stands on `disk` meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        owner = os.stat(cursor.fetchone()[0])
        place = disk / "tables"
        place.mkdir()
        os.chown(place, owner.st_uid, owner.st_gid)
        cursor.execute("CREATE TABLESPACE small LOCATION %s", [str(place)])
        # What earlier tests rolled back still takes room.
        cursor.execute("VACUUM FULL communes_reportfile")
        try:
            cursor.execute("ALTER TABLE communes_reportfile SET TABLESPACE small")
            yield
            cursor.execute("ALTER TABLE communes_reportfile SET TABLESPACE pg_default")
        finally:
            cursor.execute("DROP TABLESPACE small")


@pytest.mark.worker
def test_full_disk_of_the_database_keeps_the_earlier_files(worker, small_disk):
    if not environment.is_local():
        pytest.skip("the database's disk is not ours to fill")
    admin, report = furnished()
    assert ended(request_build(report, by=admin)).state == Job.State.DONE
    report.refresh_from_db()
    before = (report.digest, digests(report))
    size = sum(one.size for one in report.files.all())
    # Room for what is there, not for as much once more.
    with files_kept_on(small_disk(int(size * 1.4))):
        job = ended(request_build(report, by=admin))
        report.refresh_from_db()
        after = (report.digest, digests(report))
    assert (job.state, job.error) == (Job.State.FAILED, failures.no_room())
    assert after == before
    assert ended(request_build(report, by=admin)).state == Job.State.DONE


def test_full_disk_of_the_shell_leaves_no_half_file(db, small_disk):
    furnished()
    disk = small_disk(8192)
    with pytest.raises(CommandError) as refused:
        export(disk / "a.pdf")
    assert str(refused.value) == failures.no_room()
    assert list(disk.iterdir()) == []


def export(path, **options):
    year = f"{YEAR}-{YEAR + 1}"
    wishes = {"year": year, "format": "pdf", "out": str(path), **options}
    call_command("export_report", **wishes)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"year": "1999-2000"}, "Chưa có năm học 1999-2000 trong hệ thống."),
        ({"commune": "99999"}, "Không có xã, phường mang mã 99999."),
    ],
)
def test_wrong_wish_in_the_shell_is_refused_in_a_sentence(
    db, tmp_path, options, sentence
):
    furnished()
    with pytest.raises(CommandError) as refused:
        export(tmp_path / "a.pdf", **options)
    assert str(refused.value) == sentence
    assert list(tmp_path.iterdir()) == []


def test_folder_that_is_not_there_is_named(db, tmp_path):
    furnished()
    with pytest.raises(CommandError, match="Không ghi hoặc đọc được .*missing"):
        export(tmp_path / "missing" / "a.xlsx", format="xlsx")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (life.ReportError("Câu của ta."), "Câu của ta."),
        (OSError(28, "No space left on device"), failures.no_room()),
        (
            MemoryError(),
            "Máy chủ không đủ bộ nhớ cho việc này. Hãy báo quản trị viên.",
        ),
        (
            KeyError("x"),
            "Lỗi ngoài dự kiến (KeyError); nhật ký của máy chủ ghi rõ hơn.",
        ),
    ],
)
def test_people_are_told_in_their_language(error, sentence):
    assert failures.sentence(error) == sentence
