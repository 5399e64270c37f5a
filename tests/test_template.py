"""The kept database is used only while everything it was made from still stands."""

import pytest
from django.conf import settings
from django.db import connection

from tests import template

FACTS = {"package django": "5.2", "migration a.0001": "1", "model a.School": "2"}


@pytest.fixture
def kept(db, monkeypatch):
    """kept(facts): a database of that note, or of none, in the place of the real one."""
    monkeypatch.setattr(template, "NAME", "test_template_of_a_test")

    def make(facts):
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {template.NAME}")
            cursor.execute(f"CREATE DATABASE {template.NAME}")
        if facts is not None:
            template.write_note(facts)

    yield make
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {template.NAME}")


def test_none_is_used_before_there_is_one(kept):
    assert not template.usable(FACTS)


def test_an_interrupted_copy_is_not_used(kept):
    kept(None)
    assert not template.usable(FACTS)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (FACTS, True),
        # Django runs the new migration on the copy.
        (FACTS | {"migration a.0002": "1"}, True),
        (FACTS | {"migration a.0001": "2"}, False),
        (FACTS | {"package django": "5.3"}, False),
        ({"package django": "5.2", "migration a.0001": "1"}, False),
    ],
    ids=["same", "new migration", "edited migration", "other package", "removed model"],
)
def test_it_is_used_while_it_holds_nothing_unwanted(kept, wanted, expected):
    kept(FACTS)
    assert template.note() == FACTS
    assert template.usable(wanted) is expected


def test_every_migration_and_what_it_imports_is_noted(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'migration ' || app || '.' || name FROM django_migrations"
        )
        applied = {name for (name,) in cursor}
    assert template.migrations().keys() == applied
    text = (settings.BASE_DIR / "communes/migrations/0001_initial.py").read_text()
    assert set(template.helpers(text)) == {
        settings.BASE_DIR / "communes" / "models" / "users.py",
        settings.BASE_DIR / "communes" / "ranges.py",
    }


def test_a_helper_of_a_migration_counts_as_much_as_the_migration(monkeypatch, tmp_path):
    before = template.migrations()
    changed = tmp_path / "ranges.py"
    changed.write_text("# other constraints from now on\n")
    monkeypatch.setattr("communes.ranges.__file__", str(changed))
    after = template.migrations()
    users = {
        f"migration {path.parts[-3]}.{path.stem}"
        for path in settings.BASE_DIR.glob("*/migrations/*.py")
        if "communes.ranges" in path.read_text(encoding="utf-8")
    }
    assert "migration communes.0001_initial" in users
    assert {name for name in before if before[name] != after[name]} == users
