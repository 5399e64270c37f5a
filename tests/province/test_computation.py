"""Every school, commune, cluster and the province agree with the slow versions."""

import pytest

from communes.models import Commune, IndicatorValue
from communes.recompute import recompute_year
from staffing.models import StaffingGap
from tests.schools import test_indicator_alternatives as values
from tests.staffing import test_gap_alternatives as gaps
from tests.staffing import test_subject_gaps as subjects

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

VALUE = ("indicator", "scope", "scope_key", "basis", "level")
COVERAGE = ("expected", "reported", "approved")
GAP = ("institution", "post", "level")


def computed(year):
    """Every computed figure of `year`, without who computed it and when."""
    stored = IndicatorValue.objects.filter(school_year=year).order_by(*VALUE)
    rows = StaffingGap.objects.filter(school_year=year).order_by(*GAP)
    return (
        list(stored.values_list(*VALUE, "numerator", "denominator", *COVERAGE)),
        list(
            rows.values_list(
                *GAP,
                "required_norm_classes",
                "required_actual_classes",
                "present_permanent",
                "present_contract",
                "absent",
                "assigned",
                "inputs",
            )
        ),
    )


@pytest.mark.parametrize("year", [2025, 2026])
def test_gaps_of_every_school(year):
    # Two managers and a level of teachers in each of hundreds of schools.
    assert gaps.compare(year) > 1000


def test_gaps_of_every_subject():
    stored = subjects.stored_lines(2025)
    # Some subjects at each of hundreds of schools.
    assert len(stored) > 3000
    assert stored == subjects.slow_lines(2025)


@pytest.mark.parametrize("year", [2025, 2026])
def test_values_of_every_scope(year):
    assert values.compare(year) > 10_000


def test_computing_again_changes_nothing():
    before = computed(2025)
    recompute_year(2025)
    assert computed(2025) == before


def test_commune_by_commune_gives_the_same_as_the_whole_province():
    before = computed(2025)
    IndicatorValue.objects.filter(school_year=2025, scope="province").delete()
    IndicatorValue.objects.filter(school_year=2025, indicator="learners").delete()
    StaffingGap.objects.filter(school_year=2025, post="teacher").delete()
    for commune in Commune.objects.all():
        recompute_year(2025, commune=commune.code)
    assert computed(2025) == before
