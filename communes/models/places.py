"""The province, its communes and what is known of each of them per year."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.ranges import DateRange
from communes.scoping import ScopedModel, ScopePaths
from communes.search import folded

EVERYONE = ScopePaths(everyone=True)


class Province(ScopedModel):
    scope_paths = EVERYONE

    code = models.CharField(_("mã"), max_length=2, primary_key=True)
    name = models.CharField(_("tên"), max_length=100)
    # Shown on every page while true, so that nobody takes invented rows for real.
    is_demo = models.BooleanField(_("dữ liệu minh họa"), default=False)

    class Meta:
        verbose_name = _("tỉnh")
        verbose_name_plural = _("tỉnh")

    def __str__(self):
        return self.name


@tracked
class Commune(ScopedModel):
    """A commune or ward (QĐ 19/2025/QĐ-TTg for the codes)."""

    scope_paths = EVERYONE

    class Kind(models.TextChoices):
        COMMUNE = "commune", _("Xã")
        WARD = "ward", _("Phường")

    code = models.CharField(
        _("mã"), max_length=5, primary_key=True, validators=[RegexValidator(r"^\d{5}$")]
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="communes")
    name = models.CharField(_("tên"), max_length=100)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    cluster = models.CharField(_("cụm"), max_length=60)
    is_border = models.BooleanField(_("xã biên giới"), default=False)
    latitude = models.DecimalField(_("vĩ độ"), max_digits=8, decimal_places=5)
    longitude = models.DecimalField(_("kinh độ"), max_digits=8, decimal_places=5)
    area_km2 = models.DecimalField(_("diện tích (km²)"), max_digits=8, decimal_places=2)
    # Rings of [longitude, latitude]; the schematic cell until boundaries are imported.
    outline = models.JSONField(_("đường bao"), default=list, blank=True)
    outline_is_official = models.BooleanField(_("ranh giới chính thức"), default=False)
    search_name = models.GeneratedField(
        expression=folded("name"), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        verbose_name = _("xã, phường")
        verbose_name_plural = _("xã, phường")
        ordering = ["search_name"]
        constraints = [
            CheckConstraint(
                condition=Q(code__regex=r"^\d{5}$"), name="commune_code_five_digits"
            ),
            CheckConstraint(condition=Q(area_km2__gt=0), name="commune_area_positive"),
            UniqueConstraint(fields=["province", "name"], name="commune_name_unique"),
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        if get_language() == "en":
            return f"{self.name} {'Ward' if self.kind == self.Kind.WARD else 'Commune'}"
        return f"{'Phường' if self.kind == self.Kind.WARD else 'Xã'} {self.name}"


@tracked
class CommuneRegion(ScopedModel):
    """Khu vực (I-III) and vùng (1-3) of a commune as a decision fixes them.

    Vùng is an input with its decision (TT 20/2023 art. 3.4), never derived
    silently from khu vực; `confirmed` is false until the decision is at hand.
    """

    scope_paths = EVERYONE

    class EthnicArea(models.TextChoices):
        NONE = "", _("Không thuộc")
        I = "I", _("Khu vực I")  # noqa: E741
        II = "II", _("Khu vực II")
        III = "III", _("Khu vực III")

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="regions")
    ethnic_area = models.CharField(
        _("khu vực"), max_length=3, choices=EthnicArea, blank=True
    )
    staffing_region = models.PositiveSmallIntegerField(_("vùng"))
    decision = models.CharField(_("quyết định"), max_length=200)
    decided_on = models.DateField(_("ngày quyết định"))
    valid_from = models.DateField(_("hiệu lực từ"))
    valid_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    confirmed = models.BooleanField(_("đã xác nhận"), default=False)

    class Meta:
        verbose_name = _("vùng của xã")
        verbose_name_plural = _("vùng của xã")
        constraints = [
            CheckConstraint(
                condition=Q(staffing_region__in=[1, 2, 3]), name="region_is_1_2_or_3"
            ),
            CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="region_dates_in_order",
            ),
            ExclusionConstraint(
                name="region_one_at_a_time",
                expressions=[
                    ("commune", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.commune}: vùng {self.staffing_region}"


class Ethnicity(ScopedModel):
    """Code list of ethnic groups; `is_minority` is false for Kinh alone."""

    scope_paths = EVERYONE

    code = models.CharField(_("mã"), max_length=2, primary_key=True)
    name = models.CharField(_("tên"), max_length=40, unique=True)
    is_minority = models.BooleanField(_("dân tộc thiểu số"), default=True)

    class Meta:
        verbose_name = _("dân tộc")
        verbose_name_plural = _("dân tộc")
        ordering = ["code"]

    def __str__(self):
        return self.name


@tracked
class Population(ScopedModel):
    """Residents of a commune by age: single years 0-17, then adult bands.

    Empty means "not yet entered", which is not the same as zero.
    """

    scope_paths = ScopePaths(communes=("commune",), managed_by="commune")

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="population")
    school_year = models.ForeignKey("communes.SchoolYear", models.PROTECT)
    age_from = models.PositiveSmallIntegerField(_("từ tuổi"))
    age_to = models.PositiveSmallIntegerField(_("đến tuổi"))
    total = models.PositiveIntegerField(_("tổng số"), null=True, blank=True)
    female = models.PositiveIntegerField(_("nữ"), null=True, blank=True)
    ethnic = models.PositiveIntegerField(_("dân tộc thiểu số"), null=True, blank=True)
    ethnic_female = models.PositiveIntegerField(
        _("nữ dân tộc thiểu số"), null=True, blank=True
    )
    # Unable to attend, moved away or died: outside "phải phổ cập" (NĐ 20/2014).
    exempt = models.PositiveIntegerField(_("không phải phổ cập"), default=0)

    class Meta:
        verbose_name = _("dân số theo tuổi")
        verbose_name_plural = _("dân số theo tuổi")
        constraints = [
            UniqueConstraint(
                fields=["commune", "school_year", "age_from"],
                name="population_once_per_age",
            ),
            CheckConstraint(
                condition=Q(age_to__gte=F("age_from"))
                & (Q(age_from__gte=18) | Q(age_to=F("age_from"))),
                name="population_single_years_to_17",
            ),
            CheckConstraint(
                condition=Q(female__lte=F("total"))
                & Q(ethnic__lte=F("total"))
                & Q(ethnic_female__lte=F("ethnic"))
                & Q(ethnic_female__lte=F("female"))
                & Q(exempt__lte=F("total")),
                name="population_parts_within_total",
            ),
        ]

    def __str__(self):
        return f"{self.commune} {self.school_year}: {self.age_from}-{self.age_to}"


@tracked
class CultureSocietyOffice(ScopedModel):
    """Phòng Văn hóa - Xã hội of a commune in one school year."""

    scope_paths = ScopePaths(communes=("commune",), managed_by="commune")

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="offices")
    school_year = models.ForeignKey("communes.SchoolYear", models.PROTECT)
    staff = models.PositiveSmallIntegerField(
        _("biên chế có mặt"), null=True, blank=True
    )
    education_specialists = models.PositiveSmallIntegerField(
        _("người có chuyên môn giáo dục"), null=True, blank=True
    )
    head_name = models.CharField(_("trưởng phòng"), max_length=100, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("Phòng Văn hóa - Xã hội")
        verbose_name_plural = _("Phòng Văn hóa - Xã hội")
        constraints = [
            UniqueConstraint(
                fields=["commune", "school_year"], name="office_once_per_year"
            ),
            CheckConstraint(
                condition=Q(education_specialists__lte=F("staff")),
                name="office_specialists_within_staff",
            ),
        ]

    def __str__(self):
        return f"{self.commune} {self.school_year}"
