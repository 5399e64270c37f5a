"""Accounts of every role: owner, colleague, stranger and the rest."""

from datetime import date

from communes.models import User
from communes.scoping import COMMUNE_ROLES, Role

from .places import number, or_new_commune

PASSWORD = "lang-son-thu-nghiem"


def user(role=Role.OFFICIAL, *, commune=None, institution=None, **fields):
    """An account of `role`; commune roles get a commune of their own if none is given."""
    own = number()
    password = fields.pop("password", PASSWORD)
    if role in COMMUNE_ROLES:
        commune = or_new_commune(commune)
    account = User(
        **{
            "username": f"tai_khoan_{own}",
            "email": f"tai.khoan.{own}@example.test",
            "role": role,
            "commune": commune,
            "institution_code": institution.code if institution else "",
            **fields,
        }
    )
    account.set_password(password)
    account.save()
    return account


def admin(**fields):
    return user(Role.ADMIN, is_staff=True, is_superuser=True, **fields)


def official(**fields):
    return user(Role.OFFICIAL, **fields)


def owner(commune, **fields):
    """Head of the culture-society office of `commune`."""
    return user(Role.COMMUNE_HEAD, commune=commune, **fields)


def colleague(commune, **fields):
    """An officer of the same office."""
    return user(Role.COMMUNE_OFFICER, commune=commune, **fields)


def reader(commune, **fields):
    """A commune leader, who looks and changes nothing."""
    return user(Role.COMMUNE_READER, commune=commune, **fields)


def stranger(**fields):
    """Head of the office of some other commune."""
    return user(Role.COMMUNE_HEAD, **fields)


def clerk(institution, **fields):
    return user(Role.SCHOOL_CLERK, institution=institution, **fields)


def expired(commune, **fields):
    return owner(commune, expires_on=date(2020, 12, 31), **fields)


def roleless(**fields):
    return user("", **fields)


def somebody(role, **fields):
    """Any account of `role`, made if there is none yet."""
    return User.objects.filter(role=role).first() or user(role, **fields)
