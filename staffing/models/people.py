"""People who work in schools, what they are trained for, where and as what they serve."""

from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.levels import Level
from communes.models import Ethnicity, SchoolYear
from communes.scoping import (
    COMMUNE_ROLES,
    PROVINCE_ROLES,
    Role,
    ScopedModel,
    ScopedQuerySet,
    ScopePaths,
    is_active_account,
)
from communes.search import folded, list_order
from schools.models import Institution

from .codes import Degree, Post, Subject


class PersonQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """People now serving where the user may look, and those who last served there.

        Once somebody serves elsewhere the former commune sees the person no more.
        """
        if not is_active_account(user):
            return self.none()
        if user.role in PROVINCE_ROLES:
            return self.all()
        if user.role not in COMMUNE_ROLES and not user.institution_code:
            return self.none()
        return self._serving_at(Assignment.objects.visible_to(user))

    def editable_by(self, user):
        """Likewise where the user may write: a former school's keeper may not."""
        if not is_active_account(user):
            return self.none()
        if user.role == Role.ADMIN:
            return self.all()
        return self._serving_at(Assignment.objects.editable_by(user))

    def _serving_at(self, assignments):
        """People who serve in one of `assignments`, or served there last."""
        served = Assignment.objects.filter(person=OuterRef("pk"))
        here = served.filter(pk__in=assignments)
        today = timezone.localdate()
        serving = Q(ended_on__isnull=True) | Q(ended_on__gte=today)
        later = Assignment.objects.filter(
            person=OuterRef("person"), ended_on__gt=OuterRef("ended_on")
        )
        last_here = here.filter(~Exists(later))
        return self.filter(
            Exists(here.filter(serving))
            | (Exists(last_here) & ~Exists(served.filter(serving)))
        )


