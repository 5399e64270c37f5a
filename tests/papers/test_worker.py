"""A real worker makes a paper; one that is killed leaves a sentence and no half file."""

import signal

import pytest
from django.conf import settings
from django.urls import reverse

from communes.models import Job, Paper
from edu_lang_son.celery import app
from tests import factories as make
from tests.conftest import start_worker, wait_for
from tests.killing import another_session, end_group, waiting_sessions
from tests.papers.rows import late_world, order

pytestmark = pytest.mark.worker


def fresh(paper):
    return Paper.objects.select_related("job").get(pk=paper.pk)


def kinds_of(paper):
    return sorted(paper.files.values_list("kind", flat=True))


def test_worker_makes_what_a_page_ordered(worker, client):
    commune = late_world()
    client.force_login(make.owner(commune))
    about = {"year": make.YEAR, "commune": commune.code, "formats": ["docx", "pdf"]}
    more = {"option_period": "start", "option_days": "5"}
    client.post(reverse("paper_new", args=["late_schools"]), about | more)
    paper = Paper.objects.get()
    wait_for(lambda: fresh(paper).job.has_ended)
    paper = fresh(paper)
    assert (paper.job.state, paper.job.error) == (Job.State.DONE, "")
    made = {one.kind: bytes(one.content)[:4] for one in paper.files.all()}
    assert made == {"docx": b"PK\x03\x04", "pdf": b"%PDF"}


def test_killed_worker_leaves_a_sentence_no_file_and_a_button(
    transactional_db, no_other_worker, client
):
    """kill -9 while the files are being kept; the next of its name tells of it."""
    late_world()
    official = make.official()
    client.force_login(official)
    log = settings.VAR_DIR / "killed-paper.log"
    worker = start_worker(log, name="killed-paper")
    try:
        with another_session("LOCK TABLE communes_paperfile IN ACCESS EXCLUSIVE MODE"):
            paper = order(by=official, options={"period": "start"})
            wait_for(waiting_sessions)
            end_group(worker, signal.SIGKILL)
        assert (fresh(paper).job.state, kinds_of(paper)) == (Job.State.RUNNING, [])
        worker = start_worker(log, name="killed-paper")
        wait_for(lambda: fresh(paper).job.has_ended)
        assert fresh(paper).job.state == Job.State.FAILED
        page = client.get(reverse("paper_detail", args=[paper.pk])).content.decode()
        assert "Máy làm việc này đã dừng giữa chừng" in page
        client.post(reverse("paper_again", args=[paper.pk]))
        wait_for(lambda: fresh(paper).job.has_ended)
        assert (fresh(paper).job.state, kinds_of(paper)) == (
            Job.State.DONE,
            ["docx", "pdf"],
        )
    finally:
        end_group(worker, signal.SIGTERM)
        app.control.purge()
