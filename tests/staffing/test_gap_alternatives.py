"""Stored gaps of random schools are those of the slow version, row by row."""

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from staffing.models import NormSet
from tests import factories as make
from tests import random_schools
from tests.alternatives import gaps as slow_gaps

from .computed import recompute, stored_gaps, tells

pytestmark = pytest.mark.django_db


def as_text(gap):
    """Everything a gap says, from either version."""
    if isinstance(gap, slow_gaps.Gap):
        moved = [
            getattr(gap, side)(reading)
            for reading in ("actual_classes", "norm_classes")
            for side in ("shortage", "surplus")
        ]
    else:
        moved = [
            gap.shortage_actual_classes,
            gap.surplus_actual_classes,
            gap.shortage_norm_classes,
            gap.surplus_norm_classes,
        ]
    numbers = [
        gap.required_actual_classes,
        gap.required_norm_classes,
        gap.present_permanent,
        gap.present_contract,
        *moved,
    ]
    return [None if number is None else f"{number:.2f}" for number in numbers], dict(
        gap.absent
    )


def compare(year=make.YEAR, rounding="none"):
    """Assert that both versions hold the same rows; returns how many."""
    slow = {
        key: as_text(gap)
        for key, gap in slow_gaps.all_gaps(year, rounding=rounding).items()
        if tells(gap)
    }
    stored = {key: as_text(gap) for key, gap in stored_gaps(year).items()}
    assert stored == slow
    return len(stored)


@random_schools.few_examples
@given(
    descriptions=st.lists(random_schools.schools(), min_size=1, max_size=15),
    rounding=st.sampled_from(NormSet.Rounding.values),
)
def test_random_schools(db, descriptions, rounding):
    with transaction.atomic():
        make.reference()
        NormSet.objects.update(rounding=rounding)
        random_schools.build(descriptions)
        recompute()
        compare(rounding=rounding)
        transaction.set_rollback(True)
