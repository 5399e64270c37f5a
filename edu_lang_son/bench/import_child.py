"""One way of importing a staff workbook, alone in a process so that its memory counts.

Arguments: "ours", "rival" or "validating", the file, the name of the database. Everything happens
in one transaction that is rolled back; one line of JSON goes to standard output.
"""

import json
import os
import resource
import sys
from pathlib import Path
from time import perf_counter


def main(way, file, database):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "edu_lang_son.settings")
    import django  # noqa: PLC0415  everything is loaded here, where it is measured

    from edu_lang_son import embedded  # noqa: PLC0415

    embedded.hold_if_local()
    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415

    connection.settings_dict["NAME"] = database
    work = {"ours": ours, "rival": rival, "validating": validating}[way]
    content = Path(file).read_bytes()
    with transaction.atomic():
        started = perf_counter()
        rows = work(content)
        with connection.cursor() as cursor:
            # What a commit would check.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds = perf_counter() - started
        transaction.set_rollback(True)
    print(json.dumps({"rows": rows, "seconds": seconds, "mebibytes": peak()}))


def peak():
    """MiB of this process; with those of the one it has cells read by, if larger."""
    used = [
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return max(used) / (1024 * 1024 if sys.platform == "darwin" else 1024)


def ours(content):
    """Check with all problems and the stored preview, then apply."""
    from communes import imports  # noqa: PLC0415
    from communes.models import Import, SchoolYear, User  # noqa: PLC0415
    from communes.scoping import Role  # noqa: PLC0415

    by = User.objects.create(username="bench", role=Role.ADMIN)
    year = SchoolYear.objects.latest("start").start
    source = imports.start(
        "staff", content, "bench.xlsx", year=year, by=by, in_background=False
    )
    imports.check(source.pk)
    imports.apply(source.pk, by)
    return Import.objects.get(pk=source.pk).new


def rival(content):
    from edu_lang_son.bench import rival_import  # noqa: PLC0415

    return rival_import.run(content)


def validating(content):
    from edu_lang_son.bench import rival_import  # noqa: PLC0415

    return rival_import.run(content, validates=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
