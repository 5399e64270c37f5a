"""The same seed and day give the same rows; other data is never touched."""

import hashlib
from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

import emulation.seeding
from communes.models import SchoolYear
from edu_lang_son.demo.base import apportion
from edu_lang_son.demo.load import load
from edu_lang_son.demo.retirement import retires_on
from schools.models import Institution

from .conftest import TODAY


def fingerprints(**wishes):
    """A digest of every table that a load fills; nothing stays."""
    with transaction.atomic():
        rows = load("small", **wishes)
        found = {label: digest(apps.get_model(label)) for label in rows}
        transaction.set_rollback(True)
    return found


def digest(model):
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT t::text FROM "{model._meta.db_table}" t ORDER BY "{model._meta.pk.column}"'
        )
        lines = "\n".join(line for (line,) in cursor)
    return hashlib.sha256(lines.encode()).hexdigest()


@pytest.mark.django_db
def test_same_seed_and_day_same_rows():
    # Criteria are numbered by a sequence, which a rollback does not wind back.
    emulation.seeding.load_reference()
    first = fingerprints(today=TODAY, seed=7)
    assert fingerprints(today=TODAY, seed=7) == first
    other = fingerprints(today=TODAY, seed=8)
    same = {label for label in first if other[label] == first[label]}
    assert same == {
        "communes.CellComment",
        "communes.Target",
        "communes.SchoolYear",
        "communes.ReportingPeriod",
        "communes.CommuneRegion",
        "emulation.Audience",
        "emulation.AwardQuota",
        "emulation.Campaign",
        "emulation.CampaignSet",
    }


@pytest.mark.django_db
def test_a_database_with_data_is_left_alone():
    SchoolYear.objects.create(
        start=2025, starts_on=date(2025, 9, 1), ends_on=date(2026, 5, 31)
    )
    with pytest.raises(CommandError, match="already holds data"):
        call_command("load_demo", scale="small", verbosity=0)
    assert Institution.objects.count() == 0


@pytest.mark.django_db
def test_the_command_takes_scale_seed_and_day():
    call_command(
        "load_demo", "--scale=small", "--seed=3", "--today=2026-10-12", verbosity=0
    )
    assert Institution.objects.open_on(date(2025, 9, 30)).count() == 64


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 25, 37])
def test_any_seed_makes_a_province(seed):
    rows = load("small", seed=seed, today=TODAY)
    assert rows["communes.Population"] == 6 * 6 * 22


def test_progress_is_told(db):
    told = []
    rows = load("small", today=TODAY, progress=lambda *step: told.append(step))
    assert [done for done, _total, _what in told] == list(range(1, len(rows) + 1))
    assert {total for _done, total, _what in told} == {len(rows)}


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (7, [0.5, 0.25, 0.25], [3, 2, 2]),
        (5, [0, 0], [0, 0]),
        (0, [3, 4], [0, 0]),
    ],
)
def test_apportion(total, weights, shares):
    assert apportion(total, weights) == shares


@pytest.mark.parametrize(
    ("sex", "born", "last_day"),
    [
        ("M", date(1964, 1, 20), date(2025, 4, 30)),
        ("M", date(1964, 10, 1), date(2026, 4, 30)),
        ("F", date(1968, 9, 30), date(2025, 5, 31)),
        ("F", date(1969, 5, 2), date(2026, 5, 31)),
        ("M", date(1966, 4, 3), date(2028, 4, 30)),
        ("F", date(1975, 5, 1), date(2035, 5, 31)),
    ],
)
def test_month_rule_of_retirement(sex, born, last_day):
    assert retires_on(sex, born) == last_day
