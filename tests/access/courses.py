"""Courses in the world of the access tests, and what each account meets there."""

from tests import factories as make
from tests.access.addresses import patterns

LOGIN, MOVED = "login", "moved"

# anonymous, roleless, expired, stranger, owner, reader, clerk, official, admin
EVERYBODY = (LOGIN, 403, LOGIN, 200, 200, 200, 200, 200, 200)
OWN = (LOGIN, 403, LOGIN, 404, 200, 200, 200, 200, 200)
# Sessions of the commune's schools: the official looks after the department's.
OWN_EDITING = (LOGIN, 403, LOGIN, 404, 200, 403, 200, 403, 200)
HOLDING = (LOGIN, 403, LOGIN, 200, 200, 403, 200, 200, 200)
ADMIN_ALONE = (LOGIN, 403, LOGIN, 403, 403, 403, 403, 403, 200)

# What the commune's own people declare, and administrators.
DECLARING = (LOGIN, 403, LOGIN, 200, 200, 403, 403, 403, 200)
# The owner's commune by its code: its school's clerk has the school alone.
OF_COMMUNE = (LOGIN, 403, LOGIN, 404, 200, 200, 404, 200, 200)

READING = {
    "course_progress": EVERYBODY,
    "course_progress_why": OF_COMMUNE,
    "course_list": EVERYBODY,
    "course_session_list": EVERYBODY,
    "course_session_detail": OWN,
}
EDITING = {
    "course_audience": DECLARING,
    "course_new": ADMIN_ALONE,
    "course_edit": ADMIN_ALONE,
    "course_session_new": HOLDING,
    "course_session_edit": OWN_EDITING,
    "course_session_delete": OWN_EDITING,
}
# An empty form comes back with what is missing.
WRITES = EDITING | {
    "course_audience": (LOGIN, 403, LOGIN, MOVED, MOVED, 403, 403, 403, 200),
    "course_session_delete": (LOGIN, 403, LOGIN, 404, MOVED, 403, MOVED, 403, MOVED),
}


def furnish(world):
    """A session of the owner's school, and one of the stranger's."""
    world.course_session = make.course_session(
        institution=world.school, learners={"pupil": (30, 28)}
    )
    make.course_session(institution=world.other_school, learners={"pupil": 10})


def course_arguments(world):
    names = [name for name, _route in patterns() if name.startswith("course_session")]
    return dict.fromkeys(names, {"pk": world.course_session.pk}) | {
        "course_edit": {"pk": world.course_session.course_id},
        "course_progress_why": {"unit": world.commune.code, "group": "pupil"},
    }
