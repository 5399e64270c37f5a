"""`manage.py demo`: everything the site needs, started in order and stopped together."""

import fcntl
import hashlib
import os
import shutil
import signal
import socket
import time
import urllib.request
from urllib.error import URLError

import psutil
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from communes.models import ComputationRun, Job, SchoolYear
from communes.tasks import request_province
from edu_lang_son import embedded
from edu_lang_son.children import ChildDied, Children, die_with
from schools.models import Institution
from staffing.forecast.tasks import main_of_today
from staffing.forecast.tasks import request as request_forecast

ADDRESS = "127.0.0.1"
WORKERS = 2
PORT_SECONDS = 5
DONE = ComputationRun.State.DONE


class CannotStart(RuntimeError):
    """The demo cannot run here; the message says what to do."""


class Demo:
    """One run of the demo: used as a context manager, it stops all it started."""

    def __init__(self, port, say):
        self.port = port or free_port()
        self.say = say
        self.children = Children(settings.VAR_DIR / "log")

    @property
    def url(self):
        return f"http://{ADDRESS}:{self.port}"

    def __enter__(self):
        if psutil.Process(os.getppid()).name() == "uv":
            # `uv run` passes signals on, but cannot when it is killed outright.
            die_with(os.getppid())
        self.lock = lock_place()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, interrupt)
        return self

    def __exit__(self, *error):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)  # let the stopping finish
        self.children.stop()
        connection.close()
        self.lock.close()

    def start(self):
        self.require_free_port()
        self.say("PostgreSQL, Valkey …")
        embedded.hold_if_local()
        call_command("migrate", verbosity=0, interactive=False)
        collecting = self.collect_static()
        if not Institution.objects.exists():
            self.say("The demo province …")
            call_command("load_demo", scale="province")
        if collecting:
            self.say("Style sheets and scripts …")
            self.children.finish("collectstatic")
            write_static_stamp()
        self.start_worker()
        self.start_web()
        self.compute()

    def require_free_port(self):
        # The web server of a demo that was killed just now needs a moment to end.
        end = time.monotonic() + PORT_SECONDS
        while not port_is_free(self.port):
            if time.monotonic() > end:
                raise CannotStart(
                    f"Port {self.port} is taken; choose another: "
                    "manage.py demo --port 8080"
                )
            time.sleep(0.2)

    def collect_static(self):
        """Start collecting when a file changed. Says whether it did."""
        if static_stamp_file().exists() and static_stamp_file().read_text() == (
            static_stamp()
        ):
            return False
        self.children.start(
            "collectstatic", "manage.py", "collectstatic", "--noinput", "--clear", "-v0"
        )
        return True

    def start_worker(self):
        self.children.start(
            "worker",
            *("-m", "celery", "--app", "edu_lang_son", "worker", "--beat"),
            *("--concurrency", str(WORKERS), "--hostname", "demo@%h"),
            *("--schedule", str(settings.VAR_DIR / "celerybeat-schedule")),
            *("--loglevel", "INFO"),
        )

    def start_web(self):
        self.children.start(
            "web",
            *(
                "-m",
                "gunicorn",
                "edu_lang_son.wsgi",
                "--bind",
                f"{ADDRESS}:{self.port}",
            ),
            *("--workers", str(WORKERS), "--worker-tmp-dir", str(settings.VAR_DIR)),
        )
        self.children.wait_until(self.answers)

    def answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as response:
                return response.status == 200
        except (URLError, OSError):
            return False

    def compute(self):
        """Have the worker compute every school year that it has not yet computed."""
        waiting = list(years_to_compute())
        if not waiting:
            return
        self.say(f"The worker computes {len(waiting)} school years …")
        jobs = [request_province(year.start) for year in waiting]
        self.children.wait_until(lambda: have_ended(jobs))
        forecast = main_of_today()
        if forecast:
            job = request_forecast(forecast, by=None)
            self.children.wait_until(lambda: have_ended([job]))

    def watch(self):
        """Stay until interrupted, or until a child dies."""
        self.children.wait_until(lambda: False)


def lock_place():
    """One demo at a time: two schedules would send every nightly task twice."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    lock = open(settings.VAR_DIR / "demo.lock", "a")  # noqa: SIM115
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise CannotStart(
            "A demo of this checkout is still running; stop it first."
        ) from None
    return lock


def interrupt(number, frame):
    raise KeyboardInterrupt


def port_is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
        return True


def free_port():
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return probe.getsockname()[1]


def years_to_compute():
    computed = ComputationRun.objects.filter(state=DONE, commune=None)
    return SchoolYear.objects.exclude(pk__in=computed.values("school_year")).order_by(
        "-starts_on"
    )


def have_ended(jobs):
    states = Job.objects.filter(pk__in=[job.pk for job in jobs])
    failed = states.filter(state=Job.State.FAILED).first()
    if failed:
        raise ChildDied(f"{failed}: {failed.error}")
    return not states.exclude(state=Job.State.DONE).exists()


def static_stamp():
    """A digest of the names, sizes and times of all files that would be collected."""
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = os.stat(storage.path(path))
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def static_stamp_file():
    return settings.STATIC_ROOT / "stamp"


def write_static_stamp():
    static_stamp_file().write_text(static_stamp())


def reset():
    """Forget the database and the broker's memory of this checkout."""
    servers = embedded.local_servers()
    servers.folder.mkdir(parents=True, exist_ok=True)
    if not servers.stop_if_unused():
        raise CannotStart("A demo of this checkout is still running; stop it first.")
    shutil.rmtree(servers.folder)
