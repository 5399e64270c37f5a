"""From draft to issue: words of people survive, what is issued stands, nothing is half."""

import hashlib
import resource
import signal
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from communes.documents import storing
from communes.models import IndicatorValue, Job, Report
from communes.recompute import recompute_year
from communes.reporting import files, life
from communes.reporting.tasks import request_build
from tests import factories as make
from tests.conftest import wait_for
from tests.reports.papers import word_of

YEAR = make.YEAR
State = Report.State


def furnished():
    """A commune with one school, computed."""
    make.reference()
    commune = make.commune(name="Khánh Khê")
    make.complete_school("TH", commune=commune, state="approved", year=YEAR)
    recompute_year(YEAR)
    return commune


@pytest.fixture
def world(db):
    return furnished()


@pytest.fixture
def admin(world):
    return make.admin()


@pytest.fixture
def report(world, admin):
    row = life.begin(year=YEAR, by=admin)
    life.build(row.pk)
    row.refresh_from_db()
    return row


def read(report, kind="docx"):
    return bytes(report.files.get(kind=kind).content)


def paragraphs(report):
    return [one.text for one in word_of(read(report)).paragraphs]


def issued(report, admin):
    life.check(report, by=admin)
    report.refresh_from_db()
    life.issue(
        report,
        number="12/BC-SGDĐT",
        issued_on=date(2026, 6, 5),
        signer="Họ Tên",
        by=admin,
    )
    report.refresh_from_db()
    return report


def test_one_report_is_in_work_and_the_next_follows_issue(report, admin):
    assert life.begin(year=YEAR, by=admin) == report
    issued(report, admin)
    following = life.begin(year=YEAR, by=admin)
    assert (following.edition, following.state) == (2, State.DRAFT)


def test_build_keeps_three_files_and_the_hash_of_their_content(report):
    kept = {one.kind: one for one in report.files.all()}
    assert set(kept) == {"docx", "pdf", "xlsx"}
    for one in kept.values():
        assert one.size == len(one.content)
        assert one.digest == hashlib.sha256(bytes(one.content)).hexdigest()
    assert report.digest == storing.digest(report.content)


def test_words_of_people_outlive_every_build(report, admin):
    life.write_text(report, "situation.size", "Câu của người soạn.", by=admin)
    life.write_text(report, "situation.size", "Thêm một đoạn.", place=1, by=admin)
    life.write_text(report, "situation.places", "", by=admin)
    for _again in range(2):
        life.build(report.pk)
        text = paragraphs(report)
        place = text.index("Câu của người soạn.")
        assert text[place + 1] == "Thêm một đoạn."
        assert not any("quản lý theo hai cấp" in one for one in text)
    life.forget_text(report, "situation.size")
    life.build(report.pk)
    assert "Câu của người soạn." not in paragraphs(report)


def test_only_the_paper_that_was_read_is_checked(report, admin):
    seen = Report.objects.get(pk=report.pk)
    life.write_text(report, "situation.size", "Khác.", by=admin)
    life.build(report.pk)
    with pytest.raises(life.ReportError, match="lập lại"):
        life.check(seen, by=admin)
    report.refresh_from_db()
    life.check(report, by=admin)
    report.refresh_from_db()
    assert (report.state, report.checked_by) == (State.CHECKED, admin)
    # A new build is another paper.
    life.build(report.pk)
    report.refresh_from_db()
    assert (report.state, report.checked_by) == (State.DRAFT, None)


def test_unchecked_report_is_not_issued(report, admin):
    with pytest.raises(life.ReportError, match="đã kiểm tra"):
        life.issue(report, number="1", issued_on=date(2026, 6, 5), signer="", by=admin)


def test_issued_report_has_number_day_and_signer_on_it(report, admin):
    issued(report, admin)
    file = word_of(read(report))
    head = [cell.text for cell in file.tables[0].rows[0].cells]
    assert "Số: 12/BC-SGDĐT" in head[0]
    assert "ngày 05 tháng 6 năm 2026" in head[1]
    signed = [table.rows[0].cells for table in file.tables]
    [signature] = [cells[1].text for cells in signed if "Nơi nhận" in cells[0].text]
    assert signature.split() == ["GIÁM", "ĐỐC", "Họ", "Tên"]


def test_issued_report_stands_whatever_is_tried(report, admin):
    issued(report, admin)
    before = (report.digest, read(report, "pdf"))
    with pytest.raises(life.ReportError, match="ban hành"):
        life.build(report.pk)
    with pytest.raises(life.ReportError, match="ban hành"):
        life.write_text(report, "situation.size", "Khác.", by=admin)
    for rows in (Report.objects.filter(pk=report.pk), report.files.all()):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            rows.update(digest="0" * 64)
        name = refused.value.__cause__.diag.constraint_name
        assert name == "report_issued_stands"
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()
    report.refresh_from_db()
    assert (report.digest, read(report, "pdf")) == before


def test_what_moved_since_is_listed_figure_by_figure(report, world, admin):
    issued(report, admin)
    assert life.moved_since(report) == []
    IndicatorValue.objects.filter(
        indicator="learners", scope="commune", scope_key=world.pk, level=""
    ).update(numerator=9999)
    moved = life.moved_since(report)
    assert [(one.row, one.column, one.now) for one in moved] == [
        ("Xã Khánh Khê", "Học sinh, học viên (người)", "9.999")
    ]
    assert moved[0].before != "9.999"


@pytest.mark.worker
def test_a_worker_builds_it_and_says_how_far_it_is(worker):
    furnished()
    admin = make.admin()
    report = life.begin(year=YEAR, by=admin)
    job = request_build(report, by=admin)
    wait_for(lambda: Job.objects.filter(pk=job.pk, state=Job.State.DONE).exists())
    job.refresh_from_db()
    assert (job.done, job.total) == (4, 4)
    assert report.files.count() == 3


@pytest.mark.worker
def test_a_build_that_fails_says_why_leaves_nothing_and_can_be_run_again(worker):
    furnished()
    admin = make.admin()
    report = life.begin(year=YEAR, by=admin)
    IndicatorValue.objects.all().delete()
    job = request_build(report, by=admin)
    wait_for(lambda: Job.objects.filter(pk=job.pk, state=Job.State.FAILED).exists())
    job.refresh_from_db()
    assert "chưa có số liệu đã tính" in job.error
    assert report.files.count() == 0
    recompute_year(YEAR)
    job = request_build(report, by=admin)
    wait_for(lambda: Job.objects.filter(pk=job.pk, state=Job.State.DONE).exists())
    assert report.files.count() == 3


def test_build_cut_between_its_files_keeps_the_earlier_ones(report):
    before = {one.kind: one.digest for one in report.files.all()}

    def cut(done, total):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        life.build(report.pk, on_progress=cut)
    assert {one.kind: one.digest for one in report.files.all()} == before


def test_file_that_cannot_be_finished_leaves_what_was_there(report, tmp_path):
    document = storing.load(report.content)
    target = tmp_path / "a.xlsx"
    assert files.save(document, "xlsx", target) == target.stat().st_size
    before = target.read_bytes()
    # What no file may hold more of: the write fails half-way, as on a full disk.
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limit[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            files.save(document, "xlsx", target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, handler)
    assert target.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]
