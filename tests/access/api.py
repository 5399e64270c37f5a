"""What the API's routes of campaigns need: a row of each, of the owner's commune."""

from emulation.models import CriteriaSet
from tests import factories as make


def furnish(world):
    """Beside what is there: a finished check of the commune, a standing."""
    # The department has yet to begin.
    world.review = make.review(world.entry, make.owner(world.commune), stage="commune")
    world.standing = make.standing(world.entry)


def api_arguments(world):
    session = world.course_session
    rows = {
        "course": session.course,
        "course-session": session,
        "course-learners": session.learners.first(),
        "initiative": world.registers["initiative_"],
        "press": world.registers["press_"],
        "press-article": world.registers["press_article_"],
        "team": world.registers["team_"],
        "criteria-set": CriteriaSet.objects.get(campaigns__campaign=world.campaign),
        "campaign-entry": world.entry,
        "campaign-review": world.review,
        "standing": world.standing,
    }
    return {f"api-{name}-detail": {"pk": row.pk} for name, row in rows.items()} | {
        "api-campaign-detail": {"code": world.campaign.code}
    }
