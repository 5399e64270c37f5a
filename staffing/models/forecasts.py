"""Forecasts: assumptions that people set, and the lines computed from them."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.levels import Level
from communes.models.who import person
from communes.scoping import (
    PROVINCE_ROLES,
    ScopedModel,
    ScopedQuerySet,
    ScopePaths,
    is_active_account,
)

from .codes import Subject
from .gaps import GapQuerySet


def percent(label, low, high, **more):
    """Per cent a year, between two bounds that nobody would want to pass."""
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(low), MaxValueValidator(high)],
        **more,
    )


class ForecastQuerySet(ScopedQuerySet):
    def editable_by(self, user):
        """The department weighs assumptions; communes read them."""
        may = is_active_account(user) and user.role in PROVINCE_ROLES
        return self.all() if may else self.none()


@tracked
class Forecast(ScopedModel):
    """What is assumed about the next years; everybody may look, the department sets it.

    What no text fixes stands here as a number that can be changed, never in the code.
    """

    scope_paths = ScopePaths(everyone=True)

    name = models.CharField(_("tên phương án"), max_length=100)
    base_year = models.ForeignKey(
        "communes.SchoolYear", models.PROTECT, verbose_name=_("năm gốc")
    )
    # The one that pages and the annual report show without being asked.
    is_main = models.BooleanField(_("phương án chính"), default=False)
    window = models.PositiveSmallIntegerField(
        _("số năm lấy tỷ lệ lên lớp"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    births_change = percent(_("số sinh thay đổi mỗi năm (%)"), -30, 30, default=0)
    class_size_change = percent(_("sĩ số lớp thay đổi mỗi năm (%)"), -20, 20, default=0)
    replaced = percent(
        _("người nghỉ được tuyển bù (%)"),
        0,
        100,
        default=0,
        help_text=_("0: cho thấy phải tuyển bao nhiêu nếu không tuyển ai."),
    )
    # Empty: as in the years behind.
    leaving = percent(
        _("thôi việc trước tuổi mỗi năm (%)"), 0, 30, null=True, blank=True
    )
    made_by = person()
    made_at = models.DateTimeField(_("lập lúc"), auto_now_add=True)
    job = models.ForeignKey(
        "communes.Job", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    computed_at = models.DateTimeField(_("tính lúc"), null=True, blank=True)
    # The computation whose gaps it starts from.
    run = models.ForeignKey(
        "communes.ComputationRun",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # Rates taken from the years behind, and how the same way did on those years.
    rates = models.JSONField(default=dict, blank=True)
    backtest = models.JSONField(default=list, blank=True)

    objects = ForecastQuerySet.as_manager()

    class Meta:
        verbose_name = _("phương án dự báo")
        verbose_name_plural = _("phương án dự báo")
        ordering = ["-base_year_id", "-is_main", "name"]
        constraints = [
            UniqueConstraint(fields=["base_year", "name"], name="forecast_name_once"),
            UniqueConstraint(
                fields=["base_year"],
                condition=Q(is_main=True),
                name="forecast_one_main_a_year",
            ),
            CheckConstraint(
                condition=Q(window__gte=1) & Q(window__lte=5),
                name="forecast_window_of_years",
            ),
            CheckConstraint(
                condition=Q(replaced__gte=0)
                & Q(replaced__lte=100)
                & (Q(leaving__isnull=True) | Q(leaving__gte=0)),
                name="forecast_shares_in_bounds",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.base_year})"


def amount(label):
    return models.DecimalField(
        label, max_digits=9, decimal_places=2, default=Decimal(0)
    )


class ForecastLine(ScopedModel):
    """Teachers of one commune, level and subject in one year ahead: gross, never netted.

    `low` and `high` span the years behind's errors of the same way of counting.
    Schools stand where they lie, whoever manages them.
    """

    scope_paths = ScopePaths(communes=("commune",))

    forecast = models.ForeignKey(Forecast, models.CASCADE, related_name="lines")
    commune = models.ForeignKey("communes.Commune", models.PROTECT)
    level = models.CharField(_("cấp học"), max_length=20, choices=Level)
    subject = models.ForeignKey(Subject, models.PROTECT)
    year = models.PositiveSmallIntegerField(_("năm học bắt đầu"))
    # Of the level in the commune: the same on every subject's line.
    pupils = amount(_("học sinh"))
    pupils_low = amount(_("học sinh, thấp"))
    pupils_high = amount(_("học sinh, cao"))
    required = amount(_("định mức"))
    present = amount(_("còn làm việc"))
    # Since the base year: by the month rule, and who might leave before it.
    retired = models.PositiveSmallIntegerField(_("nghỉ hưu"), default=0)
    may_leave_early = models.PositiveSmallIntegerField(
        _("có thể nghỉ trước tuổi"), default=0
    )
    shortage = amount(_("thiếu"))
    shortage_low = amount(_("thiếu, thấp"))
    shortage_high = amount(_("thiếu, cao"))
    surplus = amount(_("thừa"))
    surplus_low = amount(_("thừa, thấp"))
    surplus_high = amount(_("thừa, cao"))

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng dự báo")
        verbose_name_plural = _("dòng dự báo")
        constraints = [
            UniqueConstraint(
                fields=["forecast", "commune", "level", "subject", "year"],
                name="forecast_line_once",
            ),
            CheckConstraint(
                condition=Q(shortage_low__gte=0)
                & Q(shortage_low__lte=models.F("shortage"))
                & Q(shortage__lte=models.F("shortage_high"))
                & Q(surplus_low__gte=0)
                & Q(surplus_low__lte=models.F("surplus"))
                & Q(surplus__lte=models.F("surplus_high")),
                name="forecast_line_within_its_range",
            ),
        ]

    def __str__(self):
        return f"{self.commune} {self.level} {self.subject_id} {self.year}"
