"""Signing: each signer the own moves, all of them or none, posts ended and begun."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from communes.models import RecomputeRequest
from staffing.models import Assignment, RedeployMove
from staffing.redeploy import deciding, planning, signing
from tests import factories as make

from .world import DAY, World

pytestmark = pytest.mark.django_db
Status = RedeployMove.Status
TODAY = timezone.localdate()


@pytest.fixture
def world():
    return World()


def papers(plan):
    return {
        paper.signer_commune_id: list(
            paper.moves.values_list("person__full_name", flat=True)
        )
        for paper in plan.decisions.all()
    }


def test_each_signer_gets_the_own_moves(world):
    plan = world.settled()
    assert plan.state == "decided"
    assert papers(plan) == {
        None: ["Nông Văn Mới"],
        world.commune.code: ["Nông Văn Giữa"],
    }
    deciding.reopen(plan, by=world.official)
    assert papers(plan) == {}
    assert set(plan.moves.values_list("status", "decision")) == {("accepted", None)}


def sign(world, plan, commune=None, by=None, **fields):
    paper = plan.decisions.get(signer_commune=commune)
    signing.sign(
        paper,
        **{
            "number": "12/QĐ-UBND",
            "signer": "Hoàng Văn Ký",
            "decided_on": DAY,
            "effective_on": DAY,
            "by": by or world.official,
            **fields,
        },
    )
    return paper


def test_a_signature_moves_the_people_with_history(world):
    plan = world.settled()
    RecomputeRequest.objects.all().delete()
    sign(world, plan, world.commune, by=world.head)
    person = world.posts[2].person
    posts = person.assignments.order_by("started_on").values_list(
        "institution", "started_on", "ended_on", "end_reason", "subject", "is_main"
    )
    assert list(posts) == [
        (world.over.pk, date(2015, 9, 1), date(2025, 10, 14), "moved", "TOAN", True),
        (world.near.pk, DAY, None, "", "TOAN", True),
    ]
    assert world.posts[2].events.filter(end_reason="moved").count() == 1
    plan.refresh_from_db()
    assert plan.state == "decided"
    sign(world, plan)
    plan.refresh_from_db()
    assert plan.state == "signed"
    moved = world.posts[1].person.assignments.get(ended_on=None)
    assert moved.institution == world.across


def test_values_that_count_the_people_are_computed_again(world):
    make.school_year(2026)
    make.period(2026)
    plan = world.settled()
    RecomputeRequest.objects.all().delete()
    sign(world, plan)
    asked = set(RecomputeRequest.objects.values_list("commune", "school_year"))
    assert asked == {(world.commune.code, 2026), (world.other.code, 2026)}


def test_only_the_signer_signs(world):
    plan = world.settled()
    for commune, by in (
        (None, world.head),
        (world.commune, world.other_head),
        (world.commune, world.official),
        (world.commune, make.reader(world.commune)),
        (world.commune, make.clerk(world.over)),
    ):
        with pytest.raises(PermissionDenied):
            sign(world, plan, commune, by=by)
    assert not plan.decisions.filter(state="signed").exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"number": " "},
        {"effective_on": date(2025, 10, 1)},
        {"decided_on": TODAY + timedelta(days=1), "effective_on": date(2027, 9, 1)},
    ],
)
def test_a_signature_without_its_facts_is_refused(world, fields):
    plan = world.settled()
    with pytest.raises(planning.PlanError):
        sign(world, plan, **fields)
    assert world.posts[1].person.assignments.count() == 1


def test_whoever_has_changed_meanwhile_stops_the_whole_decision(world):
    plan = world.settled()
    post = world.posts[1]
    Assignment.objects.filter(pk=post.pk).update(subject="VAN")
    with pytest.raises(planning.PlanError) as refused:
        sign(world, plan)
    assert str(refused.value) == (
        "Nông Văn Mới: phân công đã thay đổi từ khi lập phương án. Hãy mở lại phương "
        "án, lập lại rồi chốt lại."
    )
    assert plan.decisions.get(signer_commune=None).state == "draft"


def test_an_approved_report_is_not_moved_under(world):
    make.school_return(world.over, state="approved")
    plan = world.settled()
    with pytest.raises(planning.PlanError) as refused:
        sign(world, plan, decided_on=date(2025, 9, 1), effective_on=date(2025, 9, 15))
    assert "đã được duyệt" in str(refused.value)


def test_somebody_seconded_is_away_here_and_at_work_there_until_the_day(world):
    plan = world.plan()
    near = plan.moves.get(target=world.near)
    until = TODAY + timedelta(days=200)
    deciding.second(near, until, by=world.official)
    deciding.judge(near, Status.ACCEPTED, by=world.official)
    planning.make(plan.pk)
    deciding.settle(plan, by=world.official)
    sign(world, plan, world.commune, by=world.head)
    absence = near.person.absences.get()
    assert (absence.kind, absence.started_on, absence.ended_on) == (
        "seconded",
        DAY,
        until,
    )
    part = near.person.assignments.get(is_main=False)
    assert (part.institution, part.share, part.ended_on) == (world.near, 1, until)
    assert near.person.assignments.get(is_main=True).ended_on is None


def test_a_part_load_begins_beside_the_main_post(world):
    world.across.subject_gaps.all().delete()
    world.over.subject_gaps.update(need="9.4", required="9.4")
    world.over.gaps.update(required_actual_classes="9.4", required_norm_classes="9.4")
    world.near.subject_gaps.update(need="10.5", required="10.5")
    plan = world.plan()
    (only,) = plan.moves.all()
    assert (only.kind, str(only.share), only.target) == (
        "part_load",
        "0.50",
        world.near,
    )
    deciding.accept_all(plan, by=world.official, moves=plan.moves.all())
    deciding.settle(plan, by=world.official)
    sign(world, plan, world.commune, by=world.head)
    rows = only.person.assignments.order_by("is_main").values_list(
        "institution", "is_main", "share", "started_on", "ended_on"
    )
    assert [(*row[:2], str(row[2]), *row[3:]) for row in rows] == [
        (world.near.pk, False, "0.50", DAY, None),
        (world.over.pk, True, "1.00", date(2020, 9, 1), None),
    ]
