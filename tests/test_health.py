"""What a proxy or an orchestrator learns about the process."""

import json
import logging
import subprocess
import sys

import pytest
from django.urls import reverse

from edu_lang_son.environment import BASE_DIR
from edu_lang_son.logs import JsonFormatter, request_code
from tests.conftest import worker_environment


def test_alive_needs_nothing(client):
    response = client.get(reverse("healthz"))
    assert (response.status_code, response.json()) == (200, {"alive": True})


@pytest.mark.django_db
def test_not_ready_without_a_broker_and_says_so(tmp_path):
    program = """
import django; django.setup()
from django.test import Client
response = Client(headers={"host": "localhost"}).get("/readyz")
print(response.status_code, response.content.decode())
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=BASE_DIR,
        env=worker_environment()
        | {"REDIS_URL": f"unix://{tmp_path}/no.sock", "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    status, answer = done.stdout.split(" ", 1)
    assert (int(status), json.loads(answer)) == (
        503,
        {"database": True, "migrations": True, "redis": False, "worker": False},
    )


def test_an_answer_carries_the_code_under_which_it_is_logged(client, caplog):
    caplog.set_level(logging.INFO, "edu_lang_son.request")
    response = client.get(reverse("healthz"))
    [record] = [r for r in caplog.records if r.name == "edu_lang_son.request"]
    assert record.status == 200
    assert len(response.headers["X-Request-Code"]) == 12


def test_a_log_line_is_json_with_its_facts_and_its_error():
    token = request_code.set("abc")
    try:
        raise ValueError("Khánh Khê")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "p", 1, "lỗi %s", ("nặng",), (ValueError, error, None)
        )
    record.rows = 3
    line = json.loads(JsonFormatter().format(record))
    request_code.reset(token)
    del line["time"]
    assert line == {
        "level": "error",
        "logger": "x",
        "message": "lỗi nặng",
        "request": "abc",
        "rows": 3,
        "error": "ValueError: Khánh Khê\n",
    }
