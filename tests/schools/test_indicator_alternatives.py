"""Stored values of random provinces are those of the slow version, scope by scope."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from communes import indicators
from communes.models import IndicatorValue
from staffing.models import NormSet
from tests import factories as make
from tests import random_schools
from tests.alternatives import indicators as slow
from tests.staffing.computed import recompute

pytestmark = pytest.mark.django_db

# Counted where the children live, so there is nothing to say of one school or of
# what a commune manages.
OF_PLACES = {"attendance_age_5"}


def slow_values(year=make.YEAR):
    """{(code, scope, key, basis, level): (numerator, denominator)} that have a value."""
    read = slow.read(year)
    versions = slow.Indicators(read)
    values = {}
    for (scope, key, basis), (schools, communes) in slow.scopes(read, "20").items():
        for indicator in indicators.all():
            if indicator.code in OF_PLACES and (
                scope == "institution" or basis == "managed"
            ):
                continue
            count = getattr(versions, indicator.code)
            for level in ("", *indicator.levels):
                parts = count(schools, level, communes)
                values[indicator.code, scope, key, basis, level] = parts
    return with_value(values)


def stored_values(year=make.YEAR):
    rows = IndicatorValue.objects.filter(school_year=year)
    return with_value(
        {
            (row.indicator, row.scope, row.scope_key, row.basis, row.level): (
                row.numerator,
                row.denominator,
            )
            for row in rows
        }
    )


def with_value(values):
    """Only what a page would show: a count of something, or x over more than zero."""
    return {
        key: (Decimal(numerator), None if denominator is None else Decimal(denominator))
        for key, (numerator, denominator) in values.items()
        if (numerator if denominator is None else denominator)
    }


def compare(year=make.YEAR):
    stored, expected = stored_values(year), slow_values(year)
    differing = {
        key: (stored.get(key), expected.get(key))
        for key in stored.keys() | expected.keys()
        if stored.get(key) != expected.get(key)
    }
    assert differing == {}
    return len(stored)


def test_every_indicator_has_a_slow_version():
    missing = [
        each.code
        for each in indicators.all()
        if not hasattr(slow.Indicators, each.code)
    ]
    assert missing == []


@random_schools.few_examples
@given(descriptions=st.lists(random_schools.schools(), min_size=1, max_size=12))
def test_random_provinces(db, descriptions):
    with transaction.atomic():
        make.reference()
        # Rounding is tried apart; here every fraction must agree.
        NormSet.objects.update(rounding="none")
        random_schools.build(descriptions)
        recompute()
        compare()
        transaction.set_rollback(True)
