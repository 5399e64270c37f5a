"""Targets in the annual report: sentences, tables, the chart and the coming year."""

from decimal import Decimal

import pytest
from django.utils import translation

from communes.approvable import State
from communes.documents.blocks import Chart, Paragraph, Table
from communes.models import IndicatorValue, Target
from communes.recompute import recompute_year
from communes.reporting import coverage, tables, words
from communes.reporting import targets as report
from communes.reporting.building import annual_report
from communes.reporting.facts import Facts
from schools.models import SchoolReturn
from tests import factories as make

pytestmark = pytest.mark.django_db
YEAR = make.YEAR
SHARE, ROOMS = "national_standard_share", "solid_room_share"


@pytest.fixture(autouse=True)
def _vietnamese():
    """A report is written in Vietnamese, whatever an earlier request spoke."""
    with translation.override("vi"):
        yield


@pytest.fixture
def province():
    make.reference()
    make.target_margins()
    return make.commune(name="Khánh Khê", cluster="Cao Lộc")


def facts(commune=None):
    return Facts(make.school_year(), make.province(), commune)


def value(code, numerator, denominator, scope="province", key="20", **fields):
    return make.indicator_value(code, scope, key, numerator, denominator, **fields)


@pytest.mark.parametrize(
    ("numerator", "target", "coverage", "sentence"),
    [
        (62, "0.6", (3, 3, 3), "đạt chỉ tiêu (60,0%), cao hơn 2,0 điểm phần trăm"),
        (60, "0.6", (3, 3, 3), "đạt chỉ tiêu (60,0%)"),
        (
            59,
            "0.6",
            (3, 3, 3),
            "gần đạt chỉ tiêu (60,0%), thấp hơn 1,0 điểm phần trăm",
        ),
        (
            50,
            "0.6",
            (3, 3, 3),
            "chưa đạt chỉ tiêu (60,0%), thấp hơn 10,0 điểm phần trăm",
        ),
        (
            62,
            "0.6",
            (3, 3, 2),
            "tạm tính đạt chỉ tiêu (60,0%), cao hơn 2,0 điểm phần trăm",
        ),
        (
            50,
            "0.6",
            (3, 1, 1),
            "tạm tính chưa đạt chỉ tiêu (60,0%), thấp hơn 10,0 điểm phần trăm",
        ),
        (None, "0.6", (3, 0, 0), ""),
        (50, None, (3, 3, 3), ""),
    ],
)
def test_sentence_against_the_target(province, numerator, target, coverage, sentence):
    counts = dict(zip(("expected", "reported", "approved"), coverage, strict=True))
    value(SHARE, numerator, 100, **counts)
    if target:
        make.target(value=target)
    assert words.against_target(SHARE, facts()) == sentence


def test_less_is_better_of_a_lack(province):
    value("teacher_shortage", 12, 100)
    make.target("teacher_shortage", value="0.1")
    assert words.against_target("teacher_shortage", facts()) == (
        "gần đạt chỉ tiêu (10,0%), cao hơn 2,0 điểm phần trăm"
    )


def test_change_says_both_last_year_and_the_target(province):
    value(SHARE, 62, 100)
    value(SHARE, 60, 100, year=YEAR - 1)
    make.target(value="0.65")
    assert words.change(SHARE, facts()) == (
        "tăng 2,0 điểm phần trăm so với năm học trước, chưa đạt chỉ tiêu (65,0%), "
        "thấp hơn 3,0 điểm phần trăm"
    )


def test_a_commune_is_said_to_be_held_to_the_province(province):
    value(SHARE, 1, 2, "commune", province.code, commune=province)
    make.target(value="0.6")
    assert words.against_target(SHARE, facts(province)) == (
        "chưa đạt chỉ tiêu của tỉnh (60,0%), thấp hơn 10,0 điểm phần trăm"
    )


def test_results_in_a_table_and_a_picture(province):
    value(SHARE, 62, 100)
    value(SHARE, 50, 100, level="primary")
    value(ROOMS, 79, 100)
    make.target(value="0.6")
    make.target(value="0.7", level="primary")
    make.target(ROOMS, value="0.8")
    make.target("qualified_teacher_share", value="0.9")
    sentence, table, chart = report.results(facts())
    assert sentence == Paragraph(
        "direction.targets",
        "Trong 3 chỉ tiêu của năm học đã có số liệu, có 1 chỉ tiêu đạt, 1 chỉ tiêu gần "
        "đạt và 1 chỉ tiêu chưa đạt.",
    )
    assert [row[1:] for row in table.rows] == [
        ["Tỷ lệ giáo viên đạt chuẩn trình độ", Decimal("0.9"), None, None, "Chưa có số liệu"],
        ["Tỷ lệ phòng học kiên cố", Decimal("0.8"), Decimal("0.79"), Decimal("-0.01"), "Gần đạt"],
        ["Tỷ lệ trường đạt chuẩn quốc gia", Decimal("0.6"), Decimal("0.62"), Decimal("0.02"), "Đạt"],
        ["Tỷ lệ trường đạt chuẩn quốc gia, tiểu học", Decimal("0.7"), Decimal("0.5"), Decimal("-0.2"), "Chưa đạt"],
    ]  # fmt: skip
    assert table.title == "Kết quả thực hiện chỉ tiêu năm học 2025-2026"
    assert table.notes == [
        "Chênh lệch tính bằng điểm phần trăm.",
        "Căn cứ: 12/KH-UBND.",
    ]
    assert [list(one.values) for one in chart.series] == [
        [Decimal("0.8"), Decimal("0.6")],
        [Decimal("0.79"), Decimal("0.62")],
    ]
    assert chart.sentence == (
        "Còn cách chỉ tiêu xa nhất: Tỷ lệ phòng học kiên cố, thấp hơn 1,0 điểm phần trăm."
    )


