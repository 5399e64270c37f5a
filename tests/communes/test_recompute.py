"""Recomputing: repeatable, interruptible, the same for one commune as for all."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from communes import indicators, page, queries
from communes.models import ComputationRun, IndicatorValue
from communes.recompute import UnknownYear, prune_runs, recompute_year
from schools.models import GradeFigures, SchoolReturn
from staffing.models import StaffingGap
from tests import factories as make
from tests.communes import computed

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What ends a process in the middle; nothing that code would catch."""


def parts(indicator, scope, key, *, basis="location", level=""):
    row = IndicatorValue.objects.get(
        indicator=indicator, scope=scope, scope_key=key, basis=basis, level=level
    )
    coverage = (row.expected, row.reported, row.approved)
    return (row.numerator, row.denominator, *coverage)


def test_twice_gives_the_same():
    computed.province()
    recompute_year(make.YEAR)
    values, gaps = computed.values(), computed.gaps()
    recompute_year(make.YEAR)
    assert (computed.values(), computed.gaps()) == (values, gaps)
    assert len(values) > 500
    assert len(gaps) > 10


def test_parts_of_location_and_management_differ_and_say_what_they_cover():
    here, there, primary = computed.province()
    recompute_year(make.YEAR)
    assert {
        "school": parts("learners", "institution", primary.code),
        "here": parts("learners", "commune", here.code),
        "managed from here": parts("learners", "commune", here.code, basis="managed"),
        "managed from there": parts("learners", "commune", there.code, basis="managed"),
        "there": parts("learners", "commune", there.code),
        "cluster": parts("learners", "cluster", "Cao Lộc"),
        "province": parts("learners", "province", "20"),
        "communes' own": parts("learners", "province", "20", basis="managed"),
        "preschools": parts("learners", "province", "20", level="preschool"),
        "no return": parts("learners", "commune", there.code, level="lower_secondary"),
    } == {
        "school": (250, None, 1, 1, 1),
        "here": (250 + 639, None, 2, 2, 2),
        "managed from here": (250, None, 1, 1, 1),
        "managed from there": (639 + 132, None, 3, 2, 1),
        "there": (132 + 603, None, 3, 2, 1),
        "cluster": (132 + 603, None, 3, 2, 1),
        "province": (250 + 639 + 132 + 603, None, 5, 4, 3),
        "communes' own": (250 + 639 + 132, None, 4, 3, 2),
        "preschools": (132, None, 1, 1, 0),
        "no return": (None, None, 1, 0, 0),
    }


def test_one_commune_gives_what_the_province_gives():
    here, there, primary = computed.province()
    recompute_year(make.YEAR)
    GradeFigures.objects.filter(school_return__institution=primary).update(
        pupils=61, girls=30
    )
    recompute_year(make.YEAR, commune=here.code)
    values, gaps = computed.values(), computed.gaps()
    recompute_year(make.YEAR)
    assert (computed.values(), computed.gaps()) == (values, gaps)
    assert parts("learners", "institution", primary.code)[0] == 305


def test_one_commune_leaves_the_rows_of_others_alone():
    here, there, _primary = computed.province()
    apart = make.commune(cluster="Bình Gia")
    make.school("TH", commune=apart)
    before = recompute_year(make.YEAR).run
    after = recompute_year(make.YEAR, commune=here.code).run
    communes = IndicatorValue.objects.filter(scope="commune")
    written_by = dict(communes.values_list("scope_key", "run").distinct())
    # A school stands here and is managed from there, so both had to be written.
    assert written_by == {
        here.code: after.pk,
        there.code: after.pk,
        apart.code: before.pk,
    }


@pytest.mark.parametrize("reach", [{}, {"commune": "own"}])
def test_what_no_longer_belongs_goes(reach):
    here, there, primary = computed.province()
    recompute_year(make.YEAR)
    primary.closed_on = date(make.YEAR, 9, 1)
    primary.save()
    make.school("MG", commune=here)
    recompute_year(make.YEAR, **dict.fromkeys(reach, here.code))
    values, gaps = computed.values(), computed.gaps()
    IndicatorValue.objects.all().delete()
    recompute_year(make.YEAR)
    assert (values, gaps) == (computed.values(), computed.gaps())
    assert not computed.values(scope_key=primary.code)


def test_a_return_taken_back_takes_its_figures_along():
    _here, _there, primary = computed.province()
    recompute_year(make.YEAR)
    SchoolReturn.objects.filter(institution=primary).update(state="draft")
    recompute_year(make.YEAR)
    assert parts("learners", "institution", primary.code) == (None, None, 1, 0, 0)
    assert not primary.gaps.exists()


@pytest.mark.parametrize("step", [1, 2, 9, 20])
def test_killed_at_any_step_and_begun_again_gives_the_same(step):
    _here, _there, primary = computed.province()
    recompute_year(make.YEAR)
    GradeFigures.objects.filter(school_return__institution=primary).update(classes=3)

    def kill(done, total):
        if done == step:
            raise Killed

    with pytest.raises(Killed):
        recompute_year(make.YEAR, on_progress=kill)
    assert computed.states() == ["done", "failed"]
    half_done = computed.values()
    recompute_year(make.YEAR)
    begun_again = computed.values(), computed.gaps()
    IndicatorValue.objects.all().delete()
    StaffingGap.objects.all().delete()
    recompute_year(make.YEAR)
    assert begun_again == (computed.values(), computed.gaps())
    assert begun_again[0] != half_done


