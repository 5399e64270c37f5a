"""Computed indicator values, the runs that computed them and requests for more."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.levels import Level
from communes.scoping import (
    COMMUNE_ROLES,
    PROVINCE_ROLES,
    Role,
    ScopedModel,
    ScopedQuerySet,
    ScopePaths,
    is_active_account,
)


class ComputationRun(ScopedModel):
    """One recomputation: which scope, when, where, by which norms and definitions."""

    scope_paths = ScopePaths(everyone=True)

    class State(models.TextChoices):
        RUNNING = "running", _("Đang tính")
        DONE = "done", _("Xong")
        FAILED = "failed", _("Hỏng")

    school_year = models.ForeignKey("communes.SchoolYear", models.CASCADE)
    # Empty: the whole province.
    commune = models.ForeignKey(
        "communes.Commune", models.CASCADE, null=True, blank=True
    )
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    host = models.CharField(_("máy tính"), max_length=200)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    values_written = models.PositiveIntegerField(default=0)
    # Norm sets and indicator definitions used, e.g. {"general": "TT 20/2023"}.
    versions = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("lần tính")
        verbose_name_plural = _("lần tính")
        ordering = ["-started_at"]

    def __str__(self):
        return f"{self.school_year} {self.started_at:%d/%m/%Y %H:%M:%S}"


class IndicatorValueQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """Totals of the province and clusters are open to every account.

        A commune's own people also see their commune and its schools, a school
        clerk her school; other communes' values stay with the department.
        """
        if not is_active_account(user):
            return self.none()
        if user.role in PROVINCE_ROLES:
            return self.all()
        totals = Q(
            scope__in=[IndicatorValue.Scope.PROVINCE, IndicatorValue.Scope.CLUSTER]
        )
        if user.role in COMMUNE_ROLES and user.commune_id:
            return self.filter(totals | Q(commune=user.commune_id))
        if user.role == Role.SCHOOL_CLERK and user.institution_code:
            own = Q(
                scope=IndicatorValue.Scope.INSTITUTION, scope_key=user.institution_code
            )
            return self.filter(totals | own)
        return self.none()

    def editable_by(self, user):
        """Values are computed, nobody edits them."""
        return self.none()


class IndicatorValue(ScopedModel):
    """Numerator and denominator of one indicator for one scope, level and basis.

    Ratio, total and rank are derived on reading, so parts and total cannot
    disagree. A null denominator means that the indicator is a plain count.
    """

    class Scope(models.TextChoices):
        INSTITUTION = "institution", _("Trường")
        COMMUNE = "commune", _("Xã")
        CLUSTER = "cluster", _("Cụm")
        PROVINCE = "province", _("Tỉnh")

    class Basis(models.TextChoices):
        # Physical location and managing body differ (TT 45/2026), so totals say
        # which of them they are built on.
        LOCATION = "location", _("Theo địa bàn")
        MANAGED = "managed", _("Theo cấp quản lý")

    scope_paths = ScopePaths(communes=("commune",))
    objects = IndicatorValueQuerySet.as_manager()

    indicator = models.CharField(max_length=60)
    # Foreign keys here have no index of their own: the two indexes below serve every
    # read, and rewriting a value without touching an index is twice as fast.
    school_year = models.ForeignKey(
        "communes.SchoolYear", models.CASCADE, db_index=False
    )
    scope = models.CharField(max_length=12, choices=Scope)
    # Institution code, commune code, cluster name or province code.
    scope_key = models.CharField(max_length=60)
    commune = models.ForeignKey(
        "communes.Commune",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="values",
        db_index=False,
    )
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.LOCATION)
    level = models.CharField(max_length=20, choices=Level, blank=True)
    numerator = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    # Institutions expected, handed in and approved among those behind the value.
    expected = models.PositiveIntegerField(default=0)
    reported = models.PositiveIntegerField(default=0)
    approved = models.PositiveIntegerField(default=0)
    run = models.ForeignKey(
        ComputationRun, models.PROTECT, related_name="values", db_index=False
    )

    class Meta:
        verbose_name = _("giá trị chỉ số")
        verbose_name_plural = _("giá trị chỉ số")
        constraints = [
            UniqueConstraint(
                fields=[
                    "school_year",
                    "indicator",
                    "scope",
                    "scope_key",
                    "basis",
                    "level",
                ],
                name="value_once",
            ),
            CheckConstraint(
                condition=Q(reported__lte=F("expected"))
                & Q(approved__lte=F("reported")),
                name="value_coverage_in_order",
            ),
            CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gte=0),
                name="value_denominator_not_negative",
            ),
        ]
        indexes = [
            models.Index(
                fields=["commune", "school_year", "indicator"], name="value_of_commune"
            )
        ]

    def __str__(self):
        return f"{self.indicator} {self.school_year_id} {self.scope} {self.scope_key}"

    @property
    def ratio(self):
        """Numerator over denominator, or None where there is no value."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator


class RecomputeRequest(ScopedModel):
    """A commune and year whose values are out of date; many changes make one request."""

    scope_paths = ScopePaths(communes=("commune",))

    commune = models.ForeignKey("communes.Commune", models.CASCADE)
    school_year = models.ForeignKey("communes.SchoolYear", models.CASCADE)
    requested_at = models.DateTimeField()

    class Meta:
        verbose_name = _("yêu cầu tính lại")
        verbose_name_plural = _("yêu cầu tính lại")
        constraints = [
            UniqueConstraint(
                fields=["commune", "school_year"], name="recompute_request_once"
            )
        ]

    def __str__(self):
        return f"{self.commune_id} {self.school_year_id}"
