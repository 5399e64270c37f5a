"""What staffing and the campaign bring to the report, against rows made by hand."""

import pytest
from django.utils import timezone

from communes.documents.blocks import Paragraph, Table
from communes.recompute import recompute_year
from communes.reporting.building import annual_report
from communes.reporting.facts import Facts
from emulation import report as emulation
from emulation.models import Initiative
from schools import report_results as results
from schools.models import Award
from staffing.models import StaffingGap
from tests import factories as make

pytestmark = pytest.mark.django_db
YEAR = make.YEAR


@pytest.fixture
def here(db):
    make.reference()
    return make.commune(name="Khánh Khê")


def facts(commune=None):
    return Facts(make.school_year(), make.province(), commune)


def tables(blocks):
    return {one.code: one for one in blocks if isinstance(one, Table)}


def said(blocks):
    return [one.text for one in blocks if isinstance(one, Paragraph)]


@pytest.fixture
def announced(here):
    """Levels 1, 2, 2 of primary schools here, 3 of a preschool elsewhere."""
    campaign = make.campaign(name="Đợt 2025")
    block = make.block(campaign, name="Khối 1")
    elsewhere = make.commune(name="Bình Gia")
    schools = [make.institution("TH", commune=here) for _n in range(3)]
    schools.append(make.institution("MN", commune=elsewhere))
    for rank, (school, level) in enumerate(zip(schools, (1, 2, 2, 3), strict=True), 1):
        entry = make.campaign_entry(campaign, school, block=block)
        make.standing(
            entry,
            100 - 10 * rank,
            level=level,
            rank=rank,
            rank_best=rank,
            rank_worst=rank,
        )
        Initiative.objects.create(
            institution=school, school_year_id=YEAR, title=f"Sáng kiến {rank}"
        )
    make.standing(make.campaign_entry(campaign, make.institution("TH")), 10)
    campaign.announced_at, campaign.announced_by = timezone.now(), make.admin()
    campaign.save()
    return schools


def test_levels_are_counted_by_kind_in_the_place_of_the_report(here, announced):
    table = tables(emulation.levels(facts()))["digital-levels"]
    assert [list(row) for row in table.rows] == [
        ["Trường mầm non", 0, 0, 1, 1],
        ["Trường tiểu học", 1, 2, 0, 3],
    ]
    assert list(table.totals) == ["Cộng", 1, 2, 1, 4]
    own = tables(emulation.levels(facts(here)))["digital-levels"]
    assert list(own.totals) == ["Cộng", 1, 2, 0, 3]


def test_best_of_each_block_and_what_is_not_ranked_is_said(here, announced):
    best = tables(emulation.best(facts()))["best"]
    assert [(row[1], row[2]) for row in best.rows] == [
        (rank, school.name) for rank, school in enumerate(announced[:3], start=1)
    ]
    assert said(emulation.campaigns(facts())) == [
        "5 trường tham gia Đợt 2025, 4 trường có đủ hồ sơ được xếp hạng."
    ]
    assert said(emulation.registers(facts())) == ["Các trường có 4 sáng kiến."]
    assert said(emulation.registers(facts(here))) == ["Các trường có 3 sáng kiến."]


def test_results_that_are_not_announced_are_nobodys_to_report(here):
    campaign = make.campaign()
    make.standing(make.campaign_entry(campaign), 50, level=2)
    assert emulation.levels(facts()) == []
    assert emulation.campaigns(facts()) == []


def test_learners_of_courses_are_summed_by_group(here):
    school = make.institution("TH", commune=here)
    make.course_session(here, institution=school, learners={"teacher": (10, 8, 5, 4)})
    make.course_session(make.commune(), learners={"teacher": 20, "parent": 3})
    table = tables(emulation.courses(facts(here)))["courses"]
    assert [list(row) for row in table.rows] == [["Giáo viên, nhân viên", 10, 8, 5, 4]]
    whole = tables(emulation.courses(facts()))["courses"]
    assert list(whole.totals) == ["Cộng", 33, 31, 28, 27]


def test_prizes_are_those_of_the_place(here):
    other = make.institution("TH")
    for school, count in ((make.institution("TH", commune=here), 2), (other, 5)):
        Award.objects.create(
            institution=school,
            school_year_id=make.school_year().pk,
            contest="science",
            subject="Robot",
            prize="first",
            count=count,
        )
    assert list(tables(results.prizes(facts()))["prizes"].totals)[-1] == 7
    assert list(tables(results.prizes(facts(here)))["prizes"].totals)[-1] == 2


def test_gaps_are_gross_and_equal_the_computed_ones(here):
    make.school("TH", commune=here, classes=4)
    rich = make.school("TH", commune=here)
    for _number in range(20):
        make.employee(rich)
    recompute_year(YEAR)
    gaps = StaffingGap.objects.filter(post__group="teacher")
    short = sum(gap.shortage_actual_classes for gap in gaps)
    over = sum(gap.surplus_actual_classes for gap in gaps)
    assert short > 0 < over
    table = tables(annual_report(YEAR).blocks)["gaps"]
    assert list(table.totals[-2:]) == [short, over]


def test_the_four_figures_stand_apart_in_the_report(here):
    """15 teachers and 6 places; 3 at work, 1 on leave, and 1 by contract."""
    school = make.institution("TH", commune=here)
    make.grade(make.school_return(school), "01", classes=10, pupils=212)
    make.school("TH", commune=make.commune(name="Bình Gia"), classes=4)
    for contract in ("permanent", "permanent", "permanent", "labour"):
        make.employee(school, contract=contract)
    make.absence(make.employee(school).person, "maternity")
    make.assigned_places(school, 6)
    recompute_year(YEAR)
    found = tables(annual_report(YEAR, here.code).blocks)
    figures = {
        row[0]: [float(cell) for cell in row[2:]] for row in found["four-figures"].rows
    }
    # 11 teachers, a youth leader, 3 managers, and 5 of support by the norm.
    assert figures["So với định mức tối đa"] == [20, 0]
    assert figures["So với biên chế được giao"] == [3, 0]
    assert figures["Biên chế chưa tuyển"] == [2, 0]
    assert [list(map(str, row)) for row in found["places"].rows] == [
        ["Giáo viên", "6", "3", "3.00", "0.00", "2.00", "0.00"]
    ]
    assert any(
        "còn 2 biên chế chưa tuyển" in text
        for text in said(annual_report(YEAR, here.code).blocks)
    )
