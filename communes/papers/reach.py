"""Who may order a paper about what: by the kind's roles, and by what the person reaches."""

from django.db.models import Q

from communes.models import Commune
from communes.page import reachable_communes
from communes.papers import kinds
from communes.scoping import COMMUNE_ROLES, PROVINCE_ROLES, is_active_account

# Institutions belong to an app to the right: it says where its rows are.
_institutions = []


def register_institutions(rows):
    """`rows()` returns a scoped queryset with code, name, commune, managing_commune."""
    _institutions[:] = [rows]


def all_institutions():
    return _institutions[0]() if _institutions else Commune.objects.none()


def may_order(user, kind):
    """Whether there is anything at all that `user` may order this kind about."""
    if not is_active_account(user) or user.role not in kind.roles:
        return False
    if user.role in PROVINCE_ROLES:
        return True
    if kinds.INSTITUTION in kind.scopes:
        return True
    return kinds.COMMUNE in kind.scopes and user.role in COMMUNE_ROLES


def reaches_province(user, kind):
    return kinds.PROVINCE in kind.scopes and user.role in PROVINCE_ROLES


def communes_for(user, kind):
    if kinds.COMMUNE not in kind.scopes or not may_order(user, kind):
        return Commune.objects.none()
    return reachable_communes(user)


def institutions_for(user, kind):
    """Those `user` sees; where people are named, those whose people she sees."""
    found = all_institutions()
    if kinds.INSTITUTION not in kind.scopes or not may_order(user, kind):
        return found.none()
    found = found.visible_to(user)
    if not kind.holds_people or user.role in PROVINCE_ROLES:
        return found
    if user.role in COMMUNE_ROLES:
        return found.filter(managing_commune=user.commune_id)
    return found.filter(Q(code=user.institution_code) & ~Q(code=""))
