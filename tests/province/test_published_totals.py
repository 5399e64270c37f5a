"""The demo province reproduces the totals that were published, to the unit."""

import pytest
from django.db.models import Q

from communes.models import Commune, CultureSocietyOffice, IndicatorValue
from schools.models import Institution, Site
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]


def value(indicator, scope="province", key="20"):
    return IndicatorValue.objects.get(
        indicator=indicator,
        school_year=make.YEAR,
        scope=scope,
        scope_key=key,
        basis="location",
        level="",
    )


def count(indicator, *scope):
    return int(value(indicator, *scope).numerator)


def test_the_province():
    start = make.period()
    schools = Institution.objects.open_on(start.as_of)
    still_open = Q(closed_on__isnull=True) | Q(closed_on__gt=start.as_of)
    sites = Site.objects.filter(
        still_open, opened_on__lte=start.as_of, institution__in=schools, is_main=False
    )
    assert {
        "communes": Commune.objects.count(),
        "wards": Commune.objects.filter(kind="ward").count(),
        "institutions": count("institutions"),
        "learners": count("learners"),
        "semi-boarding": schools.filter(special_type="semi_boarding").count(),
        "boarding": schools.filter(special_type="boarding").count(),
        "sites beside main sites": sites.count(),
        "at national standard": f"{value('national_standard_share').ratio:.1%}",
    } == {
        "communes": 65,
        "wards": 4,
        "institutions": 648,
        "learners": 211_143,
        "semi-boarding": 84,
        "boarding": 11,
        "sites beside main sites": 612,
        "at national standard": "48.9%",
    }


def test_more_than_twenty_thousand_staff():
    assert 20_000 < count("staff") < 25_000


def test_khanh_khe():
    commune = Commune.objects.get(name="Khánh Khê")
    here = ("commune", commune.code)
    office = CultureSocietyOffice.objects.get(commune=commune, school_year=make.YEAR)
    assert (
        count("institutions", *here),
        count("learners", *here) // 100,
        290 <= count("staff", *here) <= 310,
        office.staff,
        office.education_specialists,
    ) == (11, 25, True, 10, 1)
