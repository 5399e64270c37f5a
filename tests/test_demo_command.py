"""The demo starts only where it may, counts honestly and never outlives its terminal."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys

import psutil
import pytest
from django.core.management import call_command

from edu_lang_son.children import ChildDied, Children
from edu_lang_son.demo.accounts import ACCOUNTS, PASSWORD
from edu_lang_son.embedded import Servers
from edu_lang_son.embedded.processes import is_alive
from edu_lang_son.environment import BASE_DIR
from tests.conftest import wait_for

STRANGE = {"DATABASE_URL", "REDIS_URL", "THROWAWAY_SERVERS"}


def demo(place, *arguments, **environment):
    clean = {name: value for name, value in os.environ.items() if name not in STRANGE}
    return subprocess.run(
        [sys.executable, "manage.py", "demo", *arguments],
        cwd=BASE_DIR,
        env=clean | {"VAR_DIR": str(place)} | environment,
        capture_output=True,
        text=True,
    )


def test_accounts_are_one_line_of_json_and_need_no_servers(capsys):
    call_command("demo", "--accounts")
    [line] = capsys.readouterr().out.splitlines()
    names = {account.key: account.username for account in ACCOUNTS}
    assert json.loads(line) == names | {"password": PASSWORD}
    assert {"admin", "official", "khanh_khe_head", "school_clerk"} <= set(names)


def test_it_refuses_to_fill_a_database_it_did_not_bring(tmp_path):
    done = demo(
        tmp_path,
        DATABASE_URL="postgres://user@db.internal/name",
        REDIS_URL="redis://redis.internal",
        SECRET_KEY="x",
        ALLOWED_HOSTS="x",
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "CommandError: The demo fills a database with invented schools, so it brings "
        "its own: unset DATABASE_URL and REDIS_URL.\n"
    )


def test_a_taken_port_is_said_before_anything_starts(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = demo(tmp_path, "--port", str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"CommandError: Port {port} is taken; choose another: "
        "manage.py demo --port 8080\n"
    )
    assert not (tmp_path / "servers").exists()


def test_reset_refuses_to_pull_the_database_from_under_a_running_demo(server_folder):
    servers = Servers(server_folder / "servers", throwaway=True)
    servers.hold()
    done = demo(server_folder, "--reset")
    assert servers.is_running()
    servers.release()
    assert (done.returncode, done.stderr) == (
        1,
        "CommandError: A demo of this checkout is still running; stop it first.\n",
    )


def test_a_second_demo_of_one_checkout_is_refused(tmp_path):
    with open(tmp_path / "demo.lock", "a") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        done = demo(tmp_path, "--port", "0")
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "CommandError: A demo of this checkout is still running; stop it first.\n",
    )


PARENT = """
import sys
from pathlib import Path
from edu_lang_son.children import Children

children = Children(Path(sys.argv[1]))
children.start("sleeper", "-c", "import time; time.sleep(600)")
print(children.running["sleeper"].pid, flush=True)
sys.stdin.readline()
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_children_die_with_their_parent_however_it_dies(tmp_path, how):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)],
        cwd=BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    child = psutil.Process(int(parent.stdout.readline()))
    assert is_alive(child)
    parent.send_signal(how)
    parent.communicate()
    wait_for(lambda: not is_alive(child))


def test_a_child_that_ends_by_itself_is_reported_with_its_last_words(tmp_path):
    children = Children(tmp_path)
    children.start("speaker", "-c", "raise SystemExit('no port')")
    with pytest.raises(ChildDied) as raised:
        children.wait_until(lambda: False)
    children.stop()
    assert str(raised.value) == (
        f"speaker ended unexpectedly; see {tmp_path / 'speaker.log'}:\nno port"
    )


def test_stopping_ends_every_child(tmp_path):
    children = Children(tmp_path)
    for name in ("one", "two"):
        children.start(name, "-c", "import time; time.sleep(600)")
    processes = list(children.running.values())
    children.stop()
    assert [process.poll() for process in processes] == [-signal.SIGTERM] * 2
