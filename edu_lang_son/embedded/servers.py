"""Both servers of one folder, shared by every process that needs them.

Whoever needs them holds a shared lock on one file for as long as it lives. The kernel
drops the lock however the holder ends, so there is no list of holders to go stale. The
last one to leave stops the servers, or the keeper does when the last one was killed.
"""

import atexit
import contextlib
import fcntl
import os
import shutil
import sys
from pathlib import Path

from edu_lang_son import environment

from .folders import socket_folder
from .postgres import DATABASE, Postgres
from .processes import spawn
from .valkey import Valkey


class Servers:
    """The two servers of one folder: hold, release, stop."""

    database_name = DATABASE

    def __init__(self, folder, *, throwaway=False):
        self.folder = Path(folder).resolve()
        self.sockets = socket_folder(self.folder)
        self.redis_socket = self.sockets / "redis" / "redis.sock"
        self.postgres = Postgres(
            self.folder / "postgres", self.sockets / "postgres", throwaway
        )
        self.valkey = Valkey(self.folder / "redis", self.redis_socket, throwaway)
        self.holder_lock = None

    @property
    def database_host(self):
        return str(self.postgres.socket_folder)

    def hold(self):
        """Start or reuse both servers, and keep them up while this process lives."""
        if self.holder_lock:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._start_lock():
            self.holder_lock = self._open("holders.lock")
            fcntl.flock(self.holder_lock, fcntl.LOCK_SH)
            try:
                started = [self.postgres.start(), self.valkey.start()]
                if any(started):
                    self._start_keeper()
            except BaseException:
                self._let_go()
                raise
        atexit.register(self.release)
        os.register_at_fork(after_in_child=self._leave_to_parent)

    def release(self):
        """Let go; the last one to do so stops the servers."""
        if self.holder_lock:
            self._let_go()
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
        self.valkey.stop()
        self.postgres.stop()
        shutil.rmtree(self.sockets, ignore_errors=True)

    def is_running(self):
        return self.postgres.is_running() and self.valkey.is_running()

    def wait_until_unused(self):
        """Block until no process holds the servers."""
        with contextlib.suppress(FileNotFoundError), self._open("holders.lock") as file:
            fcntl.flock(file, fcntl.LOCK_EX)

    def _open(self, name):
        return open(self.folder / name, "a")  # noqa: SIM115

    @contextlib.contextmanager
    def _start_lock(self):
        with self._open("start.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _let_go(self):
        self.holder_lock.close()
        self.holder_lock = None

    def _leave_to_parent(self):
        # A forked child shares the parent's lock: it keeps the servers up while it
        # lives, but it may not judge that it was the last.
        atexit.unregister(self.release)

    def _start_keeper(self):
        spawn(
            [sys.executable, "-m", "edu_lang_son.embedded", self.folder],
            self.folder / "keeper.log",
            cwd=environment.BASE_DIR,
        )
