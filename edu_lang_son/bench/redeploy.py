"""How the plan of redeployment compares with taking the nearest pair each time."""

from dataclasses import replace
from time import perf_counter

from django.db import connection

from edu_lang_son.bench import Measure, NothingToMeasure, benchmark, versions
from staffing.models import SubjectGap
from staffing.redeploy.assembling import NothingToPlan, assemble
from staffing.redeploy.greedy import nearest_first
from staffing.redeploy.problem import UNITS_PER_KM
from staffing.redeploy.solving import solve

# Never worse in what is filled, in moves for it, and in kilometres for as many moves.
TARGET = 1.0
# Weighing every way takes longer than taking the first; both are a matter of seconds.
SECONDS_TARGET = 25


@benchmark("redeploy")
def measure():
    """Measures of the latest year with gaps by subject, whole people only."""
    problem = assembled()
    # Both by distance alone, so that kilometres can be compared.
    plain = replace(problem, limits=replace(problem.limits, commune_first=False))
    greedy, greedy_seconds = timed(lambda: nearest_first(plain))
    best, seconds = timed(lambda: solve(plain, at_most=len(people(plain))))
    as_many = solve(plain, at_most=len(greedy))
    filled = sum(one.filled for one in greedy)
    scale = (
        f"{len(plain.supplies)} lines with surplus, {len(plain.demands)} with shortage, "
        f"{len(best.moves)} moves and {best.kilometres:.0f} km against "
        f"{len(greedy)} moves and {kilometres(greedy):.0f} km, "
        f"{seconds:.2f} s against {greedy_seconds:.2f} s"
    )
    used = versions(connection, "ortools")
    nearest = "the nearest pair first, under the same rules"

    def against(work, ratio, target=TARGET):
        return Measure(work, scale, nearest, ratio, target, used)

    return [
        against(
            "shortage left unfilled", share(left(plain, best), left(plain, filled))
        ),
        against(
            "moves for each person filled",
            share(len(best.moves) / max(1, best.filled), len(greedy) / max(1, filled)),
        ),
        against(
            "kilometres of as many moves",
            share(as_many.kilometres, kilometres(greedy)),
        ),
        against("seconds", seconds / greedy_seconds, SECONDS_TARGET),
    ]


def assembled():
    year = SubjectGap.objects.order_by("-school_year_id").values_list(
        "school_year", flat=True
    )
    try:
        problem = assemble(year.first()).problem if year.exists() else None
    except NothingToPlan as error:
        raise NothingToMeasure(str(error)) from error
    if problem is None or not problem.supplies:
        raise NothingToMeasure("There is nobody to move; run load_demo first.")
    return problem


def people(problem):
    return [one for supply in problem.supplies for one in supply.people]


def left(problem, filled):
    """Hundredths of people still missing; `filled` a solution or a number."""
    filled = getattr(filled, "filled", filled)
    return sum(one.shortage for one in problem.demands) - filled


def kilometres(moves):
    return sum(one.distance for one in moves) / UNITS_PER_KM


def share(ours, other):
    """Ours over the other's; nothing over nothing is as good."""
    return ours / other if other else 1.0


def timed(work):
    work()
    start = perf_counter()
    done = work()
    return done, perf_counter() - start
