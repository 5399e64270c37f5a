"""Specialists of offices against schools and learners: ranked, scoped, without a norm."""

from decimal import Decimal

import pytest

from tests import factories as make
from tests.pages import reading


@pytest.fixture
def communes(db):
    make.reference()
    make.province(name="Lạng Sơn")
    make.school_year()
    found = {}
    for name, specialists, schools, learners in (
        ("Khánh Khê", 1, 11, 2500),
        ("Bình Gia", 2, 10, 3000),
        ("Ba Sơn", 0, 4, 800),
    ):
        commune = make.commune(name=name)
        make.office(commune, staff=10, education_specialists=specialists)
        for code, number in (("institutions", schools), ("learners", learners)):
            make.indicator_value(
                code,
                "commune",
                commune.code,
                Decimal(number),
                commune=commune,
                basis="managed",
            )
        found[name] = commune
    return found


def rows(client):
    return reading.tables(client.get("/staffing/offices/"))[0][1:]


def test_nobody_comes_first_then_the_most_schools_for_one(communes, client):
    client.force_login(make.official())
    assert [[row[0].split(" ", 1)[1], *row[3:]] for row in rows(client)[:-1]] == [
        ["Ba Sơn", "0", "4", "800", "–", "–"],
        ["Khánh Khê", "1", "11", "2.500", "11,0", "2.500"],
        ["Bình Gia", "2", "10", "3.000", "5,0", "1.500"],
    ]
    assert rows(client)[-1][-6:] == ["30", "3", "25", "6.300", "8,3", "2.100"]


def test_commune_sees_its_own_office_alone(communes, client):
    client.force_login(make.owner(communes["Khánh Khê"]))
    assert [row[0] for row in rows(client)[:-1]] == ["Xã Khánh Khê"]


def test_page_says_that_no_text_sets_a_norm(communes, client):
    client.force_login(make.official())
    page = client.get("/staffing/offices/").content.decode()
    assert "Không có văn bản nào quy định số người này" in page
