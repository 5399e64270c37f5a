"""The full demo province with two school years computed, undone at the end."""

from datetime import date

import pytest
from django.db import connection, transaction

from communes.recompute import recompute_year
from edu_lang_son.demo.load import load

TODAY = date(2026, 11, 23)
YEARS = (2025, 2026)


def analyze():
    """Autovacuum cannot see an open transaction and would let the planner guess."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.fixture(scope="package")
def province(django_db_setup, django_db_blocker):
    """Loaded inside a transaction, so that no other test ever meets it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(today=TODAY)
        analyze()
        for year in YEARS:
            recompute_year(year)
        analyze()
        yield
        transaction.set_rollback(True)
