"""A migrated database that test databases are copied from, kept between runs.

Migrating an empty database takes most of a minute, and every run of even one test paid
it; copying one takes half a second. Django still runs `migrate` on the copy, so what
the kept one lacks is added; it only must never hold anything that the code of today
would not have made. So it carries a note of what it was made from.
"""

import hashlib
import json
import platform
import re
import sys
from importlib import metadata
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

NAME = "test_template"
IMPORT = re.compile(r"^(?:from ([\w.]+) )?import ([\w.]+(?:, [\w.]+)*)", re.MULTILINE)


def facts():
    """What the tables, triggers and rows of a freshly migrated database come from."""
    return packages() | migrations() | permissions()


def packages():
    found = {f"package {each.name}": each.version for each in metadata.distributions()}
    return found | {"python": platform.python_version()}


def migrations():
    found = {}
    for key, migration in MigrationLoader(None).disk_migrations.items():
        path = Path(sys.modules[migration.__module__].__file__)
        text = path.read_text(encoding="utf-8")
        parts = [text, *(part.read_text(encoding="utf-8") for part in helpers(text))]
        found["migration {}.{}".format(*key)] = digest(*parts)
    return found


def helpers(text):
    """Files of ours that a migration imports: functions and fields it is made with."""
    ours = tuple(path.parent.name for path in settings.BASE_DIR.glob("*/__init__.py"))
    for package, names in IMPORT.findall(text):
        for name in names.split(", "):
            for module in (package, f"{package}.{name}".strip(".")):
                if module.split(".")[0] in ours and module in sys.modules:
                    yield Path(sys.modules[module].__file__)


def permissions():
    """`migrate` writes the rights to every model, but never renames or removes one."""
    return {
        f"model {model._meta.label}": digest(
            model._meta.verbose_name_raw,
            model._meta.default_permissions,
            model._meta.permissions,
        )
        for model in apps.get_models(include_auto_created=True)
    }


def digest(*parts):
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def usable(wanted):
    """Whether the kept database holds nothing that is no longer wanted."""
    kept = note()
    return bool(kept) and kept.items() <= wanted.items()


def note():
    """What the kept database was made from; nothing if there is none."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = %s",
            [NAME],
        )
        row = cursor.fetchone()
    return json.loads(row[0]) if row and row[0] else {}


def keep(made_from):
    """Keep a copy of the test database as it is now. Nobody may be connected to it."""
    source = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{NAME}"')
        cursor.execute(f'CREATE DATABASE "{NAME}" TEMPLATE "{source}"')
    # Last: a copy that somebody interrupted has no note and is never used.
    write_note(made_from)


def write_note(made_from):
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'COMMENT ON DATABASE "{NAME}" IS %s', [json.dumps(made_from)])
