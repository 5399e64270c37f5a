"""Digital literacy for all: courses, their sessions, learners by group, and targets."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.codelist import CodeList
from communes.history import tracked
from communes.models import Commune, SchoolYear
from communes.scoping import ScopedModel, ScopePaths
from schools.models import Institution

EVERYONE = ScopePaths(everyone=True)


class LearnerGroup(models.TextChoices):
    OFFICIAL = "official", _("Cán bộ, công chức, viên chức")
    TEACHER = "teacher", _("Giáo viên, nhân viên")
    PUPIL = "pupil", _("Học sinh, học viên")
    PARENT = "parent", _("Phụ huynh")
    VILLAGER = "villager", _("Người dân")


class SkillArea(CodeList):
    """A group of digital skills that courses teach (NĐ 224/2026 art. 77)."""

    class Meta(CodeList.Meta):
        verbose_name = _("nhóm kỹ năng số")
        verbose_name_plural = _("nhóm kỹ năng số")


@tracked
class Course(ScopedModel):
    """A course of digital literacy that may be held many times."""

    scope_paths = EVERYONE

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("tên khóa học"), max_length=200)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    area = models.ForeignKey(
        SkillArea,
        models.PROTECT,
        related_name="courses",
        verbose_name=_("nhóm kỹ năng"),
    )
    provider = models.CharField(_("đơn vị cung cấp"), max_length=150, blank=True)
    hours = models.DecimalField(
        _("số giờ"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    is_online = models.BooleanField(_("trực tuyến"), default=False)
    gives_certificate = models.BooleanField(_("cấp chứng nhận"), default=False)
    is_active = models.BooleanField(_("đang mở"), default=True)

    class Meta:
        verbose_name = _("khóa học số")
        verbose_name_plural = _("khóa học số")
        ordering = ["name"]

    def __str__(self):
        return self.name


@tracked
class CourseSession(ScopedModel):
    """One time that a course was held: by a commune, a school or the department."""

    scope_paths = ScopePaths(
        communes=("commune",), managed_by="commune", institution="institution__code"
    )

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="sessions", verbose_name=_("khóa học")
    )
    school_year = models.ForeignKey(
        SchoolYear, models.PROTECT, verbose_name=_("năm học")
    )
    # Whose people answer for it: the managing commune; empty for the department's.
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="course_sessions",
        verbose_name=_("xã, phường"),
    )
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="course_sessions",
        verbose_name=_("trường tổ chức"),
    )
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    trainer = models.CharField(_("người hướng dẫn"), max_length=150, blank=True)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"))

    class Meta:
        verbose_name = _("lớp học số")
        verbose_name_plural = _("lớp học số")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="course_session_days_in_order",
            )
        ]

    def __str__(self):
        return f"{self.course} {self.starts_on:%d/%m/%Y}"


@tracked
class SessionLearners(ScopedModel):
    """Learners of one group in one session: counts, no names."""

    scope_paths = ScopePaths(
        communes=("session__commune",),
        managed_by="session__commune",
        institution="session__institution__code",
    )

    session = models.ForeignKey(CourseSession, models.CASCADE, related_name="learners")
    group = models.CharField(_("nhóm học viên"), max_length=10, choices=LearnerGroup)
    enrolled = models.PositiveIntegerField(_("đăng ký"), default=0)
    completed = models.PositiveIntegerField(_("hoàn thành"), default=0)
    certified = models.PositiveIntegerField(_("được cấp chứng nhận"), default=0)
    # Of those who completed: people for whom it was the first course of the year, so
    # that somebody who took three courses is one person reached.
    first_time = models.PositiveIntegerField(_("trong đó lần đầu trong năm"), default=0)
    female = models.PositiveIntegerField(_("nữ hoàn thành"), default=0)

    class Meta:
        verbose_name = _("học viên của lớp")
        verbose_name_plural = _("học viên của lớp")
        ordering = ["session", "group"]
        constraints = [
            UniqueConstraint(fields=["session", "group"], name="learners_group_once"),
            CheckConstraint(
                condition=Q(completed__lte=F("enrolled"))
                & Q(certified__lte=F("completed"))
                & Q(first_time__lte=F("completed"))
                & Q(female__lte=F("completed")),
                name="learners_parts_within_whole",
            ),
        ]

    def __str__(self):
        return f"{self.session}: {self.get_group_display()}"


@tracked
class Audience(ScopedModel):
    """How many people of a group a commune has, where no return counts them."""

    scope_paths = ScopePaths(communes=("commune",), managed_by="commune")

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="audiences")
    school_year = models.ForeignKey(
        SchoolYear, models.PROTECT, verbose_name=_("năm học")
    )
    group = models.CharField(_("nhóm"), max_length=10, choices=LearnerGroup)
    total = models.PositiveIntegerField(_("tổng số người"))
    source = models.CharField(_("nguồn"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("số người cần phổ cập")
        verbose_name_plural = _("số người cần phổ cập")
        ordering = ["commune", "group"]
        constraints = [
            UniqueConstraint(
                fields=["commune", "school_year", "group"], name="audience_once"
            )
        ]

    def __str__(self):
        return f"{self.commune}: {self.get_group_display()}"


@tracked
class LearningTarget(ScopedModel):
    """The share of a group that is to have digital skills by the end of a year."""

    scope_paths = EVERYONE

    # A calendar year, as the plans count.
    year = models.PositiveSmallIntegerField(_("năm"))
    group = models.CharField(_("nhóm"), max_length=10, choices=LearnerGroup)
    share = models.DecimalField(
        _("chỉ tiêu (%)"),
        max_digits=5,
        decimal_places=2,
        validators=[MaxValueValidator(100)],
    )
    document = models.CharField(_("văn bản"), max_length=200)
    is_confirmed = models.BooleanField(_("đã đối chiếu bản ký"), default=False)
    note = models.TextField(_("điều chưa chắc chắn"), blank=True)

    class Meta:
        verbose_name = _("chỉ tiêu phổ cập")
        verbose_name_plural = _("chỉ tiêu phổ cập")
        ordering = ["-year", "group"]
        constraints = [
            UniqueConstraint(fields=["year", "group"], name="learning_target_once"),
            CheckConstraint(
                condition=Q(share__gte=0, share__lte=100),
                name="learning_target_is_per_cent",
            ),
        ]

    def __str__(self):
        return f"{self.year}: {self.get_group_display()}"
