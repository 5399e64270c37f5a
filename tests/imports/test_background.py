"""Imports in a real worker: the job shows progress and outcome, and can be stopped."""

import pytest

from communes import imports, jobs
from communes.models import Import, Job
from staffing.models import Person
from tests.conftest import wait_for
from tests.imports.files import staff_file

pytestmark = pytest.mark.worker


def ended(job):
    def found():
        row = Job.objects.get(pk=job.pk)
        return row if row.state in jobs.ENDED else None

    return wait_for(found)


def test_a_worker_checks_applies_and_undoes(worker, world):
    content = staff_file({"school": world.here.code})
    source = imports.start("staff", content, "a.xlsx", year=2025, by=world.head)
    done = ended(source.job)
    source.refresh_from_db()
    assert (done.kind, done.state, done.result["new"]) == ("import_check", "done", 1)
    assert (source.state, source.new, source.errors) == (Import.State.READY, 1, 0)
    assert ended(imports.request_apply(source, by=world.head)).result == {}
    assert Person.objects.count() == 1
    assert ended(imports.request_undo(source, by=world.head)).result == {}
    assert not Person.objects.exists()


def test_a_worker_tells_a_refusal_in_the_result(worker, world):
    content = staff_file({"school": world.here.code, "sex": "?"})
    source = imports.start("staff", content, "a.xlsx", year=2025, by=world.head)
    ended(source.job)
    job = ended(imports.request_apply(source, by=world.head))
    assert (job.state, list(job.result)) == ("done", ["refused"])


def test_a_cancelled_check_leaves_a_word(db, world):
    content = staff_file({"school": world.here.code})
    source = imports.start("staff", content, "a.xlsx", year=2025, by=world.head)
    assert imports.cancel(source, by=world.head)
    imports.check(source.pk)
    source.refresh_from_db()
    assert (source.state, source.rows) == (Import.State.REFUSED, 0)
    assert source.refusal
    assert Job.objects.get().state == Job.State.CANCELLED
