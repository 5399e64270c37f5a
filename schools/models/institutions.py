"""Institutions of every kind, their sites and their national-standard recognitions."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.models import Commune
from communes.scoping import ScopedModel, ScopedQuerySet, ScopePaths
from communes.search import folded

# Who has to do with a school's returns: those who manage it, not where it stands.
ANSWERS_TO = ScopePaths(
    communes=("managing_commune",), managed_by="managing_commune", institution="code"
)


class InstitutionQuerySet(ScopedQuerySet):
    def answering_to(self, user, *, to_change=False):
        """Institutions whose returns `user` may read, or may enter."""
        return self.reached_by(ANSWERS_TO, user, to_change=to_change)

    def open_on(self, day):
        """Institutions that existed on `day`."""
        return self.filter(opened_on__lte=day).exclude(closed_on__lte=day)


@tracked
class Institution(ScopedModel):
    """A school or centre. Where it stands and who manages it are separate facts.

    A commune manages preschools up to lower secondary, the department whatever
    teaches upper secondary and continuing education (TT 45/2026).
    """

    scope_paths = ScopePaths(
        communes=("commune", "managing_commune"),
        managed_by="managing_commune",
        institution="code",
    )

    class SpecialType(models.TextChoices):
        NONE = "", _("Không")
        SEMI_BOARDING = "semi_boarding", _("PTDT bán trú")
        BOARDING = "boarding", _("PTDT nội trú")
        BORDER_BOARDING = "border_boarding", _("Phổ thông nội trú biên giới")
        GIFTED = "gifted", _("Chuyên")
        DISABLED = "disabled", _("Người khuyết tật")

    class Ownership(models.TextChoices):
        PUBLIC = "public", _("Công lập")
        PRIVATE = "private", _("Tư thục")

    # Opaque text: it may keep the number of a district that is gone, and letters.
    code = models.CharField(_("mã trường"), max_length=20, unique=True)
    name = models.CharField(_("tên trường"), max_length=200)
    kind = models.ForeignKey(
        "schools.InstitutionKind", models.PROTECT, verbose_name=_("loại")
    )
    special_type = models.CharField(
        _("loại hình riêng"), max_length=20, choices=SpecialType, blank=True
    )
    ownership = models.CharField(
        _("sở hữu"), max_length=10, choices=Ownership, default=Ownership.PUBLIC
    )
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        related_name="institutions",
        verbose_name=_("đóng trên địa bàn"),
    )
    # Empty: managed by the department.
    managing_commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="managed_institutions",
        verbose_name=_("xã quản lý"),
    )
    teaches_two_sessions = models.BooleanField(_("dạy 2 buổi/ngày"), default=True)
    opened_on = models.DateField(_("thành lập ngày"))
    closed_on = models.DateField(_("giải thể ngày"), null=True, blank=True)
    search_name = models.GeneratedField(
        expression=folded("name"), output_field=models.TextField(), db_persist=True
    )

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ sở giáo dục")
        verbose_name_plural = _("cơ sở giáo dục")
        ordering = ["search_name"]
        constraints = [
            CheckConstraint(condition=~Q(code=""), name="institution_has_code"),
            CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="institution_dates_in_order",
            ),
        ]

    def __str__(self):
        return self.name


@tracked
class Site(ScopedModel):
    """A place where an institution teaches: its main site or a điểm trường."""

    scope_paths = ScopePaths(
        communes=("institution__commune", "institution__managing_commune"),
        managed_by="institution__managing_commune",
        institution="institution__code",
    )

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="sites")
    name = models.CharField(_("tên điểm trường"), max_length=150)
    is_main = models.BooleanField(_("điểm chính"), default=False)
    latitude = models.DecimalField(_("vĩ độ"), max_digits=8, decimal_places=5)
    longitude = models.DecimalField(_("kinh độ"), max_digits=8, decimal_places=5)
    opened_on = models.DateField(_("mở ngày"))
    closed_on = models.DateField(_("đóng ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("điểm trường")
        verbose_name_plural = _("điểm trường")
        constraints = [
            UniqueConstraint(
                fields=["institution"],
                condition=Q(is_main=True, closed_on__isnull=True),
                name="site_one_main_per_institution",
            ),
            CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="site_dates_in_order",
            ),
            CheckConstraint(
                condition=Q(latitude__range=(8, 24)) & Q(longitude__range=(102, 110)),
                name="site_lies_in_viet_nam",
            ),
        ]

    def __str__(self):
        return self.name


@tracked
class NationalStandard(ScopedModel):
    """A recognition at national standard; it counts only from issue to expiry."""

    scope_paths = ScopePaths(
        communes=("institution__commune", "institution__managing_commune"),
        institution="institution__code",
    )

    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="recognitions"
    )
    level = models.PositiveSmallIntegerField(_("mức độ"))
    decision = models.CharField(_("quyết định"), max_length=100)
    issued_on = models.DateField(_("ngày cấp"))
    expires_on = models.DateField(_("hết hiệu lực"))

    class Meta:
        verbose_name = _("công nhận chuẩn quốc gia")
        verbose_name_plural = _("công nhận chuẩn quốc gia")
        constraints = [
            CheckConstraint(
                condition=Q(level__in=[1, 2]), name="standard_level_1_or_2"
            ),
            CheckConstraint(
                condition=Q(expires_on__gt=F("issued_on")),
                name="standard_dates_in_order",
            ),
            UniqueConstraint(
                fields=["institution", "issued_on"], name="standard_once_per_day"
            ),
        ]

    def __str__(self):
        return f"{self.institution}: {self.level}"
