"""A plan of the year's gaps: who is proposed, who is spared, what people decide, signing."""

from datetime import date

import pytest
from django.utils import timezone

from staffing.models import (
    Assignment,
    RedeployDecision,
    RedeployMove,
    RedeployPlan,
    RedeployRule,
)
from staffing.redeploy import deciding, planning, summary, words
from staffing.redeploy.assembling import NothingToPlan, assemble
from tests import factories as make
from tests.constraints.redeploy import protection

from .world import World, moves

pytestmark = pytest.mark.django_db
Status = RedeployMove.Status
TODAY = timezone.localdate()


@pytest.fixture
def world():
    return World()


def limit(code, value):
    RedeployRule.objects.filter(pk=code).update(value=value)


def test_the_shortest_serving_go_and_both_figures_stand(world):
    plan = world.plan()
    assert moves(plan) == {
        "Nông Văn Mới": ("Trường THCS Khác Xã", "proposed"),
        "Nông Văn Giữa": ("Trường THCS Gần", "proposed"),
    }
    needs = plan.needs.order_by("institution__name").values_list(
        "institution__name", "shortage", "surplus", "missing", "reason"
    )
    assert list(needs) == [
        ("Trường THCS Dư", 0, 2, 0, ""),
        ("Trường THCS Gần", 1, 0, 0, ""),
        ("Trường THCS Khác Xã", 1, 0, 0, ""),
    ]
    near = plan.moves.get(target=world.near)
    assert (near.signer_commune, near.kilometres) == (world.commune, 3)
    assert plan.moves.get(target=world.across).signer_commune is None
    assert near.why == {
        "rank": 2,
        "among": 3,
        "since": "2015-09-01",
        "contract": "permanent",
        "order": ["order_contract", "order_service", "order_age"],
        "surplus_before": 2.0,
        "surplus_after": 0.0,
        "shortage_before": 1.0,
        "shortage_after": 0.0,
        "level_surplus_before": 2.0,
    }


def test_a_move_is_told_in_sentences(world):
    near = world.plan().moves.get(target=world.near)
    assert list(words.explain(near, words.articles())) == [
        "Người thứ 2 trong 3 người có thể chuyển, xếp theo: viên chức trước hợp đồng lao động, công tác tại trường ngắn hơn trước, trẻ tuổi hơn trước; viên chức, không xác định thời hạn, ở trường từ 01/09/2015.",
        "Trường THCS Dư thừa 2, sau phương án còn thừa 0 (tổng cấp học thừa 2); Trường THCS Gần thiếu 1, sau phương án còn thiếu 0.",
        "Cách nhau 3 km theo đường chim bay giữa hai điểm chính.",
        "Chủ tịch UBND Xã Khánh Khê ký, vì hai trường cùng một xã quản lý (TT 45/2026/TT-BGDĐT điều 2 khoản 3).",
    ]


# Ages are told on a fixed day.
NOW = date(2026, 11, 24)


def spared(world):
    problem = assemble(make.YEAR, today=NOW).problem
    (supply,) = problem.supplies
    names = {post.person_id: post.person.full_name for post in world.posts}
    return {names[one.person]: one.protected for one in supply.people}


def test_who_is_spared_and_why(world):
    first, second, third = world.posts
    assert set(spared(world).values()) == {""}
    make.absence(first.person, "maternity", started_on=NOW)
    protection(person=second.person, started_on=date(2025, 1, 1))
    make.assignment(
        third.person,
        world.near,
        is_main=False,
        share="0.5",
        started_on=date(2025, 1, 1),
    )
    assert spared(world) == {
        "Nông Văn Lâu": "maternity",
        "Nông Văn Mới": "sole_earner",
        "Nông Văn Giữa": "part_loaded",
    }
    for code in ("absent", "hardship", "part_loaded"):
        limit(code, 0)
    assert set(spared(world).values()) == {""}


def test_whoever_retires_soon_by_the_month_rule_or_has_just_moved_is_spared(world):
    first, second, _third = world.posts
    # A woman born then leaves at 57 years and 4 months, on 31 October 2027.
    person = first.person
    person.birth_date = date(1970, 6, 15)
    person.save()
    make.assignment(
        second.person,
        world.near,
        started_on=date(2012, 9, 1),
        ended_on=date(2025, 8, 31),
        end_reason="moved",
    )
    # Whoever came after the day of the data is not among the surplus of that day.
    Assignment.objects.filter(pk=second.pk).update(started_on=date(2025, 10, 1))
    assert spared(world) == {"Nông Văn Lâu": "retiring", "Nông Văn Giữa": ""}
    Assignment.objects.filter(pk=second.pk).update(started_on=date(2025, 9, 1))
    assert spared(world)["Nông Văn Mới"] == "moved"
    limit("moved_months", 2)
    limit("retiring_months", 1)
    assert set(spared(world).values()) == {""}


def test_a_year_without_gaps_by_subject_is_refused_with_advice(world):
    make.school_year(2024)
    make.period(2024)
    with pytest.raises(NothingToPlan) as refused:
        assemble(2024)
    assert "Hãy tính lại chỉ số" in str(refused.value)


