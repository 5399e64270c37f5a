"""What papers say: numbers equal to the stored ones, the pages they may fill, who is late."""

import subprocess
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from communes import queries
from communes.documents import pdf
from communes.documents.blocks import Chart, Paragraph, Table
from communes.models import IndicatorValue, ReportingPeriod
from communes.numbers import UNKNOWN
from communes.papers import kinds, ordering
from communes.papers.kinds import NothingToReport, Order
from communes.recompute import recompute_year
from schools.models import GradeResults
from tests import factories as make
from tests.papers.rows import late_world

pytestmark = pytest.mark.django_db
YEAR = make.YEAR


@pytest.fixture
def commune():
    make.reference()
    place = make.commune(name="Khánh Khê", code="06286")
    for kind in ("MN", "TH", "THCS"):
        school = make.complete_school(kind, commune=place, state="approved", year=YEAR)
        make.complete_return(school, year=YEAR - 1, state="approved")
        make.complete_return(school, kind="end", state="approved")
        make.employee(school, "principal")
        make.employee(school)
    recompute_year(YEAR - 1)
    recompute_year(YEAR)
    return place


def paper(code, **about):
    options = {"period": "start"} | about.pop("options", {})
    order = Order(make.school_year(), options=options, **about)
    return ordering.written(kinds.get(code), order)


def pages(document, folder):
    path = folder / "paper.pdf"
    path.write_bytes(pdf.write(document))
    facts = subprocess.run(
        ["pdfinfo", path], capture_output=True, text=True, check=True
    ).stdout
    return int(facts.split("Pages:")[1].split()[0])


def stored(code, level="", scope="province", key="20"):
    rows = IndicatorValue.objects.filter(
        indicator=code,
        scope=scope,
        scope_key=key,
        level=level,
        basis="location",
        school_year=YEAR,
    )
    return queries.with_value(rows).get()


def sheet(document, number):
    return next(one for one in document.of(Table) if one.code.startswith(number))


def cell(table, number, section, place=4):
    """The value of a line of a section; by default that of everybody, in total."""
    inside = False
    for row in table.rows:
        if row[3] == "":
            inside = row[0] == section if row[0].isalpha() else inside
        elif inside and row[0] == number:
            return row[place]
    raise AssertionError((number, section))


def test_form_has_a_sheet_for_each_level_that_is_taught(commune):
    names = [one.code for one in paper("statistics").of(Table)]
    assert names == ["01.ĐN-MN", "02.ĐN-TH", "03.ĐN-THCS"]
    one = paper("statistics", options={"level": "primary"})
    assert [table.code for table in one.of(Table)] == ["02.ĐN-TH"]


@pytest.mark.parametrize(
    ("code", "section", "number"),
    [
        ("institutions", "I", "1"),
        ("classes", "II", "1"),
        ("learners", "III", "1"),
        ("staff", "IV", "1"),
        ("teachers", "IV", "3"),
    ],
)
def test_totals_of_the_form_are_the_stored_values(commune, code, section, number):
    document = paper("statistics")
    found = {
        level: cell(sheet(document, start), number, section)
        for level, start in (
            ("preschool", "01"),
            ("primary", "02"),
            ("lower_secondary", "03"),
        )
    }
    assert found == {level: stored(code, level).numerator for level in found}


def test_rooms_of_the_form_are_the_stored_values(commune):
    table = sheet(paper("statistics"), "02")
    row = stored("solid_room_share", "primary")
    found = cell(table, "1.1", "V"), cell(table, "1", "V")
    assert found == (row.numerator, row.denominator)


def test_what_is_not_collected_is_unknown_and_no_private_school_is_none(commune):
    table = sheet(paper("statistics"), "02")
    # Total, public, private of rows that nobody collects; girls among repeaters.
    assert [cell(table, "5", "I", place) for place in (4, 8, 12)] == [UNKNOWN] * 3
    assert cell(table, "3", "III", 5) == UNKNOWN
    # There is no private primary school: zero pupils, not unknown.
    assert cell(table, "1", "III", 12) == 0
    assert cell(table, "1", "III", 4) == cell(table, "1", "III", 8) > 0


def test_form_at_the_end_of_the_year_counts_results(commune):
    table = sheet(paper("statistics", options={"period": "end"}), "02")
    assert table.code == "02.CN-TH"
    rows = GradeResults.objects.filter(
        school_return__period__kind="end", grade__level="primary"
    )
    assert cell(table, "1", "III") == sum(row.assessed for row in rows) > 0


