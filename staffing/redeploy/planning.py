"""A plan made and stored: assembled, solved around what people decided, written whole."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from time import perf_counter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from staffing.models import RedeployMove, RedeployNeed, RedeployPlan

from .assembling import assemble
from .problem import PERSON, UNITS_PER_KM, Fixed, Kind, crosses
from .solving import solve

Status = RedeployMove.Status
State = RedeployPlan.State
KEPT = (Status.PINNED, Status.ACCEPTED)
STEPS = 3


class PlanError(Exception):
    """Something that may not be done with a plan, with a sentence for the person."""


@dataclass(frozen=True)
class Solved:
    question: object
    solution: object
    seconds: float


def solved(year, *, fixed=(), forbidden=frozenset(), today=None):
    """Assemble and solve, nothing stored; how long both took together."""
    began = perf_counter()
    question = assemble(year, fixed=fixed, forbidden=forbidden, today=today)
    solution = solve(question.problem)
    return Solved(question, solution, perf_counter() - began)


def begin(*, year, by):
    """The plan of this year that is in work, or a new one."""
    with transaction.atomic():
        rows = RedeployPlan.objects.select_for_update().filter(school_year=year)
        in_work = rows.filter(state__in=[State.DRAFT, State.DECIDED]).first()
        return in_work or RedeployPlan.objects.create(
            school_year_id=year, created_by=by
        )


def make(plan_id, *, on_progress=lambda done, total: None):
    """Make the plan anew around pins, acceptances and refusals; all of it or nothing."""
    plan = RedeployPlan.objects.get(pk=plan_id)
    check_draft(plan)
    rows = list(plan.moves.exclude(status=Status.PROPOSED).select_related("target"))
    on_progress(1, STEPS)
    found = solved(
        plan.school_year_id, fixed=map(_fixed, _kept(rows)), forbidden=_forbidden(rows)
    )
    on_progress(2, STEPS)
    write(plan, found, {(row.person_id, row.target.code): row for row in rows})
    on_progress(3, STEPS)
    moves = found.solution.moves
    return {"plan": plan.pk, "moves": len(moves), "seconds": round(found.seconds, 2)}


def check_draft(plan):
    if plan.state != State.DRAFT:
        raise PlanError(
            _("Phương án đã chốt, không lập lại được. Hãy mở lại phương án trước.")
        )


def _kept(rows):
    return [row for row in rows if row.status in KEPT]


def _fixed(row):
    is_part = row.kind == RedeployMove.Kind.PART_LOAD
    return Fixed(
        row.person_id,
        row.target.code,
        Kind.PART_LOAD if is_part else Kind.TRANSFER,
        round(row.share * PERSON),
    )


def _forbidden(rows):
    barred = {
        (row.person_id, row.target.code)
        for row in rows
        if row.status == Status.FORBIDDEN
    }
    spared = {(row.person_id, "") for row in rows if row.status == Status.REJECTED}
    return barred | spared


@transaction.atomic
def write(plan, found, decided):
    """Replace what was proposed before; `decided` are the rows of people's decisions."""
    row = RedeployPlan.objects.select_for_update().get(pk=plan.pk)
    check_draft(row)
    plan.moves.filter(status=Status.PROPOSED).delete()
    plan.needs.all().delete()
    RedeployNeed.objects.bulk_create(_needs(plan, found))
    _write_moves(plan, found, decided)
    solution = found.solution
    RedeployPlan.objects.filter(pk=plan.pk).update(
        parameters=found.question.rules.values,
        inputs_digest=found.question.digest,
        impossible=[
            {"person": one.person, "target": one.target, "why": one.why}
            for one in solution.impossible
        ],
        run=found.question.run,
        seconds=round(found.seconds, 2),
        solved_at=timezone.now(),
    )


def _write_moves(plan, found, decided):
    new = []
    for move, facts in zip(found.solution.moves, _facts(found), strict=True):
        row = decided.get((move.person, move.target))
        if row is None:
            new.append(RedeployMove(plan=plan, **facts))
        elif row.status in KEPT:
            RedeployMove.objects.filter(pk=row.pk).update(
                why=facts["why"], kilometres=facts["kilometres"]
            )
    RedeployMove.objects.bulk_create(new)


def people(hundredths):
    return Decimal(hundredths) / PERSON


def _needs(plan, found):
    left = {(one.school, one.line): one for one in found.solution.unfilled}
    for (school, line), (shortage, surplus) in found.question.gaps.items():
        stays = left.get((school, line))
        yield RedeployNeed(
            plan=plan,
            institution=found.question.institutions[school],
            post_id=line.post,
            level=line.level,
            subject_id=line.subject or None,
            shortage=people(shortage),
            surplus=people(surplus),
            missing=people(stays.missing if stays else 0),
            reason=stays.reason if stays else "",
        )


def _facts(found):
    """The columns of each move's row."""
    question = found.question
    after = _after(found)
    for move in found.solution.moves:
        source = question.institutions[move.source]
        target = question.institutions[move.target]
        places = question.problem.places
        crossing = crosses(places[move.source], places[move.target])
        yield {
            "person_id": move.person,
            "assignment": question.assignments[move.person],
            "source": source,
            "target": target,
            "post_id": move.line.post,
            "level": move.line.level,
            "subject_id": move.line.subject or None,
            "kind": str(move.kind),
            "share": people(move.share),
            "filled": people(move.filled),
            "kilometres": Decimal(move.distance) / UNITS_PER_KM,
            "distance_is_exact": all(
                places[code].is_exact for code in (move.source, move.target)
            ),
            "signer_commune_id": None if crossing else source.managing_commune_id,
            "why": _why(move, question, after),
        }


def _after(found):
    """{(school, line): (shortage, surplus)} once every move is made, in hundredths."""
    taken, given = defaultdict(int), defaultdict(int)
    for move in found.solution.moves:
        given[move.source, move.line] += move.share
        taken[move.target, move.line] += move.filled
    return {
        key: (shortage - taken[key], surplus - given[key])
        for key, (shortage, surplus) in found.question.gaps.items()
    }


def _why(move, question, after):
    """What explains the choice: place in the order, figures before and after."""
    row = question.assignments[move.person]
    source, target = (move.source, move.line), (move.target, move.line)
    total = question.problem.total_surplus.get((move.source, *move.line.group), 0)
    return {
        "rank": move.rank,
        "among": move.among,
        "since": f"{row.started_on:%Y-%m-%d}",
        "contract": row.contract,
        "order": question.rules.order,
        "surplus_before": question.gaps[source][1] / PERSON,
        "surplus_after": after[source][1] / PERSON,
        "shortage_before": question.gaps[target][0] / PERSON,
        "shortage_after": after[target][0] / PERSON,
        "level_surplus_before": total / PERSON,
    }