@tracked
class Person(ScopedModel):
    """A member of staff. Personal data: seen by the own school, commune, department."""

    # For contract tests and edits; reading goes through PersonQuerySet.
    scope_paths = ScopePaths(
        communes=("assignments__institution__managing_commune",),
        managed_by="assignments__institution__managing_commune",
        institution="assignments__institution__code",
    )

    class Sex(models.TextChoices):
        MALE = "M", _("Nam")
        FEMALE = "F", _("Nữ")

    personal_id = models.CharField(
        _("số định danh cá nhân"), max_length=12, unique=True
    )
    full_name = models.CharField(_("họ và tên"), max_length=100)
    sex = models.CharField(_("giới tính"), max_length=1, choices=Sex)
    birth_date = models.DateField(_("ngày sinh"))
    # NĐ 135/2020 art. 3: only the year known counts as 1 January.
    birth_year_only = models.BooleanField(_("chỉ biết năm sinh"), default=False)
    ethnicity = models.ForeignKey(Ethnicity, models.PROTECT, verbose_name=_("dân tộc"))
    search_name = models.GeneratedField(
        expression=folded("full_name"), output_field=models.TextField(), db_persist=True
    )
    # Where the name stands in a Vietnamese list: given name before surname.
    sort_name = models.GeneratedField(
        expression=list_order("full_name"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhân sự")
        verbose_name_plural = _("nhân sự")
        ordering = ["search_name", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(personal_id__regex=r"^\d{12}$"),
                name="person_id_twelve_digits",
            ),
            CheckConstraint(condition=Q(sex__in=["M", "F"]), name="person_sex_known"),
        ]
        indexes = [models.Index(fields=["search_name"], name="person_search_name")]

    def __str__(self):
        return self.full_name


class PersonPartQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        return self.filter(person__in=Person.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(person__in=Person.objects.editable_by(user))


class PersonPart(ScopedModel):
    """A fact about a person, seen by whoever may see the person."""

    scope_paths = ScopePaths(
        communes=("person__assignments__institution__managing_commune",),
        managed_by="person__assignments__institution__managing_commune",
        institution="person__assignments__institution__code",
    )
    objects = PersonPartQuerySet.as_manager()

    class Meta:
        abstract = True


@tracked
class Qualification(PersonPart):
    person = models.ForeignKey(Person, models.CASCADE, related_name="qualifications")
    degree = models.ForeignKey(Degree, models.PROTECT, verbose_name=_("trình độ"))
    major = models.CharField(_("chuyên ngành"), max_length=120)
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, verbose_name=_("môn phù hợp")
    )
    is_teacher_training = models.BooleanField(
        _("ngành đào tạo giáo viên"), default=True
    )
    has_certificate = models.BooleanField(
        _("chứng chỉ nghiệp vụ sư phạm"), default=False
    )
    obtained_on = models.DateField(_("ngày cấp"))

    class Meta:
        verbose_name = _("văn bằng")
        verbose_name_plural = _("văn bằng")
        constraints = [
            UniqueConstraint(
                fields=["person", "degree", "major"], name="qualification_once"
            )
        ]

    def __str__(self):
        return f"{self.degree} {self.major}"


class AssignmentQuerySet(ScopedQuerySet):
    def serving_on(self, day):
        return self.filter(started_on__lte=day).exclude(ended_on__lt=day)


@tracked
class Assignment(ScopedModel):
    """A person's post at an institution from one day to another.

    The main assignment is where the person is employed and counted; others are
    part loads at further schools (dạy liên trường).
    """

    scope_paths = ScopePaths(
        communes=("institution__managing_commune",),
        managed_by="institution__managing_commune",
        institution="institution__code",
    )

    class Contract(models.TextChoices):
        PERMANENT = "permanent", _("Viên chức, không xác định thời hạn")
        FIXED_TERM = "fixed_term", _("Viên chức, xác định thời hạn")
        LABOUR = "labour", _("Hợp đồng lao động")
        VISITING = "visiting", _("Thỉnh giảng")

    class EndReason(models.TextChoices):
        RETIRED = "retired", _("Nghỉ hưu")
        MOVED = "moved", _("Chuyển đơn vị")
        RESIGNED = "resigned", _("Thôi việc")
        MERGED = "merged", _("Sáp nhập trường")
        OTHER = "other", _("Lý do khác")

    person = models.ForeignKey(Person, models.CASCADE, related_name="assignments")
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="assignments"
    )
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("vị trí"))
    level = models.CharField(_("cấp dạy"), max_length=20, choices=Level, blank=True)
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, verbose_name=_("môn dạy")
    )
    contract = models.CharField(_("hợp đồng"), max_length=12, choices=Contract)
    is_main = models.BooleanField(_("nơi làm việc chính"), default=True)
    share = models.DecimalField(
        _("tỷ lệ công việc"), max_digits=3, decimal_places=2, default=1
    )
    started_on = models.DateField(_("từ ngày"))
    ended_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    end_reason = models.CharField(
        _("lý do thôi"), max_length=10, choices=EndReason, blank=True
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công")
        verbose_name_plural = _("phân công")
        constraints = [
            UniqueConstraint(
                fields=["person"],
                condition=Q(is_main=True, ended_on__isnull=True),
                name="assignment_one_main_at_a_time",
            ),
            CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="assignment_dates_in_order",
            ),
            CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="assignment_end_has_reason",
            ),
            CheckConstraint(
                condition=Q(share__gt=0) & Q(share__lte=1),
                name="assignment_share_up_to_one",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.post}, {self.institution}"


@tracked
class Absence(PersonPart):
    """Employed but not at work: counted apart from those present."""

    class Kind(models.TextChoices):
        SECONDED = "seconded", _("Biệt phái")
        MATERNITY = "maternity", _("Nghỉ thai sản")
        STUDY = "study", _("Đi học dài hạn")
        SICK = "sick", _("Nghỉ ốm dài hạn")

    person = models.ForeignKey(Person, models.CASCADE, related_name="absences")
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    started_on = models.DateField(_("từ ngày"))
    ended_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    destination = models.CharField(_("nơi đến"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("vắng mặt")
        verbose_name_plural = _("vắng mặt")
        constraints = [
            CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="absence_dates_in_order",
            )
        ]

    def __str__(self):
        return f"{self.person}: {self.get_kind_display()}"


@tracked
class AssignedPlaces(ScopedModel):
    """Biên chế giao: places of civil-service staff given to an institution for a year."""

    scope_paths = ScopePaths(
        communes=("institution__managing_commune",), institution="institution__code"
    )

    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="assigned_places"
    )
    school_year = models.ForeignKey(SchoolYear, models.PROTECT)
    post_group = models.CharField(_("nhóm"), max_length=12, choices=Post.Group)
    places = models.PositiveSmallIntegerField(_("biên chế giao"))
    decision = models.CharField(_("quyết định"), max_length=150)

    class Meta:
        verbose_name = _("biên chế giao")
        verbose_name_plural = _("biên chế giao")
        constraints = [
            UniqueConstraint(
                fields=["institution", "school_year", "post_group"], name="places_once"
            )
        ]

    def __str__(self):
        return f"{self.institution} {self.school_year}: {self.places}"
