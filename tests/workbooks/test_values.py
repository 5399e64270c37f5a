"""Every form in which people type a figure, a date, a yes, a code: taken or answered."""

import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from communes.workbooks import values
from communes.workbooks.cells import BrokenCell, CellProblem, letters, tidy
from communes.workbooks.columns import Choice, Choices, Column


def outcome(read, *arguments, **options):
    """The value, or (code, severity, suggestion) of the problem."""
    try:
        return read(*arguments, **options)
    except CellProblem as problem:
        assert problem.message.endswith((".", "?"))
        return problem.code, problem.severity, problem.suggestion


NOTHING = ["", None, " ", "-", "–", " — ", "…", "...", "\u00a0", "\u200b"]


@pytest.mark.parametrize("cell", NOTHING)
def test_blanks_and_dashes_are_empty_and_never_zero(cell):
    read = [values.integer, values.decimal, values.date_, values.birth_date]
    read += [values.yes_no, values.personal_number]
    assert [one(cell) for one in read] == [None] * 6
    assert values.text(cell) == ""
    assert values.choice(cell, Choices([("a", "A")])) is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (0, 0),
        (0.0, 0),
        (35, 35),
        (35.0, 35),
        ("35", 35),
        (" 35\u00a0", 35),
        ("\u200b35", 35),
        ("０３５", 35),
        ("+35", 35),
        ("1.234", 1234),
        ("1,234", 1234),
        ("1 234", 1234),
        ("1'234", 1234),
        ("1.234.567", 1234567),
        ("35,0", 35),
        ("35.00", 35),
        ("1.234,0", 1234),
        (12.5, ("not_whole", "error", "13")),
        ("12.5", ("not_whole", "error", "13")),
        ("12,4", ("not_whole", "error", "12")),
        ("0.125", ("not_whole", "error", "0")),
        (1.234, ("lost_thousands", "question", "1234")),
        (1.2345, ("not_whole", "error", "1")),
        (-3, ("negative", "error", "3")),
        ("−3", ("negative", "error", "3")),
        (3_000_000_000.0, ("too_large", "error", "")),
        (True, ("not_a_number", "question", "1")),
        ("35 em", ("not_a_number", "error", "35")),
        ("khoảng 1.200 em", ("not_a_number", "error", "1200")),
        ("3 lớp, 90 em", ("not_a_number", "error", "")),
        ("1.23.4", ("not_a_number", "error", "")),
        ("1e3", ("not_a_number", "error", "")),
        ("nhiều", ("not_a_number", "error", "")),
        ("không có", ("none_word", "question", "0")),
        ("Không", ("none_word", "question", "0")),
        (date(2026, 9, 5), ("date_not_number", "error", "")),
        (timedelta(hours=1), ("date_not_number", "error", "")),
        (BrokenCell("#REF!"), ("formula_error", "error", "")),
        (BrokenCell(), ("formula_without_value", "error", "")),
        ("9" * 400, ("not_a_number", "error", "")),
        (float("inf"), ("not_a_number", "error", "")),
    ],
)
def test_integer(cell, expected):
    assert outcome(values.integer, cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1234,567", "1234.567"),
        ("0,125", "0.125"),
        ("1.234.567", "1234567"),
        ("1 234", "1234"),
        ("1.234", ("ambiguous_number", "question", "1234")),
        ("12,345", ("ambiguous_number", "question", "12345")),
        ("48,9%", ("not_a_number", "error", "48,9")),
        ("-1,5", ("negative", "error", "1,5")),
    ],
)
def test_decimal(cell, expected):
    if isinstance(expected, str):
        expected = Decimal(expected)
    assert outcome(values.decimal, cell) == expected


def test_an_ambiguous_number_says_how_to_write_either():
    with pytest.raises(CellProblem) as asked:
        values.decimal("1.234")
    assert asked.value.message == (
        "“1.234” có thể là 1234 hoặc 1,2340. Hãy gõ 1234, hoặc 1,2340 nếu là số thập "
        "phân."
    )
    assert values.decimal("1,2340") == Decimal("1.234")


def test_a_thousand_that_excel_took_for_decimals_is_asked_about():
    with pytest.raises(CellProblem) as asked:
        values.integer(1.234)
    assert asked.value.message == ("Excel hiểu ô này là 1,234. Có phải là 1234 không?")


