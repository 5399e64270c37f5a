"""Sessions of courses: who may hold one, how it is written, how it is held again."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext as _

from communes.models import SchoolYear
from communes.scoping import (
    EDITING_COMMUNE_ROLES,
    PROVINCE_ROLES,
    Role,
    is_active_account,
)
from communes.search import folded
from emulation.models import Course, CourseSession, LearnerGroup, SessionLearners

# What is counted of each group, in the order of the form.
COUNTS = ("enrolled", "completed", "certified", "first_time", "female")
# Written again for a session that is held once more; days and learners are new.
REPEATED = ("course", "commune", "institution", "place", "trainer")


def may_hold(user):
    """Whether `user` may enter a session at all; each one is asked for when saved."""
    if not is_active_account(user):
        return False
    if user.role in EDITING_COMMUNE_ROLES:
        return bool(user.commune_id)
    if user.role == Role.SCHOOL_CLERK:
        return bool(user.institution_code)
    return user.role in PROVINCE_ROLES


def may_edit_courses(user):
    return is_active_account(user) and user.role == Role.ADMIN


def year_of(day):
    """The school year a day belongs to, a summer to the year before it; or None."""
    return SchoolYear.objects.filter(starts_on__lte=day).order_by("-start").first()


@transaction.atomic
def save_session(session, learners, *, by):
    """Write a session with its learners, {group: {count: number}}."""
    session.save()
    _refuse_unless_editable(session, by)
    stored = {row.group: row for row in session.learners.select_for_update()}
    for group in LearnerGroup.values:
        counts = {name: learners.get(group, {}).get(name) or 0 for name in COUNTS}
        row = stored.get(group)
        if not any(counts.values()):
            if row:
                row.delete()
            continue
        if row and all(getattr(row, name) == counts[name] for name in COUNTS):
            continue
        row = row or SessionLearners(session=session, group=group)
        for name, number in counts.items():
            setattr(row, name, number)
        row.save()
    return session


@transaction.atomic
def delete_session(session, *, by):
    _refuse_unless_editable(session, by)
    session.delete()


def _refuse_unless_editable(session, user):
    # The rights of a row that is not there yet are asked once it stands; if they are
    # missing, nothing of it stays.
    if not CourseSession.objects.editable_by(user).filter(pk=session.pk).exists():
        raise PermissionDenied(
            _("Tài khoản của bạn không được ghi lớp học của đơn vị này.")
        )


def repeated(session):
    """An unsaved session like `session`, without days and learners."""
    return CourseSession(**{name: getattr(session, name) for name in REPEATED})


def sessions_of(user, group=""):
    """Sessions that `user` may see, with sums over their learners (of one group)."""
    chosen = Q(learners__group=group) if group else Q()
    sums = {
        name: Coalesce(Sum(f"learners__{name}", filter=chosen), 0) for name in COUNTS
    }
    words = Concat("course__name", Value(" "), "place", Value(" "), "trainer")
    return (
        CourseSession.objects.visible_to(user)
        .select_related("course", "commune", "institution")
        .alias(words=words)
        .annotate(search=folded("words"), **sums)
    )


def catalogue(user):
    """Courses by skill area, with the sessions of each that `user` may see."""
    visible = CourseSession.objects.visible_to(user).values("pk")
    seen = Q(sessions__in=visible)
    return (
        Course.objects.visible_to(user)
        .select_related("area")
        .annotate(
            held=Count("sessions", filter=seen, distinct=True),
            completed=Sum("sessions__learners__completed", filter=seen),
        )
        .order_by(F("area__order"), F("is_active").desc(), "name")
    )
