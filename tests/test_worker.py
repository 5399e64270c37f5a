"""The worker of the tests is a process of its own, on the same database and broker."""

import pytest

from edu_lang_son.celery import app

pytestmark = pytest.mark.worker


def test_a_worker_answers_under_its_own_name(worker):
    [answer] = app.control.ping(timeout=5, limit=1)
    [(name, said)] = answer.items()
    assert name.startswith("tests@")
    assert said == {"ok": "pong"}


def test_every_scheduled_task_is_one_the_worker_knows(worker):
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    [known] = app.control.inspect(limit=1).registered().values()
    assert scheduled <= set(known)


def test_ready_when_database_migrations_redis_and_worker_are_there(worker, client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        200,
        {"database": True, "migrations": True, "redis": True, "worker": True},
    )
