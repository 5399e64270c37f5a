"""The demo, loaded once for the tests of a module and rolled back after them."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction

from edu_lang_son.demo.load import load

TODAY = date(2026, 11, 23)


@contextmanager
def loaded(scale, **wishes):
    with transaction.atomic():
        yield load(scale, today=TODAY, **wishes)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), loaded("small") as rows:
        yield rows


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), loaded("province") as rows:
        yield rows
