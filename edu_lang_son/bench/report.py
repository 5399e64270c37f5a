"""Seconds and memory of the province's report, and what a second worker process brings.

Every format is written alone in a process of its own; the communes' PDFs by real
workers on a queue of their own, one process and then two.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection

from communes.models import Commune
from communes.queries import computed_years
from edu_lang_son.bench import Measure, NothingToMeasure, benchmark, versions

# What a person waits for, with the start of Python and Django in it.
SECONDS = {"docx": 20, "pdf": 20, "xlsx": 10}
MEMORY = 512  # MiB of a process: what a small server has to spare for each
# Two processes take at most so much of the time of one, where there are two cores.
TWO_WORKERS = 0.7
ANSWER_SECONDS = 600
MIB = 1024 * 1024


@benchmark("report")
def measure():
    year = max(computed_years(), default=None)
    codes = list(Commune.objects.order_by("code").values_list("code", flat=True))
    if year is None or not codes:
        raise NothingToMeasure("There are no values to report; run load_demo first.")
    used = versions(connection, "python-docx", "typst", "xlsxwriter", "matplotlib")
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in SECONDS:
            found += of_format(year, kind, Path(folder) / f"province.{kind}", used)
        found += of_communes(year, codes, folder, used)
    return found


def of_format(year, kind, path, used):
    one = alone(year, kind, path)
    scale = (
        f"{one['processor']:.2f} s of processor, {one['seconds']:.2f} s after the start; "
        f"{one['bytes'] / MIB:.2f} MiB; {busy()}"
    )
    work = f"the province's report as {kind}, Python's start included"
    return [
        Measure(
            work,
            f"{one['whole']:.2f} s, {scale}",
            f"{SECONDS[kind]} s",
            one["whole"] / SECONDS[kind],
            1,
            used,
        ),
        Measure(
            f"{work}: peak memory",
            f"{one['mebibytes']:.0f} MiB",
            f"{MEMORY} MiB",
            one["mebibytes"] / MEMORY,
            1,
            used,
        ),
    ]


def busy():
    """How many others wanted a processor: a ratio of a busy machine says little."""
    return f"{os.getloadavg()[0]:.1f} processes were running before"


def alone(year, kind, path):
    """What a process says of itself that does nothing but this one file."""
    name = connection.settings_dict["NAME"]
    started = time.perf_counter()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "edu_lang_son.bench.report_child"),
            *(str(year), kind, str(path), name),
        ],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout.splitlines()[-1])
    return said | {"whole": time.perf_counter() - started}


def of_communes(year, codes, folder, used):
    """All communes' PDFs by one worker process, by two, and by one again."""
    before = busy()
    runs = [by_workers(number, year, codes, folder) for number in (1, 2, 1)]
    # The better of the two runs of one: whatever else ran then may only add to it.
    one = min(runs[0], runs[2], key=lambda run: run["seconds"])
    two = runs[1]
    cores = os.cpu_count()
    work = f"{len(codes)} communes' PDFs by two worker processes"
    return [
        Measure(
            work,
            f"{two['seconds']:.1f} s against {one['seconds']:.1f} s: "
            f"{one['seconds'] / two['seconds']:.2f} times as fast on {cores} cores; "
            f"{before}",
            "one worker process",
            two["seconds"] / one["seconds"],
            TWO_WORKERS,
            used,
        ),
        Measure(
            f"{work}: peak memory of the larger",
            f"{two['mebibytes']:.0f} MiB; alone {one['mebibytes']:.0f} MiB",
            f"{MEMORY} MiB",
            two["mebibytes"] / MEMORY,
            1,
            used,
        ),
    ]


def by_workers(number, year, codes, folder):
    """Seconds from the first task sent to the last file written, start left out."""
    from edu_lang_son.bench.report_child import pdf_of_commune  # noqa: PLC0415

    queue = f"bench-{uuid.uuid4().hex[:8]}"
    worker = start_worker(number, queue, folder)
    memory = Watch(worker.pid)
    try:
        # Loading matplotlib and Typst is no work of the first commune's.
        wait([send(pdf_of_commune, queue, year, code, folder) for code in codes[:4]])
        memory.start()
        started = time.perf_counter()
        sizes = wait(
            [send(pdf_of_commune, queue, year, code, folder) for code in codes]
        )
        seconds = time.perf_counter() - started
    finally:
        memory.stop()
        worker.terminate()
        worker.wait()
    if not all(sizes):
        raise AssertionError("a commune's report is empty")
    return {"seconds": seconds, "mebibytes": memory.peak / MIB}


def send(task, queue, *args):
    return task.apply_async(args, queue=queue)


def wait(results):
    return [one.get(timeout=ANSWER_SECONDS) for one in results]


def start_worker(number, queue, folder):
    """A worker on this database and a queue that no other worker listens to."""
    return subprocess.Popen(
        [
            *(
                sys.executable,
                "-m",
                "celery",
                "--app",
                "edu_lang_son.bench.report_child",
            ),
            *("worker", "--concurrency", str(number), "--queues", queue),
            *("--hostname", f"{queue}@%h", "--loglevel", "WARNING"),
            *("--without-gossip", "--without-mingle"),
        ],
        cwd=settings.BASE_DIR,
        env=os.environ | {"BENCH_DATABASE": connection.settings_dict["NAME"]},
        stdin=subprocess.DEVNULL,
        stdout=open(Path(folder) / f"{queue}.log", "wb"),  # noqa: SIM115
        stderr=subprocess.STDOUT,
    )


class Watch(threading.Thread):
    """The largest memory of any process that does the work below `pid`."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak, self.ended = pid, 0, threading.Event()

    def run(self):
        while not self.ended.wait(0.2):
            try:
                children = psutil.Process(self.pid).children()
                used = [child.memory_info().rss for child in children]
            except psutil.Error:
                continue
            self.peak = max([self.peak, *used])

    def stop(self):
        self.ended.set()
        if self.is_alive():
            self.join()
