"""The annual report of the whole province, read by other people's programs."""

import re
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from communes.documents.blocks import Chart, Heading, Map, Paragraph, Table
from communes.models import Commune, IndicatorValue
from communes.recompute import recompute_year
from communes.reporting.building import annual_report
from communes.reporting.files import FORMATS
from edu_lang_son import demo_check
from tests.reports import reading
from tests.reports.papers import read_pdf, word_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
YEAR = 2025


@pytest.fixture(scope="module")
def report(province, django_db_blocker):
    """The paper and its three files, made once."""
    with django_db_blocker.unblock(), translation.override("vi"):
        for year in (YEAR - 1, YEAR):
            recompute_year(year)
        document = annual_report(YEAR)
        yield document, {kind: write(document) for kind, write in FORMATS.items()}


@pytest.fixture
def paper(report):
    return report[0]


@pytest.fixture
def files(report):
    return report[1]


def test_report_has_the_size_of_one_that_is_signed(paper, files, tmp_path):
    facts = reading.pdf_facts(files["pdf"], tmp_path)
    assert int(facts["Pages"]) >= 30
    assert demo_check.pages_of(files["pdf"]) == int(facts["Pages"])
    assert (facts["Tagged"], facts["Title"]) == ("yes", paper.name)
    assert len(paper.of(Table)) >= 12
    assert len(paper.of(Chart)) >= 10
    assert len(paper.of(Map)) >= 1
    fonts = read_pdf(files["pdf"], tmp_path, "pdffonts").splitlines()[2:]
    assert len(fonts) >= 3
    assert all(" yes yes yes " in line for line in fonts)


def test_every_number_of_every_table_is_the_same_in_three_formats(
    paper, files, tmp_path
):
    numbers = sum(
        column.is_number and isinstance(value, int | float | Decimal)
        for table, rows in reading.tables(paper)
        for row in rows
        for column, value in zip(table.columns, row, strict=True)
    )
    assert numbers > 3000
    assert reading.differences(paper, reading.in_word(files["docx"], paper)) == []
    assert reading.in_book(files["xlsx"], paper) == []
    assert reading.in_pdf(reading.pdf_text(files["pdf"], tmp_path), paper) == []


def test_one_wrong_number_is_found_in_each_format(paper, files, tmp_path):
    """The reading itself: a paper that says one learner more than the files."""
    blocks = list(paper.blocks)
    place = next(
        n for n, one in enumerate(blocks) if getattr(one, "code", "") == "grades"
    )
    rows = [list(row) for row in blocks[place].rows]
    rows[3][2] += 1
    blocks[place] = replace(blocks[place], rows=rows)
    wrong = replace(paper, blocks=blocks)
    text = reading.pdf_text(files["pdf"], tmp_path)
    in_word = reading.differences(wrong, reading.in_word(files["docx"], wrong))
    in_book = reading.in_book(files["xlsx"], wrong)
    assert [one[:3] for one in in_word] == [("grades", "Người học", rows[3][2])]
    assert [one[:3] for one in in_book] == [("grades", "Người học", rows[3][2])]
    assert reading.in_pdf(text, wrong) == [("grades", rows[3])]


# Table of the appendix -> the level and the indicators of its columns.
APPENDIX = {
    "appendix-network": (
        "",
        ("institutions", "classes", "learners", "pupils_per_class"),
    ),
    "appendix-preschool": (
        "preschool",
        ("classes", "learners", "pupils_per_class", "ethnic_share"),
    ),
    "appendix-upper_secondary": (
        "upper_secondary",
        ("classes", "learners", "pupils_per_class", "ethnic_share"),
    ),
    "appendix-quality": (
        "",
        ("girls_share", "ethnic_share", "two_session_share", "solid_room_share"),
    ),
    "appendix-staff": (
        "",
        ("staff", "teachers", "pupils_per_teacher", "teachers_per_class"),
    ),
}


def stored(scope, level, code):
    """{key: value} of an indicator, straight from its rows."""
    rows = IndicatorValue.objects.filter(
        indicator=code,
        level=level,
        scope=scope,
        basis="location",
        school_year=YEAR,
        numerator__isnull=False,
    )
    return {
        row.scope_key: row.numerator / row.denominator
        if row.denominator
        else row.numerator
        for row in rows
    }