def test_form_of_a_commune_leaves_out_a_school_of_the_department(commune):
    before = cell(sheet(paper("statistics", commune=commune), "02"), "1", "I")
    make.institution("TH", commune=commune, managed_by_commune=False)
    document = paper("statistics", commune=commune)
    assert cell(sheet(document, "02"), "1", "I") == before == 1
    assert cell(sheet(paper("statistics"), "02"), "1", "I") == 2


def test_form_without_any_return_says_so(db):
    make.reference()
    with pytest.raises(NothingToReport, match="chưa có báo cáo nào"):
        paper("statistics")


def test_profile_of_a_commune_fills_two_pages_with_the_stored_values(commune, tmp_path):
    document = paper("commune_profile", commune=commune)
    levels = next(one for one in document.of(Table) if one.code == "profile-levels")
    at = {"scope": "commune", "key": commune.code}
    total = list(levels.totals)
    short = stored("teacher_shortage", **at)
    assert total[1:4] + [total[6]] + total[7:9] == [
        *(stored(one, **at).value for one in ("institutions", "classes", "learners")),
        stored("teachers", **at).value,
        short.denominator,
        short.numerator,
    ]
    schools = next(one for one in document.of(Table) if one.code == "profile-schools")
    assert len(schools.rows) == 3
    assert sum(row[3] for row in schools.rows) == schools.totals[3] == total[3]
    assert pages(document, tmp_path) == 2


def test_profile_of_a_year_that_nobody_reported_yet_is_still_a_paper(commune, tmp_path):
    recompute_year(make.period(YEAR + 1).school_year_id)
    order = Order(make.school_year(YEAR + 1), commune=commune)
    document = ordering.written(kinds.get("commune_profile"), order)
    assert document.of(Chart) == []
    assert pages(document, tmp_path) <= 2


def test_profile_of_a_school_fills_one_page(commune, tmp_path):
    school = commune.institutions.get(kind="TH")
    document = paper("school_profile", institution=school.code)
    grades = next(one for one in document.of(Table) if one.code == "school-grades")
    at = {"scope": "institution", "key": school.code}
    assert grades.totals[1:3] == [
        stored("classes", **at).numerator,
        stored("learners", **at).numerator,
    ]
    principal = school.assignments.get(post="principal").person.full_name
    assert document.foot.signer.name == principal
    assert pages(document, tmp_path) == 1


def test_letter_names_late_communes_and_their_schools():
    place = late_world()
    document = paper("late_communes", options={"days": "5"})
    assert document.addressees == ["Ủy ban nhân dân xã Khánh Khê"]
    (communes, schools) = document.of(Table)
    assert communes.rows[0][:6] == [1, place.full_name, "31/10/2025", 2, 1, 1]
    assert [row[1:4] for row in schools.rows] == [
        ["Mầm non Khánh Khê", "Khánh Khê", "Chưa lập"]
    ]
    said = document.of(Paragraph)[0].text
    assert "1/2 cơ sở giáo dục đã nộp báo cáo; còn 1 cơ sở chưa nộp" in said


def test_letter_of_a_commune_goes_to_its_schools():
    place = late_world()
    document = paper("late_schools", commune=place)
    assert document.addressees == ["Mầm non Khánh Khê"]


def test_no_letter_where_nobody_is_late(commune):
    ReportingPeriod.objects.filter(kind="start").update(
        opens_on=date(2025, 9, 1), due_on=date(2025, 10, 31), locks_on=date(2030, 1, 1)
    )
    with pytest.raises(NothingToReport, match="không còn đơn vị nào nợ"):
        paper("late_communes")


def test_command_writes_the_same_paper(commune, tmp_path):
    out = tmp_path / "ho-so.docx"
    call_command(
        "export_paper",
        "commune_profile",
        year="2025-2026",
        commune=commune.code,
        format="docx",
        out=out,
    )
    assert out.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"year": "2031-2032"}, "Chưa có năm học 2031-2032"),
        ({"commune": "99999"}, "Không có xã, phường mang mã 99999"),
        ({"format": "xlsx"}, "không lập cho phạm vi hoặc định dạng"),
        ({"option": ["colour=red"]}, "Không có lựa chọn “colour”"),
    ],
)
def test_command_refuses_in_a_sentence_and_leaves_no_file(tmp_path, wrong, sentence):
    late_world()
    about = {"year": "2025-2026", "format": "docx", "out": tmp_path / "thu.docx"}
    with pytest.raises(CommandError, match=sentence):
        call_command("export_paper", "late_communes", **about | wrong)
    assert list(tmp_path.iterdir()) == []