def test_without_targets_the_report_says_nothing_of_them(province):
    value(SHARE, 62, 100)
    assert (report.results(facts()), report.coming(facts())) == ([], [])


def test_the_coming_year(province):
    value(SHARE, 62, 100)
    make.target(value="0.6")
    make.target(value="0.65", year=YEAR + 1)
    sentence, table = report.coming(facts())
    assert sentence.text == (
        "Năm học 2026-2027, toàn tỉnh phấn đấu thực hiện 1 chỉ tiêu trong bảng dưới đây."
    )
    assert table.rows == [
        [1, "Tỷ lệ trường đạt chuẩn quốc gia", Decimal("0.62"), Decimal("0.65"), Decimal("0.03")]
    ]  # fmt: skip
    assert [one.label for one in table.columns][2:] == [
        "Thực hiện 2025-2026 (%)",
        "Chỉ tiêu 2026-2027 (%)",
        "Tăng (+), giảm (−)",
    ]


def test_line_of_targets_over_the_years(province):
    for back, numerator in ((2, 55), (1, 58), (0, 62)):
        value(SHARE, numerator, 100, year=YEAR - back)
    make.target(value="0.6")
    make.target(value="0.57", year=YEAR - 1)
    (chart,) = tables.over_years(facts(), "x", "x", SHARE, ("",))
    assert [(one.label, list(one.values)) for one in chart.series] == [
        ("Tất cả cấp học", [Decimal("0.55"), Decimal("0.58"), Decimal("0.62")]),
        ("Chỉ tiêu", [None, Decimal("0.57"), Decimal("0.6")]),
    ]


@pytest.fixture
def reported(province):
    for kind in ("TH", "THCS"):
        school = make.complete_school(kind, commune=province, state="approved")
        make.employee(school)
    make.recognition(school)
    make.target(value="0.6")
    make.target(value="0.65", year=YEAR + 1)
    recompute_year(YEAR)
    return province


def everything(document):
    found = [*document.of(Paragraph), *document.of(Table), *document.of(Chart)]
    return {getattr(one, "key", None) or one.code: one for one in found}


def test_the_whole_report_states_the_target_where_it_states_the_value(reported):
    found = everything(annual_report(YEAR))
    assert found["standards.share"].text.endswith(
        "(50,0%), chưa đạt chỉ tiêu (60,0%), thấp hơn 10,0 điểm phần trăm."
    )
    assert (
        "Trong 1 chỉ tiêu của năm học đã có số liệu" in found["direction.targets"].text
    )
    # What the coming year asks takes the place of the line for people.
    assert "goals.to-write" not in found
    assert found["goals"].rows[0][3] == Decimal("0.65")


def test_the_report_does_not_claim_what_is_not_approved(reported):
    row = SchoolReturn.objects.filter(period__kind="start").first()
    SchoolReturn.objects.filter(pk=row.pk).update(
        state=State.SUBMITTED, decided_by=None, decided_at=None
    )
    recompute_year(YEAR)
    found = everything(annual_report(YEAR))
    whole = IndicatorValue.objects.get(
        indicator=SHARE, scope="province", level="", basis="location"
    )
    assert (whole.reported, whole.approved) == (2, 1)
    assert "tạm tính chưa đạt chỉ tiêu" in found["standards.share"].text
    assert "1 báo cáo đã được duyệt" in found["direction.targets"].text
    assert "tạm tính trong 1 chỉ tiêu" in found["direction.targets"].text
    assert [row[-1] for row in found["targets"].rows] == ["Chưa đạt (tạm tính)"]


def test_a_year_without_coming_targets_leaves_the_line_to_people(reported):
    Target.objects.filter(school_year=YEAR + 1).delete()
    assert "goals.to-write" in everything(annual_report(YEAR))


@pytest.mark.parametrize(
    ("target", "side"),
    [("0.65", "worse"), ("0.6", "better"), (None, "better")],
)
def test_what_rose_but_missed_its_target_is_no_achievement(province, target, side):
    value(SHARE, 60, 100)
    value(SHARE, 55, 100, year=YEAR - 1)
    if target:
        make.target(value=target)
    found, *_to_write = coverage.assessment(facts())
    assert found.key == f"assessment.{side}"
    assert "đạt 60,0%, tăng 5,0 điểm phần trăm so với năm học trước" in found.text
