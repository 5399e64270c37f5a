"""Plans of redeployment in the world of the access tests, and what each account meets."""

from staffing.models import RedeployPlan
from tests import factories as make
from tests.constraints import redeploy as rows

LOGIN, MOVED = "login", "moved"

# anonymous, roleless, expired, stranger, owner, reader, clerk, official, admin
OFFICES = (LOGIN, 403, LOGIN, 200, 200, 200, 403, 200, 200)
DEPARTMENT = (LOGIN, 403, LOGIN, 403, 403, 403, 403, 200, 200)
OWN = (LOGIN, 403, LOGIN, 404, 200, 403, 200, 403, 200)
BUTTON = (LOGIN, 403, LOGIN, 405, 405, 405, 403, 405, 405)
DEPARTMENT_BUTTON = (LOGIN, 403, LOGIN, 403, 403, 403, 403, MOVED, MOVED)

BUTTONS = (
    "redeploy_new",
    "redeploy_make",
    "redeploy_accept",
    "redeploy_settle",
    "redeploy_reopen",
    "redeploy_cancel",
    "redeploy_judge",
    "redeploy_second",
)
READING = {
    "redeploy_list": OFFICES,
    "redeploy_plan": OFFICES,
    "redeploy_unfilled": OFFICES,
}
EDITING = {
    "redeploy_rules": DEPARTMENT,
    **dict.fromkeys((*BUTTONS, "redeploy_sign"), BUTTON),
    # Of a person of the owner's school.
    **dict.fromkeys(("staff_protection_new", "staff_protection_remove"), OWN),
}
WRITES = {
    **dict.fromkeys(BUTTONS, DEPARTMENT_BUTTON),
    # An empty form comes back.
    "redeploy_rules": DEPARTMENT,
    # Of the owner's commune: it signs, the department looks on.
    "redeploy_sign": (LOGIN, 403, LOGIN, 404, MOVED, 403, 403, 403, MOVED),
}
ROUTES = {
    # Every office may know of plans; what they say of others they may not.
    "api-redeploy-plan-list": (401, 403, 401, 200, 200, 200, 200, 200, 200),
    "api-redeploy-plan-detail": (401, 403, 401, 200, 200, 200, 404, 200, 200),
    "api-redeploy-move-list": (401, 403, 401, 200, 200, 200, 200, 200, 200),
    "api-redeploy-move-detail": (401, 403, 401, 404, 200, 200, 404, 200, 200),
}


def redeploy_arguments(world):
    plan = RedeployPlan.objects.first()
    if plan:
        # The same world, asked again.
        return _arguments(plan)
    plan = rows.plan(school_year=make.school_year())
    target = make.institution("TH", commune=world.commune)
    rows.move(
        plan=plan,
        source=world.school,
        target=target,
        assignment=world.person.assignments.get(is_main=True),
    )
    rows.decision(plan=plan, signer_commune=world.commune)
    return _arguments(plan)


def _arguments(plan):
    move, paper = plan.moves.get(), plan.decisions.get()
    names = [*BUTTONS, "redeploy_plan", "redeploy_unfilled"]
    return dict.fromkeys(names, {"pk": plan.pk}) | {
        "redeploy_new": {},
        "redeploy_judge": {"pk": move.pk},
        "redeploy_second": {"pk": move.pk},
        "redeploy_sign": {"pk": paper.pk},
        "api-redeploy-plan-detail": {"pk": plan.pk},
        "api-redeploy-move-detail": {"pk": move.pk},
    }
