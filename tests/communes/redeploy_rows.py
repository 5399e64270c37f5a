"""A row of every table of redeployment, made for the commune of a world."""

from staffing.models import (
    Protection,
    RedeployDecision,
    RedeployMove,
    RedeployNeed,
    RedeployPlan,
    RedeployRule,
)
from tests.constraints import redeploy as rows


def move(world):
    """Somebody of the commune's school, proposed for a school of another commune."""
    return rows.move(source=world.school, assignment=world.assignment)


OPEN_TO_ALL = {RedeployRule: lambda w: RedeployRule.objects.first()}
OF_THE_SCHOOL = {Protection: lambda w: rows.protection(person=w.person)}
OF_THE_DEPARTMENT_AND_COMMUNE = {
    RedeployNeed: lambda w: rows.need(institution=w.school),
    RedeployMove: move,
}
SIGNED_BY_THE_COMMUNE = {
    RedeployDecision: lambda w: rows.decision(signer_commune=w.commune)
}
# Every commune may know that there is a plan; what it says of others it may not.
PLANS = {RedeployPlan: lambda w: rows.plan()}
