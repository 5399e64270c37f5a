"""The annual report of a small province: what it says, and that it says no more."""

from decimal import Decimal

import pytest
from django.utils import translation

from communes import queries
from communes.approvable import State
from communes.documents.blocks import Chart, Heading, Map, Paragraph, Table
from communes.models import IndicatorValue
from communes.recompute import recompute_year
from communes.reporting import parts, words
from communes.reporting.building import NothingToReport, annual_report
from schools.models import SchoolReturn
from tests import factories as make
from tests.reports.papers import plain

pytestmark = pytest.mark.django_db
YEAR = make.YEAR


@pytest.fixture
def communes():
    make.reference()
    here = make.commune(name="Khánh Khê", cluster="Cao Lộc", outline=[[[106, 21]] * 4])
    there = make.commune(name="Bình Gia", cluster="Bình Gia")
    for place in (here, there):
        for kind in ("MN", "TH", "THCS"):
            school = make.complete_school(
                kind, commune=place, state="approved", year=YEAR
            )
            make.complete_return(school, year=YEAR - 1, state="approved")
            make.complete_return(school, kind="end", state="approved")
            make.employee(school)
    recompute_year(YEAR - 1)
    recompute_year(YEAR)
    return here, there


def table(document, code):
    return next(one for one in document.of(Table) if one.code == code)


def said(document):
    return plain(" ".join(one.text for one in document.of(Paragraph)))


def stored(indicator, scope, key, level=""):
    rows = IndicatorValue.objects.filter(
        indicator=indicator,
        scope=scope,
        scope_key=key,
        level=level,
        basis="location",
        school_year=YEAR,
    )
    return queries.with_value(rows).get().value


def test_every_table_of_indicators_prints_stored_values(communes):
    document = annual_report(YEAR)
    here, there = communes
    appendix = table(document, "appendix-network")
    codes = ("institutions", "classes", "learners", "pupils_per_class")
    expected = [
        [number, f"Xã {one.name}", *(stored(code, "commune", one.pk) for code in codes)]
        for number, one in enumerate((there, here), start=1)
    ]
    assert [list(row) for row in appendix.rows] == expected
    whole = [stored(code, "province", "20") for code in codes]
    assert list(appendix.totals) == ["", "Toàn tỉnh", *whole]


def test_sentences_say_numbers_change_and_nothing_about_the_screen(communes):
    with translation.override("en"):
        text = said(annual_report(YEAR))
    learners = stored("learners", "province", "20")
    assert f"{words.count(learners)} người học" in text
    assert "giữ nguyên so với năm học trước" in text
    assert (
        "6/6 cơ sở giáo dục đã nộp báo cáo thống kê, 6 báo cáo đã được duyệt." in text
    )
    assert "[Nội dung về ngân sách và xã hội hóa: do người soạn bổ sung.]" in text


def test_reservation_stands_before_figures_that_are_not_all_approved(communes):
    row = SchoolReturn.objects.filter(
        period__school_year=YEAR, period__kind="start"
    ).first()
    SchoolReturn.objects.filter(pk=row.pk).update(
        state=State.SUBMITTED, decided_by=None, decided_at=None
    )
    recompute_year(YEAR)
    document = annual_report(YEAR)
    start = (
        "Theo báo cáo của 6 cơ sở giáo dục, trong đó 5 báo cáo đã được duyệt, toàn tỉnh "
        "có 6 cơ sở giáo dục"
    )
    assert start in said(document)
    assert document.mark == "(Dự thảo, số liệu chưa được duyệt đủ)"


def test_half_a_province_is_said_to_be_half(communes):
    SchoolReturn.objects.filter(
        period__school_year=YEAR, institution__commune=communes[0]
    ).update(state=State.DRAFT, decided_by=None, decided_at=None)
    recompute_year(YEAR)
    assert "Theo báo cáo của 3/6 cơ sở giáo dục đã nộp (3 báo cáo đã duyệt)" in said(
        annual_report(YEAR)
    )


def test_report_of_a_commune_has_its_schools_and_no_others(communes):
    here, there = communes
    document = annual_report(YEAR, here.pk)
    names = {row[1] for row in table(document, "appendix-network").rows}
    assert names == {one.name for one in here.institutions.all()}
    everything = " ".join(str(row) for one in document.of(Table) for row in one.rows)
    for school in there.institutions.all():
        assert school.name not in everything
    assert document.of(Map) == []
    assert document.letterhead.agency == "Ủy ban nhân dân\nxã Khánh Khê"
    # What the commune comes to, not the province.
    assert stored("learners", "commune", here.pk) in table(document, "network").totals


def test_chapters_stand_in_their_order_and_codes_are_used_once(communes):
    document = annual_report(YEAR)
    headings = [one.text for one in document.of(Heading)]
    expected = [
        one.text for chapter in parts.Chapter for one in parts.headings(chapter, YEAR)
    ]
    assert headings == expected
    pictures = [*document.of(Table), *document.of(Chart), *document.of(Map)]
    codes = [one.code for one in pictures]
    assert len(codes) == len(set(codes))
    keys = [one.key for one in document.of(Paragraph)]
    assert len(keys) == len(set(keys))


def test_rows_are_as_wide_as_their_columns(communes):
    for one in annual_report(YEAR).of(Table):
        widths = {len(row) for row in one.rows}
        if one.totals is not None:
            widths.add(len(one.totals))
        assert widths == {len(one.columns)}, one.code


def test_queries_do_not_grow_with_the_province(communes, django_assert_num_queries):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as first:
        annual_report(YEAR)
    for _number in range(2):
        make.complete_school("TH", commune=make.commune(), state="approved", year=YEAR)
    recompute_year(YEAR)
    with django_assert_num_queries(len(first)):
        annual_report(YEAR)


@pytest.mark.parametrize(
    ("year", "commune", "sentence"),
    [
        (1999, None, "Chưa có năm học 1999-2000"),
        (YEAR + 1, None, "chưa có số liệu đã tính"),
        (YEAR, "99999", "Không có xã, phường mang mã 99999"),
    ],
)
def test_what_cannot_be_reported_is_refused_in_a_sentence(
    communes, year, commune, sentence
):
    make.school_year(YEAR + 1)
    with pytest.raises(NothingToReport, match=sentence):
        annual_report(year, commune)


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        ("0.4891", "0.4667", "tăng 2,2 điểm phần trăm so với năm học trước"),
        ("0.5", "0.512", "giảm 1,2 điểm phần trăm so với năm học trước"),
        ("0.50004", "0.5", "không đổi so với năm học trước"),
    ],
)
def test_shares_differ_in_percentage_points(now, before, text):
    assert words.change_of_share(Decimal(now), Decimal(before)) == text


def test_part_registered_twice_is_a_mistake():
    with pytest.raises(ValueError, match="registered twice"):
        parts.register(parts.registered()[0])


def test_a_part_that_an_app_registers_appears_by_itself(communes):
    part = parts.Part(
        "thu-nghiem",
        parts.Chapter.DIGITAL,
        lambda facts: [Paragraph("thu-nghiem", f"Riêng {facts.place}.")],
    )
    parts.register(part)
    try:
        assert "Riêng toàn tỉnh." in said(annual_report(YEAR))
    finally:
        del parts._parts["thu-nghiem"]
