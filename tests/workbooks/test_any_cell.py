"""Any cell at all, read as any kind: a value, or a problem whose suggestion is one."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communes.workbooks import values
from communes.workbooks.cells import BrokenCell, CellProblem
from communes.workbooks.columns import KINDS, Choices, Column
from communes.workbooks.dates import YearOnly

CHOICES = Choices([("GV", "Giáo viên"), ("HT", "Hiệu trưởng"), ("1", "Một")])
COLUMNS = {kind: Column("any", "Bất kỳ", kind, choices=CHOICES) for kind in KINDS}
TYPES = {
    "integer": {int},
    "decimal": {Decimal},
    "date": {date},
    "birth_date": {date, YearOnly},
    "yes_no": {bool},
    "choice": {str},
    "text": {str},
    "personal_number": {str},
}
NUMERIC = st.text("0123456789.,- +'/xđ%", max_size=14)
DATES = st.builds(
    "{}{}{}{}{}".format,
    st.integers(0, 40),
    st.sampled_from("/-. "),
    st.integers(0, 40),
    st.sampled_from("/-. "),
    st.integers(0, 3000),
)
CELL = st.one_of(
    st.none(),
    st.text(max_size=20),
    NUMERIC,
    DATES,
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from([BrokenCell(), BrokenCell("#N/A"), "x", "Giao vien", "khong"]),
)


@settings(max_examples=1500, deadline=None)
@given(CELL, st.sampled_from(sorted(KINDS)))
def test_a_value_or_a_problem(cell, kind):
    column = COLUMNS[kind]
    try:
        value = values.value(cell, column)
    except CellProblem as problem:
        assert problem.message.endswith((".", "?"))
        assert problem.severity in ("error", "question")
        if problem.suggestion:
            again = values.value(problem.suggestion, column)
            assert type(again) in TYPES[kind]
    else:
        assert value is None or type(value) in TYPES[kind]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(CELL, max_size=8), st.sampled_from(sorted(KINDS - {"date", "birth_date"}))
)
def test_a_column_reads_as_its_cells_do_alone(cells, kind):
    column = COLUMNS[kind]
    expected, wrong = [], {}
    for at, cell in enumerate(cells):
        try:
            expected.append(values.value(cell, column))
        except CellProblem as problem:
            expected.append("" if kind == "text" else None)
            wrong[at] = problem
    assert values.column(cells, column) == (expected, wrong)


@pytest.mark.parametrize("cell", [float("inf"), float("-inf"), float("nan"), 1e308])
@pytest.mark.parametrize("kind", ["integer", "decimal", "date", "birth_date"])
def test_numbers_beyond_all_bounds_are_problems(cell, kind):
    with pytest.raises(CellProblem):
        values.value(cell, COLUMNS[kind])


def test_durations_and_moments_as_text():
    assert values.text(datetime(2026, 9, 5, 7, 30)) == "05/09/2026 07:30"
    assert values.text(timedelta(hours=1)) == "1:00:00"