FIFTH = date(2025, 9, 5)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (FIFTH, FIFTH),
        (datetime(2025, 9, 5, 7, 30), FIFTH),
        (45905.0, FIFTH),
        (45905.75, FIFTH),
        ("05/09/2025", FIFTH),
        ("5/9/2025", FIFTH),
        ("5-9-25", FIFTH),
        ("05.09.2025", FIFTH),
        ("5 / 9 / 2025", FIFTH),
        ("2025-09-05", FIFTH),
        ("2025-09-05T00:00:00", FIFTH),
        ("05/09/2025 07:30", FIFTH),
        ("'05/09/2025", FIFTH),
        ("Ngày 5 tháng 9 năm 2025", FIFTH),
        ("\u200b05/09/2025\u00a0", FIFTH),
        ("1-2-85", date(1985, 2, 1)),
        ("29/02/2024", date(2024, 2, 29)),
        ("12/25/1980", ("ambiguous_date", "question", "25/12/1980")),
        ("05092025", ("ambiguous_date", "question", "05/09/2025")),
        (5092025.0, ("ambiguous_date", "question", "05/09/2025")),
        ("45905", ("ambiguous_date", "question", "05/09/2025")),
        ("29/02/2025", ("no_such_day", "error", "")),
        ("31/04/2025", ("no_such_day", "error", "")),
        ("45/13/2025", ("no_such_day", "error", "")),
        ("09/2025", ("day_missing", "error", "")),
        ("05/09/0025", ("date_out_of_range", "error", "")),
        ("hôm qua", ("not_a_date", "error", "")),
        (3.0, ("not_a_date", "error", "")),
        (1e300, ("not_a_date", "error", "")),
        (-5.0, ("not_a_date", "error", "")),
        (True, ("not_a_date", "error", "")),
        (time(7, 30), ("not_a_date", "error", "")),
        (BrokenCell("#VALUE!"), ("formula_error", "error", "")),
        ("không có", None),
    ],
)
def test_dates(cell, expected):
    assert outcome(values.date_, cell) == expected
    assert outcome(values.birth_date, cell) == expected


@pytest.mark.parametrize("cell", [1980, 1980.0, "1980", " 1980 "])
def test_only_a_year(cell):
    born = values.birth_date(cell)
    assert (born, type(born)) == (date(1980, 1, 1), values.YearOnly)
    assert outcome(values.date_, cell) == ("year_only", "question", "01/01/1980")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (True, True),
        ("x", True),
        ("X", True),
        ("có", True),
        ("Có", True),
        ("CO", True),
        ("1", True),
        (1.0, True),
        ("TRUE", True),
        ("✓", True),
        (False, False),
        ("Không", False),
        ("khong co", False),
        (0.0, False),
        ("FALSE", False),
        (2.0, ("not_yes_or_no", "error", "")),
        ("có lẽ", ("not_yes_or_no", "error", "")),
        (BrokenCell("#N/A"), ("formula_error", "error", "")),
    ],
)
def test_yes_no(cell, expected):
    assert outcome(values.yes_no, cell) == expected


POSTS = Choices(
    [
        Choice("GV", "Giáo viên", ("gv bộ môn",)),
        Choice("HT", "Hiệu trưởng"),
        Choice("PHT", "Phó hiệu trưởng", ("Hiệu phó",)),
        Choice("T1", "Tổ trưởng"),
        Choice("T2", "Tổ trưởng"),
        Choice("7", "Hạng bảy"),
    ]
)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Giáo viên", "GV"),
        ("giao  vien", "GV"),
        (unicodedata.normalize("NFD", "Giáo viên"), "GV"),
        ("GV bộ môn", "GV"),
        ("gv", "GV"),
        ("Hiệu phó ", "PHT"),
        (7.0, "7"),
        ("Tổ trưởng (T2)", "T2"),
        ("Tổ trưởng", ("ambiguous_choice", "question", "")),
        ("Hiệu truởng", "HT"),
        ("Giáo vin", ("unknown_choice", "error", "Giáo viên")),
        ("Lao công", ("unknown_choice", "error", "")),
        (BrokenCell("#N/A"), ("formula_error", "error", "")),
    ],
)
def test_choice(cell, expected):
    assert outcome(values.choice, cell, POSTS) == expected


def test_marks_tell_codes_apart_that_fold_to_one():
    names = Choices([("1", "Bắc Lãng"), ("2", "Bắc Lạng")])
    assert values.choice("Bắc Lạng", names) == "2"
    problem = ("ambiguous_choice", "question", "")
    assert outcome(values.choice, "bac lang", names) == problem


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("020185001234", "020185001234"),
        ("'020185001234", "020185001234"),
        ("020 185 001234", "020185001234"),
        (120185001234.0, "120185001234"),
        (20185001234.0, ("lost_zeros", "question", "020185001234")),
        ("20185001234", ("lost_zeros", "question", "020185001234")),
        ("123456789", ("lost_zeros", "question", "000123456789")),
        ("12345678", ("bad_personal_number", "error", "")),
        ("0201850012345", ("bad_personal_number", "error", "")),
        ("02018500123A", ("bad_personal_number", "error", "")),
        (1.5, ("bad_personal_number", "error", "")),
    ],
)
def test_personal_number(cell, expected):
    assert outcome(values.personal_number, cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (" Trường  TH\u00a0Khánh Khê ", "Trường TH Khánh Khê"),
        (unicodedata.normalize("NFD", "Khánh Khê"), "Khánh Khê"),
        ("\u00d0ồng \u00d0ăng", "Đồng Đăng"),
        ("một\nhai", "một hai"),
        (12.0, "12"),
        (1.5, "1.5"),
        (FIFTH, "05/09/2025"),
        ("a" * 301, ("too_long", "error", "a" * 300)),
        (BrokenCell("#N/A"), ("formula_error", "error", "")),
    ],
)
def test_text(cell, expected):
    assert outcome(values.text, cell) == expected


