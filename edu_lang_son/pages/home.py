"""The first page, by role: what a person has to do before what she may look at."""

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communes import indicators
from communes.models import ComputationRun, Job, ReportingPeriod, User
from communes.page import Scope
from communes.scoping import COMMUNE_ROLES, EDITING_COMMUNE_ROLES, Role
from edu_lang_son.pages import campaign_work, decisions, worklist
from edu_lang_son.pages.charts import ChartPage
from edu_lang_son.pages.indicator_map import FIRST, indicator_map, map_title
from edu_lang_son.pages.overview import beside_province, headlines
from schools import collection
from schools.models import Institution

LATEST = 8


class Home(ChartPage):
    """One address for everybody; the role chooses the template and its facts."""

    section = "home"

    @property
    def role(self):
        role = self.request.user.role
        return Role.COMMUNE_HEAD if role in COMMUNE_ROLES else role

    def get_template_names(self):
        return [f"home/{self.role}.html"]

    def get_scope(self):
        user = self.request.user
        if self.role == Role.COMMUNE_HEAD:
            return Scope.of_commune(user.commune)
        if self.role == Role.SCHOOL_CLERK and self.school:
            return Scope.of_institution(self.school.code, self.school.name)
        return super().get_scope()

    @property
    def school(self):
        return Institution.objects.filter(
            code=self.request.user.institution_code
        ).first()

    def get_context_data(self, **kwargs):
        facts = {
            Role.OFFICIAL: official,
            Role.ADMIN: administrator,
            Role.COMMUNE_HEAD: commune,
            Role.SCHOOL_CLERK: clerk,
        }[self.role]
        return super().get_context_data(**kwargs) | {
            "title": _("Việc cần làm"),
            "news": worklist.news(self.request.user),
            "questions": worklist.questions(self.request.user),
            "campaign_work": campaign_work.work(self.request.user),
            **facts(self.page),
        }


def official(page):
    """The province at a glance, what needs a decision, who is late."""
    period = collection.current_period()
    found = collection.progress(period) if period else []
    shortage_map = indicator_map(page, indicators.get(FIRST))
    return {
        "headlines": headlines(page),
        "map": shortage_map,
        "map_title": map_title(shortage_map.indicator),
        "due": collection.due_of(period) if period else None,
        "decisions": decisions.for_today(page, period, found),
        "late": collection.late(found),
        "not_yet": collection.not_yet(found),
        "total": summed(found),
    }


def summed(found):
    """Numbers over all communes and the department's own schools."""
    names = ("expected", "reported", "approved", "waiting", "rejected")
    return {name: sum(getattr(one, name) for one in found) for name in names}


def commune(page):
    """The worklist of a commune, then its figures beside the province's."""
    user = page.user
    period = collection.current_period()
    if period is None:
        return {"due": None, "tasks": [], "beside": beside_province(page)}
    owed = collection.managed_by(user.commune, period)
    tasks = worklist.tasks(owed.select_related("kind"), user, period)
    return {
        "due": collection.due_of(period, user.commune),
        "open_tasks": [task for task in tasks if task.is_open],
        "handed_in": [task for task in tasks if not task.is_open],
        "tasks": tasks,
        "minutes": worklist.minutes(tasks),
        "tools": worklist.tools(period) if may_edit(user) else {},
        "may_edit": may_edit(user),
        "beside": beside_province(page),
    }


def may_edit(user):
    return user.role in EDITING_COMMUNE_ROLES


def clerk(page):
    """The return of the clerk's own school, and the school's figures."""
    period = collection.current_period()
    own = Institution.objects.visible_to(page.user).select_related("commune")
    found = worklist.tasks(own, page.user, period) if period else []
    task = found[0] if found else None
    place = task.institution.managing_commune_id if task else None
    return {
        "task": task,
        "may_edit": True,
        "tools": worklist.tools(period) if task else {},
        "due": collection.due_of(period, place) if period else None,
        "beside": beside_province(page),
    }


def administrator(page):
    """Deadlines, background work and accounts."""
    today = timezone.localdate()
    period = collection.current_period()
    found = collection.progress(period) if period else []
    return {
        "due": collection.due_of(period) if period else None,
        "total": summed(found),
        "late": collection.late(found),
        "not_yet": collection.not_yet(found),
        "periods": ReportingPeriod.objects.select_related("school_year")
        .annotate(extensions=Count("exceptions"))
        .order_by("-as_of")[:LATEST],
        "today": today,
        "jobs": Job.objects.select_related("requested_by")[:LATEST],
        "running_jobs": Job.objects.filter(state=Job.State.RUNNING).count(),
        "failed_jobs": Job.objects.filter(state=Job.State.FAILED).count(),
        "runs": ComputationRun.objects.select_related("school_year", "commune")[
            :LATEST
        ],
        "accounts": accounts(today),
    }


def accounts(today):
    """How many accounts each role has, and how many of them need a look."""
    counted = {
        row["role"]: row
        for row in User.objects.order_by()
        .values("role")
        .annotate(
            total=Count("pk", Q(is_active=True)),
            never=Count("pk", Q(is_active=True, last_login=None)),
            expired=Count("pk", Q(is_active=True, expires_on__lt=today)),
            closed=Count("pk", Q(is_active=False)),
        )
    }
    labels = [*Role.choices, ("", _("Chưa giao vai trò"))]
    return [(label, counted[role]) for role, label in labels if role in counted]
