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
    """Seconds and peak memory of both, each in a process of its own, on one file."""
    rows = rows or ROWS
    if not Institution.objects.exists():
        raise NothingToMeasure(
            "There is no school to import into; run load_demo first."
        )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "staff.xlsx"
        file.write_bytes(workbook(rows))
        found = [alone(way, file) for way in ("ours", "rival")]
    ours, rival = found
    if [one["rows"] for one in found] != [rows, rows]:
        raise AssertionError(
            f"of {rows} rows {ours['rows']} and {rival['rows']} came in"
        )
    used = versions(connection, "django-import-export", "python-calamine")
    work = f"import of {rows} staff rows: every check, the preview, applied"
    return [
        Measure(
            work,
            f"{told(ours)}; the other {told(rival)}: "
            f"{rival['seconds'] / ours['seconds']:.1f} times as fast",
            RIVAL,
            ours["seconds"] / rival["seconds"],
            TIME_TARGET,
            used,
        ),
        Measure(
            f"{work}: peak memory",
            f"{ours['mebibytes']:.0f} MiB; the other {rival['mebibytes']:.0f} MiB",
            f"{MEMORY} MiB",
            ours["mebibytes"] / MEMORY,
            1,
            used,
        ),
    ]


def told(one):
    return f"{one['seconds']:.2f} s ({one['rows'] / one['seconds']:.0f} rows/s)"


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
