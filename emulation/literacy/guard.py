"""Two people at one session: what the other wrote meanwhile is shown before it goes."""

from dataclasses import dataclass

from django.core import signing

from emulation.literacy import courses
from emulation.models import CourseSession, LearnerGroup, SessionLearners
from staffing.guarded import plain, told

SALT = "emulation.session"
FIELDS = ("course", "institution", "place", "trainer", "starts_on", "ends_on")


@dataclass(frozen=True)
class Difference:
    """A value that somebody else has written since the form was opened."""

    label: str
    mine: str
    theirs: str


class Guard:
    """What the form was opened on, signed and sent along; made before it is filled in.

    Whoever sends the form again after reading the differences keeps her own values.
    """

    def __init__(self, session, grid, data=None):
        self.is_new = session.pk is None
        self.stored = {} if self.is_new else state_of(session, grid.stored)
        self.told = {name: told(value) for name, value in self.stored.items()}
        self.plain = {name: plain(value) for name, value in self.stored.items()}
        self.seen = self.plain if data is None else read(data.get("seen", ""))
        self.differences = []

    @property
    def signed(self):
        return signing.dumps(self.plain, salt=SALT)

    def conflicts(self, form, grid):
        """Values changed by somebody else that this form would change again."""
        if self.is_new or self.seen == self.plain:
            return []
        typed = {name: form.cleaned_data.get(name) for name in FIELDS}
        typed |= flat(grid.values)
        self.differences = [
            Difference(label_of(name), told(typed[name]), self.told[name])
            for name, now in self.plain.items()
            if now != self.seen.get(name) and plain(typed[name]) != now
        ]
        return self.differences


def read(signed):
    try:
        return signing.loads(signed, salt=SALT)
    except signing.BadSignature:
        # Without it nothing is known to have been seen.
        return {}


def state_of(session, learners):
    fields = {name: getattr(session, name) for name in FIELDS}
    return fields | flat(learners)


def flat(learners):
    """{"pupil.enrolled": 32, …} for every group and count; nothing written is 0."""
    return {
        f"{group}.{name}": (learners.get(group) or {}).get(name) or 0
        for group in LearnerGroup.values
        for name in courses.COUNTS
    }


def label_of(name):
    group, _dot, count = name.partition(".")
    if not count:
        return str(CourseSession._meta.get_field(name).verbose_name)
    field = SessionLearners._meta.get_field(count)
    return f"{LearnerGroup(group).label}, {field.verbose_name}"
