"""Who may see and who may change which rows: decided here once, denied by default.

A model names the paths that lead from it to a commune and to an institution;
`visible_to` and `editable_by` turn the user's role into a filter over them.
"""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    ADMIN = "admin", _("Quản trị hệ thống")
    OFFICIAL = "official", _("Chuyên viên, lãnh đạo Sở")
    COMMUNE_HEAD = "commune_head", _("Trưởng phòng Văn hóa - Xã hội")
    COMMUNE_OFFICER = "commune_officer", _("Chuyên viên Phòng Văn hóa - Xã hội")
    COMMUNE_READER = "commune_reader", _("Lãnh đạo UBND xã (chỉ xem)")
    SCHOOL_CLERK = "school_clerk", _("Cán bộ nhập liệu của trường")


PROVINCE_ROLES = frozenset({Role.ADMIN, Role.OFFICIAL})
COMMUNE_ROLES = frozenset(
    {Role.COMMUNE_HEAD, Role.COMMUNE_OFFICER, Role.COMMUNE_READER}
)
EDITING_COMMUNE_ROLES = frozenset({Role.COMMUNE_HEAD, Role.COMMUNE_OFFICER})


@dataclass(frozen=True)
class ScopePaths:
    """Lookup paths from a model to the things that a user's reach is made of.

    communes: paths to a commune whose people may see the row.
    managed_by: path to the managing commune, whose people may change it;
        empty where no commune may ever change it.
    institution: path to the institution's code, for school clerks; they change
        their rows only where `managed_by` lets a commune change them too.
    everyone: any active user may see it (names of communes, norms, years).
    """

    communes: tuple[str, ...] = ()
    managed_by: str = ""
    institution: str = ""
    everyone: bool = False


DENY = ScopePaths()


def is_active_account(user):
    """True for a signed-in account with a known role, switched on and not run out."""
    return bool(
        user
        and user.is_authenticated
        and user.is_active
        and user.role in Role.values
        and not user.has_expired
    )


def _visible_filter(paths, user):
    """A Q over `paths` for `user`, or None where nothing may be seen."""
    if not is_active_account(user):
        return None
    if paths.everyone or user.role in PROVINCE_ROLES:
        return Q()
    if user.role in COMMUNE_ROLES and user.commune_id and paths.communes:
        reach = Q()
        for path in paths.communes:
            reach |= Q(**{path: user.commune_id})
        return reach
    if user.role == Role.SCHOOL_CLERK and user.institution_code and paths.institution:
        return Q(**{paths.institution: user.institution_code})
    return None


def _editable_filter(paths, user):
    if not is_active_account(user):
        return None
    if user.role == Role.ADMIN:
        return Q()
    if user.role == Role.OFFICIAL and paths.managed_by:
        return Q(**{f"{paths.managed_by}__isnull": True})
    if user.role in EDITING_COMMUNE_ROLES and user.commune_id and paths.managed_by:
        return Q(**{paths.managed_by: user.commune_id})
    # What no commune may change (places, recognitions, accounts), no school may.
    own_school = paths.managed_by and paths.institution
    if user.role == Role.SCHOOL_CLERK and user.institution_code and own_school:
        return Q(**{paths.institution: user.institution_code})
    return None


class ScopedQuerySet(models.QuerySet):
    """A queryset that knows who may see and who may change its rows."""

    # True where `visible_to` keeps rows from people of the department, too.
    hides_from_province = False

    def visible_to(self, user):
        return self._reached(_visible_filter(self._paths(), user))

    def editable_by(self, user):
        return self._reached(_editable_filter(self._paths(), user))

    def reached_by(self, paths, user, *, to_change=False):
        """Rows that `user` would reach if they belonged to people along `paths`.

        For what hangs on these rows and is not there yet: the next return of a school.
        """
        rule = _editable_filter if to_change else _visible_filter
        return self._reached(rule(paths, user))

    def _paths(self):
        return getattr(self.model, "scope_paths", DENY)

    def _reached(self, reach):
        if reach is None:
            return self.none()
        if not reach:
            return self.all()
        # A sub-select, so that a path over many rows cannot repeat a row.
        inner = self.model._base_manager.filter(reach).values("pk")
        return self.filter(pk__in=inner)


class ScopedModel(models.Model):
    """Base of every row that belongs to somebody."""

    scope_paths = DENY
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True