def test_column_gives_values_and_problems_by_place():
    cells = ["1.234", "", 12.5, True, 1.0, 1, "12.5", 12.5]
    found, problems = values.column(cells, Column("n", "Số", "integer", maximum=2000))
    assert found == [1234, None, None, None, 1, 1, None, None]
    assert {place: problem.code for place, problem in problems.items()} == {
        2: "not_whole",
        3: "not_a_number",
        6: "not_whole",
        7: "not_whole",
    }
    assert problems[2] == problems[7]


def test_dates_that_an_english_excel_exchanged_are_asked_about():
    """Typed 05/09, 25/09, 07/07, 11/12: the second is the only one it left alone."""
    cells = [date(2025, 5, 9), "25/09/2025", date(2025, 7, 7), date(2025, 11, 12), ""]
    found, problems = values.column(cells, "date")
    assert found == [None, date(2025, 9, 25), date(2025, 7, 7), None, None]
    assert {at: (p.code, p.severity, p.suggestion) for at, p in problems.items()} == {
        0: ("swapped_date", "question", "05/09/2025"),
        3: ("swapped_date", "question", "11/12/2025"),
    }
    # Once one of them is answered, the others are still asked about.
    cells[0] = problems[0].suggestion
    found, problems = values.column(cells, "date")
    assert (found[0], list(problems)) == (FIFTH, [3])


@pytest.mark.parametrize(
    "cells",
    [
        [date(2025, 5, 9), date(2025, 9, 25), "25/09/2025"],
        [date(2025, 5, 9), "05/09/2025"],
        [date(2025, 5, 9), date(2025, 6, 9)],
    ],
)
def test_dates_that_nobody_exchanged_are_taken(cells):
    assert values.column(cells, "date")[1] == {}


def test_column_by_kind_alone():
    assert values.column(["gv", "-"], "choice", POSTS) == (["GV", None], {})
    assert values.column(["A ", "–", None], "text") == (["A", "", ""], {})


KINDS = {
    "integer": [5.0, 0.0],
    "decimal": ["1.234,5", 2.5],
    "date": ["5-9-25", FIFTH],
    "birth_date": [1980.0, FIFTH],
    "yes_no": ["x", False],
    "text": ["Lê  An", 7.0],
    "personal_number": ["020185001234", ""],
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_reads_what_its_cells_read_one_by_one(kind):
    column = Column("any", "Bất kỳ", kind)
    alone = [values.value(cell, column) for cell in KINDS[kind]]
    assert values.column(KINDS[kind], column) == (alone, {})


def test_a_suggestion_is_itself_read_without_a_question():
    asked = [
        (values.integer, "12.5"),
        (values.integer, "khoảng 1.200 em"),
        (values.decimal, "1.234"),
        (values.decimal, "-1,5"),
        (values.date_, "12/25/1980"),
        (values.date_, "1980"),
        (values.personal_number, 20185001234.0),
    ]
    for read, cell in asked:
        with pytest.raises(CellProblem) as problem:
            read(cell)
        assert read(problem.value.suggestion) is not None


@pytest.mark.parametrize(
    ("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16383, "XFD")]
)
def test_letters(index, name):
    assert letters(index) == name


@pytest.mark.parametrize("start", ["12", "có", "05/09/2025", "Giáo viên"])
def test_what_stands_far_behind_counts_too(start):
    cell = start + " " * 400 + "hoặc không" + "!" * 400
    read = [values.integer, values.decimal, values.date_, values.yes_no]
    for one in read:
        assert isinstance(outcome(one, cell), tuple)
    assert outcome(values.choice, cell, POSTS)[0] == "unknown_choice"


def test_tidy_leaves_clean_text_alone():
    assert tidy("Khánh Khê") == "Khánh Khê"
    assert tidy(" a  b\tc ") == "a b c"


def test_a_column_must_be_of_a_known_kind_and_have_its_choices():
    with pytest.raises(ValueError, match="unknown kind of column: number"):
        Column("a", "A", "number")
    with pytest.raises(ValueError, match="column a needs its choices"):
        Column("a", "A", "choice")
