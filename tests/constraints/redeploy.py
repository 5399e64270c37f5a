"""Ways to break what must be true of plans of redeployment."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from staffing.models import (
    Protection,
    RedeployDecision,
    RedeployMove,
    RedeployNeed,
    RedeployPlan,
    RedeployRule,
)
from tests import factories as make

from .registry import again, breaks, set_on

# What triggers forbid, by the name they give; tests/staffing/redeploy tries them.
STANDS = {}


def stands(name):
    return lambda case: STANDS.setdefault(name, case)


DAY = date(2025, 10, 15)


@breaks("redeploy_rule_not_negative")
def rule_below_zero():
    set_on(RedeployRule.objects.get(pk="most_out"), value=-1)


def protection(**fields):
    return Protection.objects.create(
        **{
            "person": fields.pop("person", None) or make.person(),
            "reason": "sole_earner",
            "document": "Xác nhận của UBND xã",
            "started_on": DAY,
            **fields,
        }
    )


@breaks("protection_dates_in_order")
def spared_backwards():
    protection(ended_on=date(2025, 1, 1))


@breaks("protection_names_its_paper")
def spared_without_paper():
    protection(document="")


def plan(**fields):
    return RedeployPlan.objects.create(
        **{
            "school_year": make.school_year(),
            "created_by": make.official(),
            "inputs_digest": "0" * 64,
            "solved_at": timezone.now(),
            **fields,
        }
    )


@breaks("redeploy_plan_one_in_work")
def two_plans_in_work():
    again(plan())


@breaks("redeploy_plan_solved_from_something")
def solved_from_nothing():
    plan(inputs_digest="")


@breaks("redeploy_plan_decided_once_solved")
def decided_unsolved():
    plan(state="decided", inputs_digest="", solved_at=None)


@stands("redeploy_plan_stands")
def cancelled_plan_comes_back():
    set_on(plan(state="cancelled"), state="draft")


def need(**fields):
    return RedeployNeed.objects.create(
        **{
            "plan": fields.pop("plan", None) or plan(),
            "institution": fields.pop("institution", None) or make.institution("TH"),
            "post_id": "teacher",
            "level": "primary",
            "shortage": 2,
            "surplus": 0,
            "missing": 1,
            "reason": "no_surplus",
            **fields,
        }
    )


@breaks("redeploy_need_once")
def need_twice():
    again(need())


@breaks("redeploy_need_one_way")
def short_and_over():
    need(surplus=1)


@breaks("redeploy_need_explained")
def missing_for_no_reason():
    need(reason="")


@stands("redeploy_need_stands")
def need_of_a_cancelled_plan():
    row = need()
    set_on(row.plan, state="cancelled")
    set_on(row, missing=0, reason="")


def move(**fields):
    """Somebody of a primary school, proposed for another of the same commune."""
    commune = fields.pop("commune", None) or make.commune()
    source = fields.pop("source", None) or make.institution("TH", commune=commune)
    post = fields.pop("assignment", None) or make.employee(source)
    return RedeployMove.objects.create(
        **{
            "plan": fields.pop("plan", None) or plan(),
            "person": post.person,
            "assignment": post,
            "source": source,
            "target": fields.pop("target", None)
            or make.institution("TH", commune=commune),
            "post_id": "teacher",
            "level": "primary",
            "kilometres": Decimal("3.5"),
            "signer_commune": commune,
            **fields,
        }
    )


def decided(status="accepted", **fields):
    now = timezone.now()
    return move(status=status, decided_by=make.official(), decided_at=now, **fields)


@breaks("redeploy_move_once")
def move_twice():
    again(decided("rejected", note="x"))


@breaks("redeploy_move_one_a_person")
def one_person_to_two_schools():
    again(move(), target_id=make.institution("TH").pk)


@breaks("redeploy_move_goes_elsewhere")
def move_to_the_same_school():
    row = move()
    set_on(row, target=row.source)


@breaks("redeploy_move_share")
def half_a_transfer():
    move(share=Decimal("0.5"), filled=Decimal("0.5"))


@breaks("redeploy_move_distance")
def nearer_than_here():
    move(kilometres=-1)


@breaks("redeploy_move_secondment_ends")
def seconded_for_ever():
    move(kind="secondment")


@breaks("redeploy_move_who_and_when")
def accepted_by_nobody():
    move(status="accepted")


@breaks("redeploy_move_refusal_has_reason")
def rejected_for_nothing():
    decided("rejected")


def decision(**fields):
    return RedeployDecision.objects.create(
        **{"plan": fields.pop("plan", None) or plan(state="decided"), **fields}
    )


def signed(**fields):
    return {
        "state": "signed",
        "number": "12/QĐ-UBND",
        "decided_on": DAY,
        "effective_on": DAY,
        "signed_by": make.admin(),
        "signed_at": timezone.now(),
        **fields,
    }


@breaks("redeploy_move_decided_if_accepted")
def proposed_in_a_decision():
    row = move()
    set_on(row, decision=decision(plan=row.plan))


@stands("redeploy_move_stands")
def signed_move_changes():
    row = decided()
    paper = decision(plan=row.plan)
    set_on(row, decision=paper)
    set_on(paper, **signed())
    set_on(row, kilometres=1)


@breaks("redeploy_decision_once")
def decision_twice():
    again(decision())


@breaks("redeploy_decision_who_and_when")
def signed_at_no_time():
    decision(signed_by=make.admin())


@breaks("redeploy_decision_signed_has_its_facts")
def signed_without_number():
    decision(**signed(number=""))


@stands("redeploy_decision_stands")
def signed_decision_changes():
    set_on(decision(**signed()), number="13/QĐ-UBND")
