"""Whose units an entry page shows: a commune's, the department's own, or one school's."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from communes.entry.forms import DEPARTMENT
from communes.page import reachable_communes
from communes.scoping import PROVINCE_ROLES, Role


@dataclass(frozen=True)
class Place:
    """`code` is what forms take as `commune`; None: whatever the account reaches."""

    code: str | None
    label: str
    can_choose: bool = False

    @property
    def commune(self):
        """The commune's code, or None where it is no commune."""
        return None if self.code == DEPARTMENT else self.code

    @property
    def query(self):
        """The tail of a link that keeps the choice."""
        return f"?commune={self.code}" if self.can_choose else ""

    @property
    def total_label(self):
        if self.code == DEPARTMENT:
            return _("Các trường thuộc Sở")
        return _("Toàn xã") if self.code else _("Tổng cộng")


def department():
    return Place(DEPARTMENT, _("Trường thuộc Sở"), can_choose=True)


def chosen(user, code=""):
    """The place that `user` asked for by `code`, or her own. Raises Http404."""
    if user.role == Role.SCHOOL_CLERK:
        return Place(None, _("Trường của bạn"))
    can_choose = user.role in PROVINCE_ROLES
    if can_choose and code in ("", DEPARTMENT):
        return department()
    commune = reachable_communes(user).filter(code=code or user.commune_id).first()
    if commune is None:
        raise Http404(_("Không có xã này trong phạm vi tài khoản của bạn."))
    return Place(commune.code, commune.full_name, can_choose)
