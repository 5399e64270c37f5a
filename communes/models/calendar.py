"""School years, reporting periods and the deadlines that go with them."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.scoping import ScopedModel, ScopePaths


class SchoolYear(ScopedModel):
    """A school year, named by the calendar year it starts in (2025 = 2025-2026)."""

    scope_paths = ScopePaths(everyone=True)

    start = models.PositiveSmallIntegerField(_("năm bắt đầu"), primary_key=True)
    starts_on = models.DateField(_("ngày bắt đầu"))
    ends_on = models.DateField(_("ngày kết thúc"))

    class Meta:
        verbose_name = _("năm học")
        verbose_name_plural = _("năm học")
        ordering = ["-start"]
        constraints = [
            CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="school_year_dates_in_order",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return f"{self.start}-{self.start + 1}"


def days_before():
    return [7, 3, 1]


def days_after():
    return [1, 3, 7]


def days_field(label, days):
    """Numbers of days that the department may change, such as 7, 3 and 1."""
    return ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1)]),
        verbose_name=label,
        default=days,
        db_default=days(),
        blank=True,
        help_text=_("Các số ngày, cách nhau bằng dấu phẩy."),
    )


class ReportingPeriod(ScopedModel):
    """One moment of reporting (TT 25/2024): data as at a date, due by another."""

    scope_paths = ScopePaths(everyone=True)

    class Kind(models.TextChoices):
        START = "start", _("Đầu năm (30/9)")
        END = "end", _("Cuối năm (31/5)")

    school_year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="periods")
    kind = models.CharField(_("kỳ"), max_length=5, choices=Kind)
    as_of = models.DateField(_("số liệu tại ngày"))
    opens_on = models.DateField(_("mở từ ngày"))
    due_on = models.DateField(_("hạn nộp"))
    locks_on = models.DateField(_("khóa từ ngày"))
    # On the day itself a reminder goes out in any case.
    remind_before = days_field(_("nhắc trước hạn (ngày)"), days_before)
    remind_after = days_field(_("nhắc sau hạn (ngày)"), days_after)

    class Meta:
        verbose_name = _("kỳ báo cáo")
        verbose_name_plural = _("kỳ báo cáo")
        ordering = ["-as_of"]
        constraints = [
            UniqueConstraint(
                fields=["school_year", "kind"], name="period_once_per_year_and_kind"
            ),
            CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")) & Q(locks_on__gte=F("due_on")),
                name="period_dates_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.school_year}"

    @property
    def name(self):
        """The period as one says it, without the day of its data."""
        at_start = self.kind == self.Kind.START
        words = _("Đầu năm %(year)s") if at_start else _("Cuối năm %(year)s")
        return words % {"year": self.school_year.name}


@tracked
class DeadlineException(ScopedModel):
    """A later deadline granted to one commune, with the reason for it."""

    scope_paths = ScopePaths(communes=("commune",))

    period = models.ForeignKey(
        ReportingPeriod, models.CASCADE, related_name="exceptions"
    )
    commune = models.ForeignKey("communes.Commune", models.CASCADE)
    due_on = models.DateField(_("hạn nộp mới"))
    reason = models.CharField(_("lý do"), max_length=300)
    granted_by = models.ForeignKey("communes.User", models.PROTECT)
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("gia hạn")
        verbose_name_plural = _("gia hạn")
        constraints = [
            UniqueConstraint(
                fields=["period", "commune"], name="deadline_exception_once"
            ),
            CheckConstraint(
                condition=~Q(reason=""), name="deadline_exception_has_reason"
            ),
        ]

    def __str__(self):
        return f"{self.commune}: {self.due_on:%d/%m/%Y}"
