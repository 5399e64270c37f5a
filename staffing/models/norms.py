"""Legal norms as effective-dated rows: each number names its document and article."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.levels import Level
from communes.ranges import DateRange
from communes.scoping import ScopedModel, ScopePaths
from schools.models import Grade, Institution

from .codes import Degree, Post, Subject

EVERYONE = ScopePaths(everyone=True)


@tracked
class NormSet(ScopedModel):
    """A circular, decree or law as a set of numbers, valid from one day to another.

    A draft set computes nothing by itself. What the text leaves open (rounding,
    the reading of "classes") is stated here with whether it has been confirmed.
    """

    scope_paths = EVERYONE

    class Family(models.TextChoices):
        PRESCHOOL = "preschool", _("Định mức mầm non")
        GENERAL = "general", _("Định mức phổ thông")
        MANAGERS = "managers", _("Số lượng cấp phó")
        QUALIFICATION = "qualification", _("Chuẩn trình độ")
        CURRICULUM = "curriculum", _("Chương trình, số tiết")
        LOAD = "load", _("Định mức tiết dạy")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        IN_FORCE = "in_force", _("Có hiệu lực")

    class Rounding(models.TextChoices):
        NONE = "none", _("Giữ hai số thập phân")
        DOWN = "down", _("Làm tròn xuống")
        NEAREST = "nearest", _("Làm tròn đến số gần nhất")
        UP = "up", _("Làm tròn lên")

    class Reading(models.TextChoices):
        NORM_CLASSES = "norm_classes", _("Theo số lớp định mức")
        ACTUAL_CLASSES = "actual_classes", _("Theo số lớp thực tế")

    code = models.CharField(_("mã"), max_length=30, unique=True)
    family = models.CharField(_("loại"), max_length=15, choices=Family)
    title = models.CharField(_("tên"), max_length=200)
    title_en = models.CharField(_("tên tiếng Anh"), max_length=200)
    document = models.CharField(_("văn bản"), max_length=100)
    status = models.CharField(
        _("tình trạng"), max_length=10, choices=Status, default=Status.DRAFT
    )
    valid_from = models.DateField(_("hiệu lực từ"))
    valid_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    rounding = models.CharField(
        _("cách làm tròn"), max_length=10, choices=Rounding, default=Rounding.NONE
    )
    reading = models.CharField(
        _("cách đếm lớp dùng trên trang chính"),
        max_length=15,
        choices=Reading,
        default=Reading.ACTUAL_CLASSES,
    )
    confirmed = models.BooleanField(_("đã xác nhận"), default=False)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("bộ định mức")
        verbose_name_plural = _("bộ định mức")
        ordering = ["family", "-valid_from"]
        constraints = [
            CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="norm_set_dates_in_order",
            ),
            ExclusionConstraint(
                name="norm_set_one_in_force",
                expressions=[
                    ("family", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status="in_force"),
            ),
        ]

    def __str__(self):
        return self.title


class NormRow(ScopedModel):
    """A number of a norm set with the article it stands in."""

    scope_paths = EVERYONE

    norm_set = models.ForeignKey(NormSet, models.CASCADE, related_name="%(class)s_rows")
    article = models.CharField(_("điều, khoản"), max_length=100)
    confirmed = models.BooleanField(_("đã xác nhận"), default=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        abstract = True


@tracked
class ClassSizeNorm(NormRow):
    """Pupils per class, and how many leftover pupils earn one more teacher."""

    level = models.CharField(_("cấp học"), max_length=20, choices=Level)
    # Preschool counts by age group and knows no regions (0).
    grade = models.ForeignKey(Grade, models.PROTECT, null=True, blank=True)
    region = models.PositiveSmallIntegerField(_("vùng"), default=0)
    # The row that names the school's type wins over the one for any type.
    special_type = models.CharField(
        _("loại hình riêng"),
        max_length=20,
        choices=Institution.SpecialType,
        blank=True,
        default="",
    )
    pupils_per_class = models.PositiveSmallIntegerField(_("học sinh/lớp"))
    # Empty where the text adds nobody for leftover pupils.
    leftover_per_teacher = models.PositiveSmallIntegerField(
        _("số dư thêm 1 giáo viên"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("định mức sĩ số")
        verbose_name_plural = _("định mức sĩ số")
        constraints = [
            UniqueConstraint(
                fields=["norm_set", "level", "grade", "region", "special_type"],
                name="class_size_once",
                nulls_distinct=False,
            ),
            CheckConstraint(
                condition=Q(pupils_per_class__gt=0) & Q(leftover_per_teacher__gt=0),
                name="class_size_positive",
            ),
        ]

    def __str__(self):
        return f"{self.norm_set}: {self.pupils_per_class}"


@tracked
class TeacherRatio(NormRow):
    """Teachers per class for a level, by school type, sessions or nursery group.

    An empty special type, sessions or nursery flag means "any"; the row that
    names more wins.
    """

    level = models.CharField(_("cấp học"), max_length=20, choices=Level)
    special_type = models.CharField(
        _("loại hình riêng"),
        max_length=20,
        choices=Institution.SpecialType,
        blank=True,
    )
    two_sessions = models.BooleanField(_("2 buổi/ngày"), null=True, blank=True)
    is_nursery = models.BooleanField(_("nhóm trẻ"), null=True, blank=True)
    ratio = models.DecimalField(_("giáo viên/lớp"), max_digits=4, decimal_places=2)

    class Meta:
        verbose_name = _("định mức giáo viên/lớp")
        verbose_name_plural = _("định mức giáo viên/lớp")
        constraints = [
            UniqueConstraint(
                fields=[
                    "norm_set",
                    "level",
                    "special_type",
                    "two_sessions",
                    "is_nursery",
                ],
                name="teacher_ratio_once",
                nulls_distinct=False,
            ),
            CheckConstraint(condition=Q(ratio__gt=0), name="teacher_ratio_positive"),
        ]

    def __str__(self):
        return f"{self.norm_set}: {self.ratio}"


@tracked
class PostNorm(NormRow):
    """A number of posts per school, under the conditions that the row names.

    `level` is the school's highest level and every count is over all its levels
    (TT 20/2023 art. 2.5). Of the rows whose conditions hold, the one that names the
    school's type, its region and the larger thresholds applies; a row that `is_extra`
    is added to it. No `quantity`: the text knows the post and gives no number.
    """

    post = models.ForeignKey(Post, models.PROTECT)
    level = models.CharField(_("cấp cao nhất"), max_length=20, choices=Level)
    special_type = models.CharField(
        _("loại hình riêng"),
        max_length=20,
        choices=Institution.SpecialType,
        blank=True,
    )
    region = models.PositiveSmallIntegerField(_("vùng"), default=0)
    multi_level_only = models.BooleanField(_("chỉ trường nhiều cấp"), default=False)
    min_classes = models.PositiveSmallIntegerField(_("từ số lớp"), default=0)
    min_pupils = models.PositiveSmallIntegerField(_("từ số học sinh"), default=0)
    min_boarders = models.PositiveSmallIntegerField(
        _("từ số học sinh bán trú"), default=0
    )
    min_inclusive = models.PositiveSmallIntegerField(
        _("từ số học sinh khuyết tật"), default=0
    )
    # One for so many pupils, as in a school for the disabled.
    per_pupils = models.PositiveSmallIntegerField(
        _("cho mỗi số học sinh"), null=True, blank=True
    )
    is_extra = models.BooleanField(_("cộng thêm"), default=False)
    quantity = models.DecimalField(
        _("số người tối đa"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    minimum = models.DecimalField(
        _("số người tối thiểu"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("định mức theo trường")
        verbose_name_plural = _("định mức theo trường")
        constraints = [
            UniqueConstraint(
                fields=[
                    "norm_set",
                    "post",
                    "level",
                    "special_type",
                    "region",
                    "multi_level_only",
                    "min_classes",
                    "min_pupils",
                    "min_boarders",
                    "min_inclusive",
                    "is_extra",
                ],
                name="post_norm_once",
            ),
            CheckConstraint(
                condition=Q(quantity__gte=0), name="post_norm_not_negative"
            ),
            CheckConstraint(
                condition=Q(minimum__gt=0)
                & (Q(quantity__isnull=True) | Q(minimum__lte=F("quantity"))),
                name="post_norm_minimum_within",
            ),
            CheckConstraint(
                condition=Q(per_pupils__gt=0), name="post_norm_per_pupils_positive"
            ),
        ]

    def __str__(self):
        number = _("không có số") if self.quantity is None else self.quantity
        return f"{self.norm_set}: {self.post} {number}"


@tracked
class NormParameter(NormRow):
    """A single number with a name, where the text gives one rule and no table."""

    code = models.CharField(_("mã"), max_length=40)
    name = models.CharField(_("tên"), max_length=200)
    value = models.DecimalField(_("giá trị"), max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = _("tham số định mức")
        verbose_name_plural = _("tham số định mức")
        constraints = [
            UniqueConstraint(fields=["norm_set", "code"], name="norm_parameter_once")
        ]

    def __str__(self):
        return f"{self.name}: {self.value}"


@tracked
class QualificationNorm(NormRow):
    """The lowest degree that meets the standard for a level, by subject if named.

    A degree outside teacher training counts only with a pedagogy certificate
    (Luật Nhà giáo art. 28, NĐ 93/2026 art. 20).
    """

    level = models.CharField(_("cấp học"), max_length=20, choices=Level)
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, blank=True)
    minimum_degree = models.ForeignKey(Degree, models.PROTECT)

    class Meta:
        verbose_name = _("chuẩn trình độ")
        verbose_name_plural = _("chuẩn trình độ")
        constraints = [
            UniqueConstraint(
                fields=["norm_set", "level", "subject"],
                name="qualification_norm_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self):
        return f"{self.norm_set}: {self.minimum_degree}"
