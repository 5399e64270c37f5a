"""Targets of indicators: what the plan of a school year asks of the province or a commune."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes import indicators
from communes.history import tracked
from communes.levels import Level
from communes.scoping import (
    PROVINCE_ROLES,
    ScopedModel,
    ScopedQuerySet,
    ScopePaths,
    is_active_account,
)

from .who import person


class TargetQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """Targets of the province are for everybody, a commune's for its own people."""
        if not is_active_account(user):
            return self.none()
        if user.role in PROVINCE_ROLES:
            return self.all()
        own = super().visible_to(user).values("pk")
        return self.filter(Q(commune__isnull=True) | Q(pk__in=own))


@tracked
class Target(ScopedModel):
    """The value an indicator should reach in a year; without a commune, the province's.

    `value` is in the unit of IndicatorValue.value: a share between 0 and 1, a ratio, or
    a count. Whether more or less is better is the indicator's to say.
    """

    scope_paths = ScopePaths(communes=("commune",))
    objects = TargetQuerySet.as_manager()

    school_year = models.ForeignKey(
        "communes.SchoolYear", models.PROTECT, verbose_name=_("năm học")
    )
    commune = models.ForeignKey(
        "communes.Commune",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("xã, phường"),
    )
    indicator = models.CharField(_("chỉ số"), max_length=60)
    level = models.CharField(_("cấp học"), max_length=20, choices=Level, blank=True)
    value = models.DecimalField(_("chỉ tiêu"), max_digits=16, decimal_places=6)
    document = models.CharField(_("số, ký hiệu văn bản giao"), max_length=120)
    decided_on = models.DateField(_("ngày văn bản"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    set_at = models.DateTimeField(_("nhập lúc"))

    class Meta:
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("chỉ tiêu")
        ordering = ["-school_year_id", "indicator", "level", "commune"]
        constraints = [
            UniqueConstraint(
                fields=["school_year", "indicator", "level", "commune"],
                nulls_distinct=False,
                name="target_once",
            ),
            CheckConstraint(condition=Q(value__gte=0), name="target_not_negative"),
            CheckConstraint(condition=~Q(document=""), name="target_has_document"),
        ]

    def __str__(self):
        found = indicators.find(self.indicator)
        name = found.text("name") if found else self.indicator
        level = f", {self.get_level_display()}" if self.level else ""
        return f"{name}{level}, {self.school_year_id}-{self.school_year_id + 1}"


@tracked
class TargetMargin(ScopedModel):
    """How little may be missing for a target to count as nearly reached."""

    scope_paths = ScopePaths(everyone=True)

    class Kind(models.TextChoices):
        # 0.02 of a share: two percentage points.
        SHARE = "share", _("Tỷ lệ: còn thiếu không quá (điểm phần trăm)")
        # 0.05 of the target: five per cent of what it asks.
        NUMBER = (
            "number",
            _("Số lượng, bình quân: còn thiếu không quá (% của chỉ tiêu)"),
        )

    kind = models.CharField(max_length=6, choices=Kind, primary_key=True)
    value = models.DecimalField(_("mức"), max_digits=7, decimal_places=6)
    set_by = person(_("người sửa"))
    set_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("mức gần đạt chỉ tiêu")
        verbose_name_plural = _("mức gần đạt chỉ tiêu")
        constraints = [
            CheckConstraint(
                condition=Q(value__gte=0) & Q(value__lte=1),
                name="target_margin_in_range",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()
