"""Has a workbook read by a process of its own, with little memory and time."""

import datetime
import pickle
import subprocess
import sys
import threading
from pathlib import Path

from communes.workbooks.limits import Limits
from communes.workbooks.refusals import refusal
from communes.workbooks.sheets import SheetData

CHILD = Path(__file__).with_name("child.py")
# Waiting for a busy machine is not the file's fault.
_SLACK = 2
# What a process returns that ended by an exception, and not by a signal.
_ERROR = 1


class _Cells(pickle.Unpickler):
    """Takes dates and times from the reading process, and no other classes."""

    def find_class(self, module, name):
        if module == "datetime" and name in {"date", "datetime", "time", "timedelta"}:
            return getattr(datetime, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


def read(content: bytes, limits: Limits) -> list[SheetData]:
    """The sheets of a workbook; WorkbookRefused if it cannot be read within limits."""
    command = [sys.executable, "-I", str(CHILD), limits.memory_bytes, limits.seconds]
    command += [limits.sheets, limits.rows, limits.columns, limits.cells]
    process = subprocess.Popen(
        list(map(str, command)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    # The limit of the processor's time does not end a process that merely waits.
    watch = threading.Timer(limits.seconds * _SLACK, process.kill)
    watch.start()
    try:
        with process:
            _send(process.stdin, content)
            try:
                return _sheets(process.stdout)
            except (EOFError, pickle.UnpicklingError, ValueError):
                raise _why(process) from None
            finally:
                process.kill()
    finally:
        watch.cancel()


def _why(process):
    """Why the reading process ended early: the file's fault, or that of its size."""
    return refusal("damaged" if process.wait() == _ERROR else "too_heavy")


def _send(pipe, content):
    try:
        with pipe:
            pipe.write(content)
    except BrokenPipeError:
        # It died while reading; what it managed to say is read next.
        pass


def _sheets(pipe):
    sheets = []
    while True:
        word, *facts = _Cells(pipe).load()
        if word == "refused":
            code, words = facts
            raise refusal(code, **words)
        if word == "sheet":
            name, hidden, merged = facts
            sheets.append(SheetData(name, [], hidden=hidden, merged=_spans(merged)))
        elif word == "rows":
            sheets[-1].rows.extend(facts[0])
        else:
            return sheets


def _spans(merged):
    """Merged cells with rows as the sheet numbers them."""
    return [
        (top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in merged
    ]
