"""What `bench report` has done elsewhere: one file alone in a process, or a worker's.

As a program: year, format, path and name of the database; one line of JSON goes to
standard output. As an application of Celery: a worker that writes communes' PDFs.
"""

import json
import os
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "edu_lang_son.settings")

from celery.signals import worker_process_init  # noqa: E402

from edu_lang_son.celery import app  # noqa: E402


def use(database):
    from django.db import connection  # noqa: PLC0415  after Django is set up

    connection.close()
    connection.settings_dict["NAME"] = database


@worker_process_init.connect
def on_the_database_of_the_bench(**kwargs):
    if name := os.environ.get("BENCH_DATABASE"):
        use(name)


@app.task
def pdf_of_commune(year, commune, folder):
    """The commune's report as a file; returns its size in bytes."""
    from communes.reporting.building import annual_report  # noqa: PLC0415
    from communes.reporting.files import save  # noqa: PLC0415

    return save(annual_report(year, commune), "pdf", Path(folder) / f"{commune}.pdf")


def main(year, kind, path, database):
    import django  # noqa: PLC0415  everything is loaded here, where it is measured

    from edu_lang_son import embedded  # noqa: PLC0415

    embedded.hold_if_local()
    django.setup()
    use(database)
    from communes.reporting.building import annual_report  # noqa: PLC0415
    from communes.reporting.files import save  # noqa: PLC0415

    started = perf_counter()
    size = save(annual_report(int(year)), kind, path)
    seconds = perf_counter() - started
    found = {"bytes": size, "seconds": seconds, "mebibytes": peak()}
    # What the processor worked, start included, whatever else the machine did.
    print(json.dumps(found | {"processor": process_time()}))


def peak():
    """MiB of this process at its largest."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
