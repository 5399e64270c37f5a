"""Files that a worker wrote because they were too long for an answer of the page."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.scoping import ScopedModel, ScopedQuerySet, ScopePaths, is_active_account


class ExportFileQuerySet(ScopedQuerySet):
    """For whoever asked, as long as she stands where she stood, until it expires."""

    def visible_to(self, user):
        if not is_active_account(user):
            return self.none()
        return self.filter(
            requested_by=user,
            role=user.role,
            commune=user.commune_id,
            institution_code=user.institution_code or "",
            expires_at__gt=timezone.now(),
        )

    def editable_by(self, user):
        return self.visible_to(user)


class ExportFile(ScopedModel):
    """One table of one page, as its requester saw it when the worker wrote it.

    It is there once all its parts are: both are written in one transaction.
    """

    scope_paths = ScopePaths()

    job = models.OneToOneField(
        "communes.Job", models.CASCADE, related_name="export_file"
    )
    # The page with its filters: looked at again before the file is given out.
    address = models.TextField(_("địa chỉ trang"))
    name = models.CharField(_("tên tệp"), max_length=150)
    kind = models.CharField(_("loại tệp"), max_length=4)
    size = models.PositiveBigIntegerField(_("dung lượng (byte)"))
    rows = models.PositiveIntegerField(_("số dòng"))
    digest = models.CharField(_("mã băm SHA-256"), max_length=64)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    # Where she stood: whoever has moved since may no longer see what is inside.
    role = models.CharField(max_length=20)
    commune = models.ForeignKey(
        "communes.Commune", models.CASCADE, null=True, blank=True, related_name="+"
    )
    institution_code = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField(_("lập lúc"), default=timezone.now)
    expires_at = models.DateTimeField(_("hết hạn lúc"))

    objects = ExportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp xuất")
        verbose_name_plural = _("tệp xuất")
        ordering = ["-made_at", "-pk"]
        constraints = [
            CheckConstraint(condition=Q(size__gt=0), name="export_file_not_empty"),
            CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="export_file_expires_after_it_is_made",
            ),
        ]

    def __str__(self):
        return f"{self.name}.{self.kind}"


class ExportPartQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        return self.filter(file__in=ExportFile.objects.visible_to(user))

    def editable_by(self, user):
        return self.visible_to(user)


class ExportPart(ScopedModel):
    """A piece of a file, so that neither writer nor reader holds all of it."""

    scope_paths = ScopePaths()

    file = models.ForeignKey(ExportFile, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    objects = ExportPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("phần của tệp xuất")
        verbose_name_plural = _("phần của tệp xuất")
        ordering = ["file", "number"]
        constraints = [
            UniqueConstraint(fields=["file", "number"], name="export_part_once")
        ]

    def __str__(self):
        return f"{self.file} {self.number}"