def test_progress_counts_every_step():
    computed.province()
    seen = []
    recompute_year(
        make.YEAR, on_progress=lambda done, total: seen.append((done, total))
    )
    total = len(indicators.all()) + len(indicators.preparations())
    assert seen == [(done, total) for done in range(1, total + 1)]


def test_values_of_an_indicator_that_is_gone_go_too():
    computed.province()
    run = recompute_year(make.YEAR).run
    make.indicator_value("abolished", "province", "20", 1, run=run)
    recompute_year(make.YEAR)
    assert not computed.values(indicator="abolished")


def test_a_run_tells_its_norms_and_that_old_years_are_counted_backwards():
    make.reference()
    make.commune()
    make.school_year(2022)
    make.school_year(2026)
    norms = {year: recompute_year(year).run.versions["norms"] for year in (2022, 2026)}
    told = {
        (year, family): (one["code"], one["retroactive"])
        for year, families in norms.items()
        for family, one in families.items()
    }
    assert told == {
        (2022, "general"): ("TT20-2023", True),
        (2022, "preschool"): ("TT19-2023", True),
        (2022, "managers"): ("ND120-2020", False),
        (2022, "qualification"): ("LGD2019", False),
        (2022, "curriculum"): ("TT32-2018", False),
        (2022, "load"): ("TT05-2025", True),
        (2026, "general"): ("TT20-2023", False),
        (2026, "preschool"): ("TT19-2023", False),
        (2026, "managers"): ("ND120-2020", False),
        (2026, "qualification"): ("LNG2025", False),
        (2026, "curriculum"): ("TT32-2018", False),
        (2026, "load"): ("TT05-2025", False),
    }


def test_pruning_keeps_runs_that_are_named_and_runs_of_today():
    old = timezone.now() - timedelta(days=2)
    unused = make.computation_run(finished_at=old)
    named = make.computation_run(finished_at=old)
    make.indicator_value("learners", "province", "20", 1, run=named)
    recent = make.computation_run()
    running = make.computation_run(state="running", finished_at=None, started_at=old)
    assert prune_runs() == 1
    left = set(ComputationRun.objects.values_list("pk", flat=True))
    assert left == {named.pk, recent.pk, running.pk}
    assert unused.pk not in left


def test_a_year_without_its_period_is_refused():
    with pytest.raises(UnknownYear):
        recompute_year(1999)
    assert computed.states() == []


class TestCommand:
    def test_prints_what_it_did(self, capsys):
        computed.province()
        call_command("recompute", "--year", "2025-2026")
        run = ComputationRun.objects.get()
        gaps = len(computed.gaps())
        line = capsys.readouterr().out.strip()
        assert line.startswith(
            f"2025-2026: {len(indicators.all())} indicators, "
            f"{run.values_written} values, {gaps} staffing_gaps, "
        )
        assert run.values_written == len(computed.values())

    def test_takes_one_commune(self):
        here, _there, _primary = computed.province()
        call_command("recompute", "--year", "2025", "--commune", here.code)
        assert ComputationRun.objects.get().commune == here

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["--year", "2025-2027"], "2025-2027 is no school year; write 2025-2026."),
            (["--year", "năm nay"], "năm nay is no school year; write 2025-2026."),
            (["--year", "2025", "--commune", "99999"], "There is no commune 99999."),
            (["--year", "1999"], "1999-2000 has no start-of-year reporting period."),
        ],
    )
    def test_says_what_is_wrong(self, arguments, sentence):
        with pytest.raises(CommandError) as error:
            call_command("recompute", *arguments)
        assert str(error.value) == sentence


class TestQueries:
    def test_coverage_says_how_many_communes_have_handed_in(self):
        computed.province()
        recompute_year(make.YEAR)
        whole = page.Scope.of_province(make.province())
        assert page.coverage_of(whole, make.YEAR) == page.Coverage(2, 1, 1)

    def test_ranks_ties_alike_and_no_value_last(self):
        for key, numerator in {"a": 30, "b": 50, "c": 50, "d": None, "e": 10}.items():
            make.indicator_value("learners", "commune", key, numerator, 10)
        rows = queries.values_of(
            make.official(), make.YEAR, indicators=["learners"], scope="commune"
        )
        found = queries.ranked(rows).values_list("scope_key", "value", "rank")
        assert list(found) == [
            ("b", Decimal(5), 1),
            ("c", Decimal(5), 1),
            ("a", Decimal(3), 3),
            ("e", Decimal(1), 4),
            ("d", None, None),
        ]

    def test_over_nothing_there_is_no_value_but_a_count_is_itself(self):
        make.indicator_value("pupils_per_class", "province", "20", 5, 0)
        make.indicator_value("learners", "province", "20", 5)
        rows = queries.values_of(make.official(), make.YEAR)
        assert dict(rows.values_list("indicator", "value")) == {
            "pupils_per_class": None,
            "learners": Decimal(5),
        }

    def test_a_series_runs_up_to_a_year(self):
        for year in (2021, 2022, 2023, 2024, 2025, 2026):
            make.indicator_value("learners", "province", "20", year, year=year)
        found = queries.series(
            make.official(), "learners", "province", "20", until=2025, years=3
        )
        assert list(found.values_list("school_year", "value")) == [
            (2023, Decimal(2023)),
            (2024, Decimal(2024)),
            (2025, Decimal(2025)),
        ]

    def test_the_year_shown_first_is_the_latest_past_its_last_deadline(self):
        for year in (2024, 2025, 2026):
            make.school_year(year)
        days = {date(2026, 6, 30): 2024, date(2026, 7, 1): 2025, date(2020, 1, 1): 2024}
        assert {day: queries.latest_complete_year(day) for day in days} == days
