"""The staffing need sheet: three groups, gross gaps, and people without a norm apart."""

import pytest

from communes.documents.blocks import Note, Table
from communes.papers import kinds
from communes.papers.kinds import NothingToReport, Order
from tests import factories as make

from .computed import recompute

pytestmark = pytest.mark.django_db


@pytest.fixture
def communes(db):
    make.reference()
    make.province(name="Lạng Sơn")
    found = []
    for name, teachers in (("Khánh Khê", 3), ("Bình Gia", 20)):
        commune = make.commune(name=name)
        school = make.institution("TH", commune=commune, name=f"TH {name}")
        filed = make.school_return(school)
        make.grade(filed, "01", classes=6, pupils=130)
        make.grade(filed, "02", classes=4, pupils=82)
        for _ in range(teachers):
            make.employee(school)
        make.employee(school, "nurse", contract="labour")
        make.assigned_places(school, 6)
        found.append(commune)
    recompute()
    return found


def tables(commune=None):
    kind = kinds.get("staffing_need")
    document = kind.write(Order(make.school_year(), commune))
    return {table.code: table for table in document.of(Table)}, document


def lines(table):
    return [
        [cell if isinstance(cell, str | None) else float(cell) for cell in row]
        for row in table.rows
    ]


def test_sheet_of_a_commune(communes):
    found, document = tables(communes[0])
    assert lines(found["classes-primary"]) == [["TH Khánh Khê", 6, 130, 4, 82, 10, 212]]
    # 15 teachers and the youth leader by the norm; 3 at work, 6 places.
    assert lines(found["professionals"]) == [
        ["TH Khánh Khê", 16, 6, 3, 0, None, 13, 0, 3, 0, 3]
    ]
    assert lines(found["managers"]) == [
        ["TH Khánh Khê", 3, None, 0, 0, None, 3, 0, None, None, None]
    ]
    # Library 1, office 2, registrar 1, counsellor 1; the nurse has no norm.
    assert lines(found["support"]) == [
        ["TH Khánh Khê", 5, None, 0, 0, 1, 5, 0, None, None, None]
    ]
    assert "TT 20/2023/TT-BGDĐT" in document.of(Note)[0].text
    # The first page says the three groups in sum.
    assert [row[1:] for row in lines(found["groups"])] == [
        [3, None, 0, 0, None, 3, 0, None, None, None],
        [16, 6, 3, 0, None, 13, 0, 3, 0, 3],
        [5, None, 0, 0, 1, 5, 0, None, None, None],
    ]


def test_sheet_of_the_province_stays_gross(communes):
    found, _document = tables()
    professionals = found["professionals"]
    assert lines(professionals) == [
        ["Bình Gia", 16, 6, 20, 0, None, 1, 5, 0, 14, 0],
        ["Khánh Khê", 16, 6, 3, 0, None, 13, 0, 3, 0, 3],
    ]
    assert [float(cell or 0) for cell in professionals.totals[1:]] == [
        *(32, 12, 23, 0, 0),
        *(14, 5, 3, 14, 3),
    ]


def test_year_without_gaps_is_a_sentence(communes):
    with pytest.raises(NothingToReport) as refused:
        kinds.get("staffing_need").write(Order(make.school_year(2024)))
    assert str(refused.value).startswith("Năm học 2024-2025 chưa có định mức")