def test_limits_of_the_department_bind(world):
    limit("most_out", 1)
    plan = world.plan()
    assert moves(plan) == {"Nông Văn Mới": ("Trường THCS Gần", "proposed")}
    needs = dict(plan.needs.values_list("institution__name", "reason"))
    assert needs["Trường THCS Khác Xã"] == "cap"
    limit("transfer_km", 1)
    planning.make(plan.pk)
    assert moves(plan) == {}


def test_decisions_survive_the_next_making(world):
    plan = world.plan()
    newest = plan.moves.get(person__full_name="Nông Văn Mới")
    deciding.judge(newest, Status.REJECTED, by=world.official, note="Đang ôn đội tuyển")
    middle = plan.moves.get(person__full_name="Nông Văn Giữa")
    deciding.judge(middle, Status.PINNED, by=world.official)
    planning.make(plan.pk)
    assert moves(plan) == {
        "Nông Văn Mới": ("Trường THCS Khác Xã", "rejected"),
        "Nông Văn Giữa": ("Trường THCS Gần", "pinned"),
        "Nông Văn Lâu": ("Trường THCS Khác Xã", "proposed"),
    }


def test_a_forbidden_way_is_taken_by_somebody_else(world):
    plan = world.plan()
    near = plan.moves.get(target=world.near)
    deciding.judge(near, Status.FORBIDDEN, by=world.official, note="Đường đi khó")
    planning.make(plan.pk)
    live = plan.moves.exclude(status="forbidden")
    assert dict(live.values_list("target__name", "person__full_name")) == {
        "Trường THCS Gần": "Nông Văn Mới",
        "Trường THCS Khác Xã": "Nông Văn Giữa",
    }


def test_a_refusal_without_a_reason_is_refused(world):
    move = world.plan().moves.first()
    with pytest.raises(planning.PlanError):
        deciding.judge(move, Status.REJECTED, by=world.official, note=" ")


def test_nobody_gets_two_moves_back(world):
    plan = world.plan()
    near = plan.moves.get(target=world.near)
    deciding.judge(near, Status.FORBIDDEN, by=world.official, note="Đường đi khó")
    planning.make(plan.pk)
    near.refresh_from_db()
    with pytest.raises(planning.PlanError):
        deciding.judge(near, Status.PROPOSED, by=world.official)


def test_a_pin_that_no_longer_holds_is_told_and_not_settled(world):
    plan = world.plan()
    near = plan.moves.get(target=world.near)
    deciding.judge(near, Status.ACCEPTED, by=world.official)
    protection(person=near.person, started_on=TODAY)
    planning.make(plan.pk)
    plan.refresh_from_db()
    assert plan.impossible == [
        {"person": near.person_id, "target": world.near.code, "why": "protected"}
    ]
    with pytest.raises(planning.PlanError) as refused:
        deciding.settle(plan, by=world.official)
    assert near.person.full_name in str(refused.value)


def test_a_cancelled_plan_makes_room_for_the_next(world):
    plan = world.settled()
    deciding.cancel(plan, by=world.official)
    other = world.plan()
    assert other.pk != plan.pk
    states = RedeployPlan.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["cancelled", "draft"]
    with pytest.raises(planning.PlanError):
        planning.make(plan.pk)


def seen(model, plan, user, *names):
    return set(model.objects.visible_to(user).filter(plan=plan).values_list(*names))


def test_who_sees_whose_moves(world):
    plan = world.plan()
    both = {("Nông Văn Mới",), ("Nông Văn Giữa",)}
    name = "person__full_name"
    assert seen(RedeployMove, plan, world.official, name) == both
    assert seen(RedeployMove, plan, world.head, name) == both
    assert seen(RedeployMove, plan, make.reader(world.commune), name) == both
    # Who might come is none of the other commune's business until it is decided.
    assert seen(RedeployMove, plan, world.other_head, name) == set()
    assert seen(RedeployMove, plan, make.clerk(world.over), name) == set()
    assert seen(RedeployMove, plan, make.stranger(), name) == set()
    deciding.accept_all(plan, by=world.official, moves=plan.moves.all())
    assert seen(RedeployMove, plan, world.other_head, name) == set()
    deciding.settle(plan, by=world.official)
    assert seen(RedeployMove, plan, world.other_head, name) == {("Nông Văn Mới",)}
    assert seen(RedeployMove, plan, make.stranger(), name) == set()
    papers = seen(RedeployDecision, plan, world.head, "signer_commune")
    assert papers == {(world.commune.code,)}


def test_the_summary_counts_what_the_plan_does(world):
    found = summary.told(make.YEAR)
    kept = ("shortage", "surplus", "moves", "part_loads", "kilometres", "unfilled")
    assert {name: found[name] for name in kept} == {
        "shortage": {"before": 2.0, "after": 0.0},
        "surplus": {"before": 2.0, "after": 0.0},
        "moves": 2,
        "part_loads": 0,
        "kilometres": 5.0,
        "unfilled": {},
    }
    assert found["across_communes"] == 1
    assert RedeployPlan.objects.count() == 0
