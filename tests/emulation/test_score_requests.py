"""Requests for scores, served by a real worker: many make one, none is lost."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from emulation import tasks
from emulation.models import ScoreRequest, ScoreRun, Standing
from emulation.scored import requests as score_requests
from emulation.scored import scores
from tests import factories as make
from tests.communes.test_recompute_workers import (
    another_session,
    in_thread,
    waiting_sessions,
)
from tests.conftest import wait_for


def running_campaign():
    make.reference()
    campaign = make.campaign()
    entry = make.campaign_entry(campaign, block=make.block(campaign))
    make.full_answers(entry)
    make.handed_in(entry)
    return campaign


def standings():
    names = ("entry", "self_score", "score", "low", "high", "level", "rank")
    return list(Standing.objects.order_by("entry").values_list(*names))


def served():
    return not ScoreRequest.objects.exists()


class TestWorker:
    def test_many_changes_make_one_run_and_the_worker_says_who_it_was(self, worker):
        campaign = running_campaign()
        for _ in range(5):
            with transaction.atomic():
                tasks.request_scores(campaign.pk)
        wait_for(served)
        by_worker, run = standings(), ScoreRun.objects.get()
        assert (run.campaign, run.entries) == (campaign, 1)
        assert run.host.startswith("tests@")
        scores.recompute(campaign.pk)
        assert (len(by_worker), standings()) == (1, by_worker)

    def test_a_change_that_is_rolled_back_asks_for_nothing(self, worker):
        campaign = running_campaign()
        with transaction.atomic():
            tasks.request_scores(campaign.pk)
            transaction.set_rollback(True)
        assert not ScoreRequest.objects.exists()

    def test_a_request_whose_message_was_lost_is_sent_again(self, worker):
        campaign = running_campaign()
        score_requests.renew(campaign.pk)
        lost = timezone.now() - tasks.STALE - timedelta(seconds=1)
        ScoreRequest.objects.update(requested_at=lost)
        tasks.sweep_score_requests.delay()
        wait_for(served)
        assert ScoreRun.objects.get().campaign == campaign


class TestServing:
    def test_renewed_while_it_is_served_is_served_again(self, transactional_db):
        campaign = running_campaign()
        score_requests.renew(campaign.pk)
        done = []
        with another_session(
            "SELECT pg_advisory_xact_lock(%s, %s)", scores.LOCK_NAMESPACE, campaign.pk
        ):
            thread = in_thread(
                lambda: done.append(score_requests.serve(campaign.pk, host="thread"))
            )
            wait_for(waiting_sessions)
            assert score_requests.renew(campaign.pk) is False
        thread.join()
        assert (done, ScoreRun.objects.count(), served()) == ([2], 2, True)

    def test_half_a_run_leaves_the_request_and_the_scores_of_before(
        self, transactional_db
    ):
        """What a killed worker leaves behind: its session ends amid the writing."""
        campaign = running_campaign()
        scores.recompute(campaign.pk)
        before = standings()
        Standing.objects.update(self_score=1)
        score_requests.renew(campaign.pk)
        failures = []

        def serve():
            try:
                score_requests.serve(campaign.pk, host="killed")
            except Exception as error:
                failures.append(error)

        with another_session("LOCK TABLE emulation_standing IN EXCLUSIVE MODE"):
            thread = in_thread(serve)
            wait_for(waiting_sessions)
            end_waiting_session()
            thread.join()
        assert len(failures) == 1
        assert ScoreRequest.objects.count() == ScoreRun.objects.count() == 1
        assert standings()[0][1] == 1
        assert score_requests.serve(campaign.pk, host="next") == 1
        assert (standings(), served()) == (before, True)

    def test_what_is_asked_for_an_announced_campaign_is_dropped(self, db):
        campaign = running_campaign()
        score_requests.renew(campaign.pk)
        campaign.announced_at = campaign.launched_at
        campaign.announced_by = make.admin()
        campaign.save()
        assert score_requests.serve(campaign.pk, host="test") == 0
        assert (ScoreRun.objects.count(), served()) == (0, True)


def end_waiting_session():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
