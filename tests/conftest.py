"""Real servers for every test: PostgreSQL, a Redis-protocol server, a worker."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
import pytest

from edu_lang_son import environment
from tests import processes

# Before the settings are read: the tests' own servers, whose data nobody will miss.
if environment.is_local():
    os.environ.setdefault("VAR_DIR", str(environment.BASE_DIR / "var" / "tests"))
    os.environ["THROWAWAY_SERVERS"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "edu_lang_son.settings")

from django.conf import settings  # noqa: E402

from edu_lang_son import embedded  # noqa: E402

settings.STORAGES = settings.STORAGES | {
    # Pages are tested without collecting files first.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# Not what is tested, and a fifth of a second each time an account is made.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
embedded.hold_if_local()
django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import translation  # noqa: E402

from edu_lang_son.celery import app  # noqa: E402
from tests import emptying, template  # noqa: E402
from tests import factories as make  # noqa: E402

WORKER_SECONDS = 60


def pytest_xdist_auto_num_workers(config):
    return processes.wanted(config)


def pytest_cmdline_main(config):
    processes.give_own_folders(config.option)


def pytest_xdist_make_scheduler(config, log):
    return processes.Scheduler(config, log)


@pytest.fixture(autouse=True)
def vietnamese():
    """Whatever language the test before this one left behind."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits and cached figures of one test must not reach the next."""
    cache.clear()


@pytest.fixture(scope="session")
def made_from(django_db_blocker, django_db_keepdb, django_db_use_migrations):
    """Has the test database copied from the kept one, if that is still right."""
    if not environment.is_local() or django_db_keepdb or not django_db_use_migrations:
        return None
    facts = template.facts()
    with django_db_blocker.unblock():
        if template.usable(facts):
            connection.settings_dict["TEST"]["TEMPLATE"] = template.NAME
    return facts


@pytest.fixture(scope="session")
def django_db_setup(made_from, django_db_setup, django_db_blocker):
    """pytest-django's; what it had to migrate is kept for the next run."""
    if not made_from:
        return
    with django_db_blocker.unblock():
        # Not if files changed meanwhile: who knows which of them were run.
        if template.note() != made_from == template.facts():
            template.keep(made_from)
        emptying.install()


@pytest.fixture(scope="module")
def reference_rows(django_db_setup, django_db_blocker):
    """What make.reference() loads, once for all tests of a module, and undone after it.

    For modules of many small tests, none of which commits: there it is most of the work.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        make.reference()
        yield
        transaction.set_rollback(True)


def worker_environment():
    """The settings of a process that works on the test database, not on its own."""
    if not environment.is_local():
        servers = {"REDIS_URL": os.environ["REDIS_URL"]}
    else:
        servers = {"REDIS_URL": f"unix://{embedded.local_servers().redis_socket}"}
    facts = connection.settings_dict
    place = facts["HOST"]
    return (
        os.environ
        | servers
        | {
            "DATABASE_URL": (
                f"postgres://{facts['USER']}:{facts['PASSWORD']}@/"
                f"{facts['NAME']}?host={place}"
            ),
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": "localhost",
        }
    )


def start_worker(log, name="tests"):
    """A worker with a host name of its own, so that a test can tell who did the work."""
    command = ["-m", "celery", "--app", "edu_lang_son", "worker", "--concurrency", "2"]
    with open(log, "ab") as output:
        return subprocess.Popen(
            [
                sys.executable,
                *command,
                "--hostname",
                f"{name}@%h",
                "--loglevel",
                "INFO",
            ],
            cwd=environment.BASE_DIR,
            env=worker_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def wait_for(condition, seconds=WORKER_SECONDS):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"waited {seconds} seconds in vain"
        time.sleep(0.05)
    return found


@pytest.fixture(scope="session")
def _worker_process(django_db_setup):
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    # One that outlived a killed run would take the tasks of this one.
    app.control.shutdown()
    wait_for(lambda: not app.control.ping(timeout=0.5))
    process = start_worker(settings.VAR_DIR / "worker.log")
    wait_for(lambda: app.control.ping(timeout=0.5))
    yield process
    process.terminate()
    process.wait()


@pytest.fixture
def worker(transactional_db, _worker_process):
    """A real Celery worker on the test database; what it is sent must be committed."""
    app.control.purge()
    yield _worker_process
    # The next test empties the tables; nobody may be writing then.
    app.control.purge()
    wait_for(lambda: not any((app.control.inspect().active() or {}).values()))


@pytest.fixture
def no_other_worker():
    """The worker of the other tests, if it runs by now, takes nothing meanwhile."""
    queue = app.conf.task_default_queue
    app.control.cancel_consumer(queue, reply=True)
    yield
    app.control.add_consumer(queue, reply=True)


@pytest.fixture
def server_folder():
    """A folder for servers of the test's own.

    Not tmp_path: every other test run of this account takes the right to walk through
    its parent away again, under the feet of a database that runs as somebody else.
    """
    folder = Path(tempfile.mkdtemp(prefix="edu-lang-son-test-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
