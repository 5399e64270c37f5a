"""Every named constraint of our tables is tried, and PostgreSQL refuses by that name."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests.constraints import CASES

OUR_APPS = ("communes", "schools", "staffing", "emulation")


def declared_names():
    return {
        constraint.name
        for app in OUR_APPS
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }


def test_every_constraint_has_a_breaking_case():
    assert set(CASES) == declared_names()


@pytest.mark.parametrize("name", sorted(declared_names()))
def test_database_refuses(name, reference_rows, db):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        CASES[name]()
    assert refused.value.__cause__.diag.constraint_name == name
