"""Real workers: killed in the middle, several at once, many changes in one go."""

import signal
import threading

import pytest
from django.conf import settings
from django.db import connection, transaction

from communes import jobs, recompute_requests, tasks
from communes.models import ComputationRun, IndicatorValue, Job, RecomputeRequest
from communes.recompute import LOCK_NAMESPACE, UnknownYear, recompute_year
from communes.reporting.life import ReportError
from schools.models import GradeFigures
from tests import factories as make
from tests.communes import computed
from tests.conftest import start_worker, wait_for
from tests.killing import another_session, end_group, waiting_sessions


def hold_retirement_ages():
    """Make every run wait at the indicator that reads them, amid the others."""
    return another_session("LOCK TABLE staffing_retirementage IN ACCESS EXCLUSIVE MODE")


def in_thread(work):
    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


class TestWorker:
    def test_computes_what_is_asked_and_says_who_did(self, worker):
        computed.province()
        job = tasks.request_province(make.YEAR)
        wait_for(lambda: Job.objects.filter(pk=job.pk, state="done").exists())
        by_worker = computed.values(), computed.gaps()
        run = ComputationRun.objects.get()
        job.refresh_from_db()
        assert run.host.startswith("tests@")
        assert (job.host, job.done, job.result["run"]) == (run.host, job.total, run.pk)
        recompute_year(make.YEAR)
        assert (computed.values(), computed.gaps()) == by_worker

    def test_many_changes_make_one_recomputation(self, worker):
        here, _there, _primary = computed.province()
        for _ in range(5):
            with transaction.atomic():
                tasks.request_commune(here.code, make.YEAR)
        wait_for(lambda: not RecomputeRequest.objects.exists())
        run = ComputationRun.objects.get()
        assert (run.commune, run.state) == (here, "done")
        assert IndicatorValue.objects.filter(scope="commune", commune=here).exists()

    def test_a_change_that_is_rolled_back_asks_for_nothing(self, worker):
        here, _there, _primary = computed.province()
        with transaction.atomic():
            tasks.request_commune(here.code, make.YEAR)
            transaction.set_rollback(True)
        assert not RecomputeRequest.objects.exists()

    def test_a_request_whose_message_was_lost_is_sent_again(self, worker):
        here, _there, _primary = computed.province()
        recompute_requests.renew(here.code, make.YEAR)
        RecomputeRequest.objects.update(requested_at="2026-01-01T00:00:00Z")
        tasks.sweep_recompute_requests.delay()
        wait_for(lambda: not RecomputeRequest.objects.exists())
        assert ComputationRun.objects.get().commune == here

    def test_several_at_once_end_in_the_values_of_one(self, worker):
        here, there, _primary = computed.province()
        recompute_year(make.YEAR)
        alone = computed.values(), computed.gaps()
        IndicatorValue.objects.all().delete()
        together = [tasks.request_province(make.YEAR) for _ in range(3)]
        for commune in (here, there):
            tasks.request_commune(commune.code, make.YEAR)
        keys = [job.pk for job in together]
        wait_for(lambda: Job.objects.filter(pk__in=keys, state="done").count() == 3)
        wait_for(lambda: not RecomputeRequest.objects.exists())
        assert (computed.values(), computed.gaps()) == alone


def test_a_killed_worker_leaves_its_work_to_the_next_one(
    transactional_db, no_other_worker
):
    """kill -9 between two indicators; a worker of the same name takes it up again."""
    _here, _there, primary = computed.province()
    recompute_year(make.YEAR)
    before = computed.values()
    GradeFigures.objects.filter(school_return__institution=primary).update(classes=4)
    log = settings.VAR_DIR / "killed-worker.log"
    worker = start_worker(log, name="killed")
    try:
        with hold_retirement_ages():
            job = tasks.request_province(make.YEAR)
            wait_for(waiting_sessions)
            end_group(worker, signal.SIGKILL)
        half_done = computed.values()
        assert computed.states() == ["done", "running"]
        worker = start_worker(log, name="killed")
        wait_for(lambda: Job.objects.filter(pk=job.pk, state="done").exists())
    finally:
        end_group(worker, signal.SIGTERM)
    begun_again = computed.values(), computed.gaps()
    assert computed.states() == ["done", "failed", "done"]
    IndicatorValue.objects.all().delete()
    recompute_year(make.YEAR)
    assert begun_again == (computed.values(), computed.gaps())
    assert before != half_done != begun_again[0]


class TestRequests:
    def test_renewed_while_it_is_served_is_served_again(self, transactional_db):
        here, _there, _primary = computed.province()
        recompute_requests.renew(here.code, make.YEAR)
        served = []
        with another_session(
            "SELECT pg_advisory_xact_lock(%s, %s)", LOCK_NAMESPACE, make.YEAR
        ):
            thread = in_thread(
                lambda: served.append(
                    recompute_requests.serve(here.code, make.YEAR, host="thread")
                )
            )
            wait_for(waiting_sessions)
            assert recompute_requests.renew(here.code, make.YEAR) is False
        thread.join()
        assert (served, computed.states()) == ([2], ["done", "done"])
        assert not RecomputeRequest.objects.exists()

    def test_one_at_a_time_for_a_commune_and_year(self, transactional_db):
        here, _there, _primary = computed.province()
        recompute_requests.renew(here.code, make.YEAR)
        served = []
        with another_session(
            "SELECT pg_advisory_xact_lock(%s, %s)", LOCK_NAMESPACE, make.YEAR
        ):
            threads = [
                in_thread(
                    lambda: served.append(
                        recompute_requests.serve(here.code, make.YEAR, host="thread")
                    )
                )
                for _ in range(2)
            ]
            wait_for(lambda: waiting_sessions() == 2)
            # One waits for the year, the other for the first: no run of its own.
            assert computed.states() == ["running"]
        for thread in threads:
            thread.join()
        assert (sorted(served), computed.states()) == ([0, 1], ["done"])

    def test_a_failure_keeps_the_request(self, db):
        here, _there, _primary = computed.province()
        make.school_year(2031).periods.all().delete()
        recompute_requests.renew(here.code, 2031)
        with pytest.raises(UnknownYear, match="2031"):
            recompute_requests.serve(here.code, 2031, host="test")
        assert RecomputeRequest.objects.count() == 1


class TestJobs:
    def test_a_failure_is_kept_with_the_job(self, db):
        job = jobs.create("recompute_year")

        def work(params, on_progress):
            on_progress(1, 3)
            raise ReportError("không đọc được")

        with pytest.raises(ReportError, match="không đọc được"):
            jobs.run(job.pk, host="h", work=work)
        job.refresh_from_db()
        told = (job.state, job.error, job.done, job.total, job.host)
        assert told == ("failed", "không đọc được", 1, 3, "h")
        assert job.finished_at is not None

    def test_cancelled_stops_at_the_next_step(self, db):
        job = jobs.create("recompute_year")
        steps = []

        def work(params, on_progress):
            for step in range(1, 4):
                on_progress(step, 3)
                steps.append(step)
                assert jobs.cancel(job.pk) is True

        assert jobs.run(job.pk, host="h", work=work) is None
        job.refresh_from_db()
        assert (job.state, steps) == ("cancelled", [1])

    def test_an_ended_job_does_not_run_again(self, db):
        job = jobs.create("recompute_year")
        assert jobs.run(job.pk, host="h", work=lambda *_: {"values": 1}) == {
            "values": 1
        }
        assert jobs.run(job.pk, host="h", work=lambda *_: {"values": 2}) is None
        job.refresh_from_db()
        assert (job.state, job.result) == ("done", {"values": 1})
