"""Start, find and end the processes of embedded servers, whoever started them."""

import contextlib
import os
import signal
import subprocess
import time

import psutil

from .errors import EmbeddedError

START_SECONDS = 60
STOP_SECONDS = 30

# Kept, or the collector would complain about servers that outlive their handle.
_children = []


def spawn(command, log, **options):
    """A process that a Ctrl-C in our terminal does not reach."""
    with open(log, "ab") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            **{"cwd": log.parent} | options,
        )
    _children.append(process)
    return process


def wait_until(answers, process, log):
    end = time.monotonic() + START_SECONDS
    while not answers():
        if process.poll() is not None or time.monotonic() > end:
            raise EmbeddedError(f"{process.args[0]} did not start; see {log}.")
        time.sleep(0.02)


def processes_in(folder, name):
    """Live processes of that name that work in the folder, even a deleted one."""
    found = []
    for process in psutil.process_iter(["name"]):
        if process.info["name"] != name:
            continue
        with contextlib.suppress(psutil.Error, OSError):
            if process.cwd().removesuffix(" (deleted)") == str(folder):
                found.append(process)
    return found


def end(processes, signal_number=signal.SIGTERM):
    """Ask, wait, then insist."""
    _signal(processes, signal_number)
    patience = time.monotonic() + STOP_SECONDS
    while any(is_alive(process) for process in processes):
        if time.monotonic() > patience:
            _signal(processes, signal.SIGKILL)
        time.sleep(0.02)
    for child in _children:
        child.poll()


def _signal(processes, signal_number):
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal_number)


def is_alive(process):
    # One whose parent has not collected it yet is gone for all that matters.
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def as_user(user):
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def plain_environment():
    # PGHOST and its like would reach the server; the language of messages would vary.
    return {"PATH": os.defpath, "LC_ALL": "C"}