@pytest.mark.parametrize("code", APPENDIX)
def test_appendix_prints_the_stored_values_of_every_commune(paper, code):
    level, indicators = APPENDIX[code]
    values = [stored("commune", level, one) for one in indicators]
    names = {row.pk: row.full_name for row in Commune.objects.defer("outline")}
    expected = {
        names[key]: [one.get(key) for one in values]
        for key in set().union(*values)
        if any(one.get(key) is not None for one in values)
    }
    [table] = [one for one in paper.of(Table) if one.code == code]
    printed = {row[1]: row[2:] for row in table.rows}
    assert printed.keys() == expected.keys()
    for name, row in printed.items():
        assert row == [pytest.approx(value) for value in expected[name]], name


SENTENCES = {
    "situation.size": ("institutions", "classes", "learners", "ethnic_share"),
    "network.learners": ("learners",),
    "staff.all": ("staff", "teachers"),
    "staff.qualified": ("qualified_teacher_share",),
    "universal.two-sessions": ("two_session_share",),
    "standards.share": ("national_standard_share",),
    "facilities.solid": ("solid_room_share",),
}


@pytest.mark.parametrize("key", SENTENCES)
def test_sentences_say_the_stored_values(paper, key):
    [text] = [one.text for one in paper.of(Paragraph) if one.key == key]
    said = re.findall(r"\d[\d.]*(?:,\d+)?%?", text)
    for code in SENTENCES[key]:
        [value] = stored("province", "", code).values()
        if code.endswith("_share"):
            wanted = f"{value * 100:.1f}%".replace(".", ",")
        else:
            wanted = f"{value:,.0f}".replace(",", ".")
        assert wanted in said, code


def test_word_file_is_built_as_word_itself_would(paper, files):
    assert reading.word_headings(files["docx"]) == reading.headings(paper)
    file = word_of(files["docx"])
    markup = file.element.xml
    assert markup.count("SEQ Bảng") == len(paper.of(Table))
    assert markup.count("SEQ Hình") == len(paper.of(Chart)) + len(paper.of(Map))
    heads = sum(
        2 if any(column.group for column in table.columns) else 1
        for table in paper.of(Table)
    )
    assert markup.count("<w:tblHeader/>") == heads
    listed = [p for p in file.paragraphs if p.style.name.startswith("toc ")]
    assert len(listed) == len(paper.of(Heading))
    turned = [one.page_width > one.page_height for one in file.sections]
    assert any(turned) == any(table.is_wide for table in paper.of(Table)) is True
    assert turned[0] is False


def test_pdf_can_be_walked_through_by_its_headings(paper, files, tmp_path):
    marks = [
        one.replace("&amp;", "&")
        for one in reading.pdf_bookmarks(files["pdf"], tmp_path)
    ]
    assert marks == [
        text.replace("\n", " ") for _level, text in reading.headings(paper)
    ]


def test_same_paper_gives_the_same_bytes(paper, files):
    assert {kind: write(paper) == files[kind] for kind, write in FORMATS.items()} == {
        "docx": True,
        "pdf": True,
        "xlsx": True,
    }


def office(content, name, wanted, folder):
    """The file as LibreOffice opens and writes it again; none where it refuses."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no LibreOffice on this machine")
    (folder / name).write_bytes(content)
    made = folder / "made"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [program, profile, "--headless", "--convert-to", wanted]
    subprocess.run(
        [*command, "--outdir", str(made), str(folder / name)],
        capture_output=True,
        check=True,
    )
    return (made / name).with_suffix(f".{wanted}").read_bytes()


def test_another_office_opens_the_word_file_whole(paper, files, tmp_path):
    content = office(files["docx"], "a.docx", "pdf", tmp_path)
    assert int(reading.pdf_facts(content, tmp_path)["Pages"]) >= 30
    text = reading.pdf_text(content, tmp_path)
    assert reading.in_pdf(text, paper) == []
    captions = re.findall(r"Bảng (\d+): ", text)
    expected = [str(number) for number in range(1, len(paper.of(Table)) + 1)]
    assert captions == expected


def test_another_office_keeps_the_numbers_of_the_workbook(paper, files, tmp_path):
    assert (
        reading.in_book(office(files["xlsx"], "a.xlsx", "xlsx", tmp_path), paper) == []
    )
