"""The list of surplus and shortage by subject, read as its blocks."""

import pytest

from communes.models import Commune, SchoolYear
from communes.papers import kinds
from communes.papers.kinds import NothingToReport, Order
from communes.recompute import recompute_year
from staffing.models import SubjectGap
from tests import factories as make


@pytest.fixture
def schools(db):
    make.reference()
    make.province(name="Lạng Sơn")
    found = []
    for name, subjects in (("Bình Gia", ["VAN"] * 3), ("Khánh Khê", ["TIN"])):
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
        found.append(school)
    recompute_year(make.YEAR, host="shell@test")
    return found


def written(commune=None):
    year = SchoolYear.objects.get(start=make.YEAR)
    return kinds.get("subject_gaps").write(Order(year, commune))


def test_province_lists_communes_with_what_is_short_and_over(schools):
    paper = written()
    gaps = SubjectGap.objects
    by_subject, by_place = paper.of(type(paper.blocks[1]))
    assert [row[1] for row in by_place.rows] == ["Bình Gia", "Khánh Khê"]
    over = gaps.get(institution=schools[0], subject="VAN").surplus
    assert by_place.rows[0][5:] == [f"Ngữ văn {over:.2f}".replace(".", ","), over]
    literature = next(row for row in by_subject.rows if row[2] == "Ngữ văn")
    short = gaps.get(institution=schools[1], subject="VAN").shortage
    assert literature[5:] == [short, over]


def test_commune_lists_its_own_schools_and_signs_itself(schools):
    paper = written(Commune.objects.get(name="Khánh Khê"))
    by_place = paper.of(type(paper.blocks[1]))[1]
    assert {row[1] for row in by_place.rows} == {"Khánh Khê"}
    assert paper.letterhead.agency == "Phòng Văn hóa - Xã hội"


def test_nothing_computed_is_said_in_a_sentence(schools):
    SubjectGap.objects.all().delete()
    with pytest.raises(NothingToReport, match="chưa có thừa, thiếu theo môn"):
        written()
