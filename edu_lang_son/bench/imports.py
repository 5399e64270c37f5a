"""How the import of a staff workbook compares with django-import-export in bulk mode."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from edu_lang_son.bench import Measure, NothingToMeasure, benchmark, versions
from edu_lang_son.bench.staff_file import workbook
from schools.models import Institution

ROWS = 20_000
# Twenty times as fast; 200 MiB with Django and all that is loaded.
TIME_TARGET, MEMORY = 1 / 20, 200
RIVAL = "django-import-export in bulk mode, previewed, then imported"


@benchmark("import")
def measure(rows=None):
    """Rows a second and peak memory of each way, each in a process of its own.

    The validating rival reads a smaller file: its time grows with the rows, and twenty
    thousand would take it a quarter of an hour.
    """
    rows = rows or ROWS
    if not Institution.objects.exists():
        raise NothingToMeasure(
            "There is no school to import into; run load_demo first."
        )
    few = max(1, rows // 10)
    ours, lean = of_file(rows, "ours", "rival")
    (validating,) = of_file(few, "validating")
    used = versions(connection, "django-import-export", "python-calamine")
    work = f"import of {rows} staff rows: every check, the preview, applied"
    return [
        compared(work, ours, validating, f"{RIVAL}, validating by its models", used),
        compared(work, ours, lean, f"{RIVAL}, with lean checks of our own", used),
        Measure(
            f"{work}: peak memory",
            f"{ours['mebibytes']:.0f} MiB; the other {lean['mebibytes']:.0f} MiB",
            f"{MEMORY} MiB",
            ours["mebibytes"] / MEMORY,
            1,
            used,
        ),
    ]


def of_file(rows, *ways):
    """What each of `ways` says of one and the same file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "staff.xlsx"
        file.write_bytes(workbook(rows))
        found = [alone(way, file) for way in ways]
    if [one["rows"] for one in found] != [rows] * len(ways):
        raise AssertionError(f"of {rows} rows came in: {found}")
    return found


def compared(work, ours, other, against, used):
    ratio = speed(other) / speed(ours)
    return Measure(
        work,
        f"{told(ours)}; the other {told(other)}: {1 / ratio:.1f} times as fast",
        against,
        ratio,
        TIME_TARGET,
        used,
    )


def speed(one):
    return one["rows"] / one["seconds"]


def told(one):
    return f"{one['seconds']:.2f} s ({speed(one):.0f} rows/s)"


def alone(way, file):
    """What one way says of itself, in a process that has done nothing else."""
    name = connection.settings_dict["NAME"]
    done = subprocess.run(
        [sys.executable, "-m", "edu_lang_son.bench.import_child", way, str(file), name],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])
