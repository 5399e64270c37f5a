"""Accounts: one role, one reach, an optional last day."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.scoping import COMMUNE_ROLES, Role, ScopedQuerySet, ScopePaths


class AccountManager(UserManager.from_queryset(ScopedQuerySet)):
    """Django's own user manager with `visible_to` and `editable_by`."""

    def create_superuser(self, username, email=None, password=None, **fields):
        """The first account of an installation: without the role it could do nothing."""
        fields.setdefault("role", Role.ADMIN)
        return super().create_superuser(username, email, password, **fields)


class User(AbstractUser):
    """An account. Without a role it sees nothing."""

    scope_paths = ScopePaths(communes=("commune",), institution="institution_code")

    role = models.CharField(_("vai trò"), max_length=20, choices=Role, blank=True)
    commune = models.ForeignKey(
        "communes.Commune",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name=_("xã, phường"),
    )
    # The institution's code: this app may not know the schools' tables.
    institution_code = models.CharField(_("mã trường"), max_length=20, blank=True)
    expires_on = models.DateField(_("hết hạn sau ngày"), null=True, blank=True)

    objects = AccountManager()

    class Meta(AbstractUser.Meta):
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        constraints = [
            CheckConstraint(
                condition=~Q(role__in=sorted(COMMUNE_ROLES)) | Q(commune__isnull=False),
                name="user_commune_role_has_commune",
            ),
            CheckConstraint(
                condition=~Q(role=Role.SCHOOL_CLERK) | ~Q(institution_code=""),
                name="user_clerk_has_institution",
            ),
        ]

    @property
    def has_expired(self):
        return bool(self.expires_on and self.expires_on < timezone.localdate())
