"""The years ahead by hand: cohorts, residents, retirement, norm, range."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.forecast import backtest, pupils
from staffing.forecast.lines import Assumed, Start, gap, lines
from staffing.forecast.people import Leaver

LEVELS = {f"{grade:02}": "primary" for grade in range(1, 6)}
LEVELS |= {f"{grade:02}": "lower_secondary" for grade in range(6, 10)}
LEVELS |= {f"{grade:02}": "upper_secondary" for grade in range(10, 13)}
DAYS = {year: date(year, 9, 30) for year in range(2025, 2031)}
NOTHING = Assumed(replaced=0, class_size_change=0, leaving={}, error={})


def steady(places=("A",), pupils_a_grade=100, years=range(2020, 2026)):
    """A place where every year is like the last."""
    return pupils.Behind(
        grades={
            (place, grade, year): pupils_a_grade
            for place in places
            for grade in LEVELS
            for year in years
        },
        children={(p, age, y): 90 for p in places for age in range(6) for y in years},
        residents={(p, age, y): 100 for p in places for age in range(7) for y in years},
        levels=LEVELS,
    )


def test_where_nothing_changes_nothing_is_forecast_to_change():
    found = pupils.ahead(steady(), 2025, 5)
    expected = {"preschool": 540, "primary": 500, "lower_secondary": 400}
    expected["upper_secondary"] = 300
    assert {key: pytest.approx(n) for key, n in found.items()} == {
        ("A", level, year): n for level, n in expected.items() for year in DAYS
    }


def test_a_large_cohort_moves_up_a_grade_a_year():
    behind = steady()
    behind.grades["A", "03", 2025] = 160
    behind.grades["A", "02", 2024] = 160
    behind.grades["A", "01", 2023] = behind.residents["A", 6, 2023] = 160
    found = pupils.ahead(behind, 2025, 3)
    steady_ones = pupils.ahead(steady(), 2025, 3)
    more = {
        year: round(found["A", "primary", year] - steady_ones["A", "primary", year])
        for year in (2025, 2026, 2027, 2028)
    }
    # Grades 3, 4 and 5, then lower secondary.
    assert more == {2025: 60, 2026: 60, 2027: 60, 2028: 0}
    assert round(found["A", "lower_secondary", 2028]) == 460


def test_children_already_born_decide_the_first_grades():
    behind = steady()
    behind.residents["A", 3, 2025] = 50
    found = pupils.ahead(behind, 2025, 4)
    # Half as many children of three today are half as many first graders in 2028.
    assert found["A", "primary", 2028] == pytest.approx(450)


def test_unborn_children_follow_the_assumption():
    fewer = pupils.ahead(steady(), 2025, 5, births_change=-10)
    ages = [90 * 0.9 ** max(5 - age, 0) for age in range(6)]
    assert fewer["A", "preschool", 2030] == pytest.approx(sum(ages))


def test_a_small_place_is_drawn_towards_the_province():
    behind = steady(("A", "B"))
    for year in range(2020, 2026):
        for grade in LEVELS:
            behind.grades["B", grade, year] = 4 if grade < "04" else 2
    shares = pupils.shares(behind.grades, behind.grades, "04", "03", {2025}, step=1)
    # Its own share would be a half; the province's is 102 of 104.
    assert shares["B"] == pytest.approx((2 + 50 * 102 / 104) / (4 + 50))
    assert shares["A"] == pytest.approx((100 + 50 * 102 / 104) / (100 + 50))


def test_residents_nobody_counted_leave_the_first_grade_as_it_is():
    behind = steady()
    behind.residents.clear()
    assert pupils.ahead(behind, 2025, 2)["A", "primary", 2027] == pytest.approx(500)


def start(**fields):
    values = {"required": 10.0, "present": 9.0, **fields}
    return Start(1, "A", "primary", "TH", **values)


def leaver(last_day, since=date(2000, 9, 1), level="primary", hardship=False):
    return Leaver(last_day, since, level, hardship)


def one(starts, leavers=(), growth=1.0, assumed=NOTHING, year=2027):
    coming = {("A", "primary", y): 100 * (1 if y == 2025 else growth) for y in DAYS}
    people = {(1, "primary", "TH"): list(leavers)}
    found = lines(starts, people, coming, DAYS, 2025, assumed)
    return found["A", "primary", "TH", year]


def test_a_teacher_counts_until_the_last_day():
    leavers = [leaver(date(2027, 9, 29)), leaver(date(2027, 9, 30))]
    line = one([start()], leavers)
    assert (line.retired, line.present, line.shortage) == (1, 8.0, 2.0)


def test_more_pupils_ask_for_more_teachers():
    assert one([start()], growth=1.3).shortage == pytest.approx(4)


def test_larger_classes_ask_for_fewer():
    assumed = Assumed(replaced=0, class_size_change=0.1, leaving={}, error={})
    assert one([start()], assumed=assumed).required == pytest.approx(10 / 1.21)


def test_replaced_leavers_leave_no_gap():
    assumed = Assumed(replaced=1, class_size_change=0, leaving={}, error={})
    assert one([start()], [leaver(date(2026, 5, 31))], assumed=assumed).present == 9


def test_resigning_makes_a_range_and_not_a_line():
    leaving = {"primary": (0.0, 0.1, 0.2)}
    assumed = Assumed(
        replaced=0,
        class_size_change=0,
        leaving=leaving,
        error={("primary", 2): 0.05},
    )
    line = one([start()], assumed=assumed)
    found = (line.shortage_low, line.shortage, line.shortage_high)
    assert found == pytest.approx((0.5, 10 - 9 * 0.81, 10.5 - 9 * 0.64))


def test_surplus_of_one_school_never_fills_the_gap_of_another():
    line = one([start(present=13.0), start(present=8.0)])
    assert (line.surplus, line.shortage) == (3, 2)


def test_early_leaving_is_a_risk_apart_from_retirement():
    day = date(2029, 8, 31)
    may = {
        "preschool": leaver(day, level="preschool"),
        "hard place": leaver(day, hardship=True),
        "neither": leaver(day),
        "short service": leaver(day, since=date(2015, 9, 1), level="preschool"),
        "too young": leaver(date(2035, 8, 31), level="preschool"),
    }
    found = {
        name: who.may_leave_early_by(date(2026, 9, 30)) for name, who in may.items()
    }
    assert [name for name, early in found.items() if early] == [
        "preschool",
        "hard place",
    ]


numbers = st.floats(0, 100)


@given(st.tuples(numbers, numbers, numbers), st.tuples(numbers, numbers, numbers))
def test_a_range_always_holds_its_middle(required, present):
    found = gap(sorted(required), sorted(present))
    for side in ("shortage", "surplus"):
        low, high = found[f"{side}_low"], found[f"{side}_high"]
        assert 0 <= low <= found[side] <= high


def test_trials_tell_the_method_from_same_as_last_year():
    behind = steady()
    for year in range(2020, 2026):
        for step, grade in enumerate(LEVELS):
            # Every cohort is ten larger than the one before it.
            behind.grades["A", grade, year] = 100 + 10 * (year - 2020 - step) + 120
        for age in range(7):
            behind.residents["A", age, year] = 220 + 10 * (year - 2020 + 6 - age)
    primary = next(
        one
        for one in backtest.trials(behind, 2025, window=3)
        if (one.level, one.ahead) == ("primary", 2)
    )
    assert primary.method == pytest.approx(0, abs=1e-9)
    assert primary.same > 0.05


def test_the_range_grows_with_time_where_no_trial_reached():
    trial = backtest.Trial("primary", 2, 65, 0.02, 0.05, 0.04)
    errors = backtest.error_by_year([trial], 5)
    assert errors["primary", 1] == pytest.approx(0.04 * 0.5**0.5)
    assert errors["primary", 2] == 0.04
    assert errors["primary", 5] == pytest.approx(0.04 * 2.5**0.5)
