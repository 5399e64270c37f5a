"""Gap by subject on pages: gross by subject, by place, and why, down to the teachers."""

import csv
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.recompute import recompute_year
from staffing.models import SubjectGap
from tests import factories as make
from tests.pages import reading

URL = "/staffing/subjects/"


def lower_secondary(name, *subjects):
    """A school of four classes with one teacher for each of `subjects`."""
    school = make.institution("THCS", commune=make.commune(name=name), name=name)
    filed = make.school_return(school)
    for code in make.GRADES["THCS"]:
        make.grade(filed, code, classes=1, pupils=30)
    for subject in subjects:
        make.assignment(
            make.person(),
            school,
            "teacher",
            level="lower_secondary",
            subject_id=subject,
        )
    return school


@pytest.fixture
def schools(db, client):
    make.reference()
    make.province(name="Lạng Sơn")
    found = {
        "Bình Gia": lower_secondary("Bình Gia", "VAN", "VAN", "VAN"),
        "Khánh Khê": lower_secondary("Khánh Khê", "TIN"),
    }
    recompute_year(make.YEAR, host="shell@test")
    client.force_login(make.official())
    return found


def row_of(table, first):
    return next(row for row in table if row[0] == first)


def shown(number):
    text = f"{number.normalize():f}"
    return text.replace(".", ",")


def test_surplus_of_one_school_does_not_fill_the_shortage_of_another(schools, client):
    rows = {
        row.institution.name: row for row in SubjectGap.objects.filter(subject="VAN")
    }
    short, over = rows["Khánh Khê"].shortage, rows["Bình Gia"].surplus
    found = row_of(reading.tables(client.get(URL))[0], "Ngữ văn")
    need = rows["Bình Gia"].need
    assert (short, over) == (need, 3 - need)
    assert found == [
        "Ngữ văn",
        shown(2 * need),
        shown(2 * need),
        "3",
        "1",
        f"−{shown(short)}",
        f"+{shown(over)}",
    ]


def test_one_commune_lists_its_schools_and_each_cell_leads_to_why(schools, client):
    code = schools["Bình Gia"].commune.code
    page = client.get(URL, {"commune": code, "subject": "VAN"})
    table = reading.tables(page)[1]
    assert [row[0] for row in table][1:-1] == ["Bình Gia"]
    address = f"/staffing/subjects/why/{schools['Bình Gia'].code}/VAN/"
    assert f'href="{address}"' in page.content.decode()
    why = client.get(address).content.decode()
    assert "Định mức tiết dạy: TT 05/2025/TT-BGDĐT, Điều 7" in why
    assert "Chủ nhiệm lớp" in why
    assert "định mức không nâng nhu cầu lên" in why


def test_names_only_for_who_may_see_the_people(schools, client):
    school = schools["Bình Gia"]
    teacher = school.assignments.first().person.full_name
    address = f"/staffing/subjects/why/{school.code}/VAN/"
    assert teacher in client.get(address).content.decode()
    client.force_login(make.stranger())
    assert client.get(address).status_code in (403, 404)
    client.force_login(make.clerk(schools["Khánh Khê"]))
    assert client.get(address).status_code in (403, 404)


def test_file_holds_shortage_and_surplus_in_columns_of_their_own(schools, client):
    answer = client.get(URL, {"export": "csv", "subject": "VAN"})
    lines = list(
        csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines())
    )
    header = lines.index(
        ["Xã, phường", "Thiếu", "Thừa", "Ngữ văn: Thiếu", "Ngữ văn: Thừa"]
    )
    need = SubjectGap.objects.filter(subject="VAN").first().need
    numbers = {
        row[0]: [Decimal(cell) for cell in row[1:]] for row in lines[header + 1 :]
    }
    assert sorted(numbers.values()) == sorted(
        [[need, 0, need, 0], [0, 3 - need, 0, 3 - need]]
    )


def test_as_many_queries_for_one_school_as_for_three(schools, client):
    client.get(URL)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(URL)
    for name in ("Văn Lãng", "Lộc Bình"):
        lower_secondary(name, "TOAN")
    recompute_year(make.YEAR, host="shell@test")
    with CaptureQueriesContext(connection) as many:
        client.get(URL)
    assert len(few) == len(many)
