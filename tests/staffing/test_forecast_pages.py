"""A forecast computed from rows, seen on its page, changed by those who may."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from communes.models import Job
from staffing.forecast import computing, reading
from staffing.models import Forecast, ForecastLine
from tests import factories as make
from tests.constraints.subjects import subject_gap

YEAR = make.YEAR


@pytest.fixture
def place(db):
    """A commune with one primary school over two years, four teachers, two short."""
    make.reference()
    commune = make.commune()
    school = make.institution(kind="TH", commune=commune)
    for year, pupils in ((YEAR - 1, 30), (YEAR, 30)):
        filed = make.school_return(school, year=year)
        for grade in range(1, 6):
            make.grade(filed, f"{grade:02}", classes=1, pupils=pupils)
        for age in range(7):
            make.population(commune, age, 30, year=year)
    for born in (
        date(1969, 6, 1),
        date(1990, 1, 1),
        date(1990, 1, 1),
        date(1990, 1, 1),
    ):
        person = make.person(birth_date=born)
        make.assignment(person, school, subject_id="TH", started_on=date(2010, 9, 1))
    subject_gap(institution=school, subject_id="TH", need=6, required=6, present=4)
    return commune


def main(**fields):
    return Forecast.objects.create(
        name="Phương án chính", base_year_id=YEAR, is_main=True, **fields
    )


def test_a_retirement_by_the_month_rule_widens_the_gap(place):
    forecast = main()
    assert computing.compute(forecast.pk)["lines"] == 5
    rows = reading.sums(ForecastLine.objects.filter(forecast=forecast), "year")
    # Born in June 1969: 57 years, so until the 30th of June 2026.
    assert [
        (row["year"] - YEAR, row["retired"], float(row["shortage"])) for row in rows
    ] == [(1, 1, 3.0), (2, 1, 3.0), (3, 1, 3.0), (4, 1, 3.0), (5, 1, 3.0)]


def test_computing_again_replaces_the_lines(place):
    forecast = main()
    computing.compute(forecast.pk)
    computing.compute(forecast.pk)
    assert ForecastLine.objects.count() == 5


@override("vi")
def test_a_year_without_gaps_by_subject_says_so(place):
    make.school_year(2030)
    forecast = Forecast.objects.create(name="Sớm quá", base_year_id=2030)
    with pytest.raises(
        computing.NothingToForecast, match="chưa có thừa, thiếu theo môn"
    ):
        computing.compute(forecast.pk)
    with pytest.raises(CommandError, match="chưa có thừa, thiếu theo môn"):
        call_command("forecast", year="2030")


def test_page_shows_the_gap_with_its_range(place, client):
    computing.compute(main().pk)
    client.force_login(make.official())
    page = client.get(reverse("staffing_forecast"))
    assert page.context["charts"]["years"].rows[0].cells[-4:-1] == [3, 3, 3]
    assert "thiếu khoảng 3 giáo viên (từ 3 đến 3)" in page.content.decode()


def test_the_page_costs_the_same_queries_for_one_subject_and_three(place, client):
    forecast = main()
    computing.compute(forecast.pk)
    client.force_login(make.official())
    counts = []
    for subject in ("NN1", "TIN"):
        client.get(reverse("staffing_forecast"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("staffing_forecast"))
        counts.append(len(queries))
        for year in range(YEAR + 1, YEAR + 6):
            ForecastLine.objects.create(
                forecast=forecast,
                commune=place,
                level="primary",
                subject_id=subject,
                year=year,
            )
    assert counts[0] == counts[1]


def test_without_a_forecast_the_page_says_so(db, client):
    make.reference()
    make.period()
    client.force_login(make.official())
    page = client.get(reverse("staffing_forecast"))
    assert "Chưa có phương án dự báo nào được tính." in page.content.decode()


def fields(**changed):
    return {
        "name": "Tuyển bù một nửa",
        "base_year": YEAR,
        "window": 2,
        "births_change": "-2",
        "class_size_change": "0",
        "replaced": "50",
        "leaving": "",
        **changed,
    }


def test_an_official_weighs_other_assumptions(place, client):
    client.force_login(make.official())
    answer = client.post(reverse("forecast_new"), fields())
    made = Forecast.objects.get()
    assert answer.url == f"{reverse('staffing_forecast')}?plan={made.pk}"
    assert (made.replaced, made.leaving, made.is_main) == (50, None, False)
    assert Job.objects.get().kind == "forecast"


def test_what_is_out_of_bounds_is_said_and_kept(place, client):
    client.force_login(make.official())
    page = client.post(reverse("forecast_new"), fields(replaced="120", window="9"))
    assert set(page.context["form"].errors) == {"replaced", "window"}
    assert page.context["form"]["name"].value() == "Tuyển bù một nửa"
    assert not Forecast.objects.exists()


def test_a_commune_reads_but_does_not_forecast(place, client):
    forecast = main()
    computing.compute(forecast.pk)
    client.force_login(make.owner(place))
    assert client.post(reverse("forecast_new"), fields()).status_code == 403
    assert (
        client.post(reverse("forecast_compute", args=[forecast.pk])).status_code == 403
    )
    assert "3 giáo viên" in client.get(reverse("staffing_forecast")).content.decode()


def test_another_commune_sees_none_of_the_lines(place, client):
    computing.compute(main().pk)
    client.force_login(make.stranger())
    page = client.get(reverse("staffing_forecast"))
    assert page.context["charts"] == {}
    assert "không lập riêng cho từng trường" in page.content.decode()
