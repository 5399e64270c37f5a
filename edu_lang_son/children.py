"""Child processes that never outlive us: started, watched and stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import time

from edu_lang_son.environment import BASE_DIR

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 20

# Loaded here: after a fork it is too late to look for libraries.
_libc = ctypes.CDLL(None, use_errno=True)


class ChildDied(RuntimeError):
    """A process that should run for ever ended; the message says where to look."""


def die_with(parent):
    """Have the kernel end this process when `parent` dies, even by SIGKILL."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died in between
        os._exit(1)


class Children:
    def __init__(self, logs):
        self.logs = logs
        self.running = {}

    def start(self, name, *arguments, **environment):
        """Run `python arguments` with its output in a log file."""
        self.logs.mkdir(parents=True, exist_ok=True)
        me = os.getpid()
        with open(self.logs / f"{name}.log", "wb") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=BASE_DIR,
                env=os.environ | environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C in the terminal is for us; we tell the children in good order.
                start_new_session=True,
                preexec_fn=lambda: die_with(me),
            )

    def finish(self, name):
        """Wait for a child that has an end."""
        if self.running[name].wait():
            raise ChildDied(self.obituary(name))
        del self.running[name]

    def check(self):
        for name, process in self.running.items():
            if process.poll() is not None:
                raise ChildDied(self.obituary(name))

    def obituary(self, name):
        log = self.logs / f"{name}.log"
        last = log.read_text(errors="replace").strip().splitlines()[-5:]
        return "\n".join([f"{name} ended unexpectedly; see {log}:", *last])

    def wait_until(self, condition, seconds=None):
        """Poll, as long as every child is well."""
        end = time.monotonic() + seconds if seconds else None
        while not condition():
            self.check()
            if end and time.monotonic() > end:
                return False
            time.sleep(0.2)
        return True

    def stop(self):
        for process in self.running.values():
            process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running.clear()
