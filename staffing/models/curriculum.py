"""What teaching needs by law: periods of the curriculum, loads and duties, as rows."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.levels import Level
from schools.models import Grade, Institution

from .codes import Post, Subject
from .norms import NormRow


def level_field(label, **more):
    return models.CharField(label, max_length=20, choices=Level, **more)


def special_type_field():
    return models.CharField(
        _("loại hình riêng"),
        max_length=20,
        choices=Institution.SpecialType,
        blank=True,
        default="",
    )


@tracked
class CurriculumPeriods(NormRow):
    """Periods a year of one content in one grade, and whose teachers give it.

    Primary contents of the class teacher name the subject TH; what belongs to nobody
    (activities, local education) names none and is spread over the others.
    """

    class Kind(models.TextChoices):
        COMPULSORY = "compulsory", _("Bắt buộc")
        CHOSEN = "chosen", _("Lựa chọn")
        TOPIC = "topic", _("Chuyên đề học tập")
        SHARED = "shared", _("Bắt buộc, chia cho các môn")
        OPTIONAL = "optional", _("Tự chọn")

    grade = models.ForeignKey(Grade, models.PROTECT, verbose_name=_("khối lớp"))
    code = models.SlugField(_("mã"), max_length=30)
    name = models.CharField(_("nội dung"), max_length=120)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=120)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    subject = models.ForeignKey(
        Subject,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("giáo viên môn"),
    )
    periods = models.PositiveSmallIntegerField(_("tiết/năm"))
    # Of ten classes so many take it, where a school has not said which ones do.
    assumed_share = models.DecimalField(
        _("tỷ lệ lớp giả định"), max_digits=4, decimal_places=3, null=True, blank=True
    )

    class Meta:
        verbose_name = _("số tiết của chương trình")
        verbose_name_plural = _("số tiết của chương trình")
        ordering = ["grade__order", "pk"]
        constraints = [
            UniqueConstraint(fields=["norm_set", "grade", "code"], name="periods_once"),
            CheckConstraint(condition=Q(periods__gt=0), name="periods_positive"),
            CheckConstraint(
                condition=Q(kind="shared", subject__isnull=True)
                | (~Q(kind="shared") & Q(subject__isnull=False)),
                name="periods_shared_or_of_a_subject",
            ),
            CheckConstraint(
                condition=Q(
                    kind__in=["chosen", "topic"],
                    assumed_share__isnull=False,
                    assumed_share__range=(0, 1),
                )
                | (~Q(kind__in=["chosen", "topic"]) & Q(assumed_share__isnull=True)),
                name="periods_share_of_what_is_chosen",
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.grade_id}: {self.periods}"


@tracked
class SubjectPart(NormRow):
    """Teachers of one subject who at this level teach a wider one (Vật lí in KHTN)."""

    level = level_field(_("cấp học"))
    part = models.ForeignKey(
        Subject, models.PROTECT, related_name="part_of", verbose_name=_("phân môn")
    )
    whole = models.ForeignKey(
        Subject, models.PROTECT, related_name="parts", verbose_name=_("môn học")
    )

    class Meta:
        verbose_name = _("phân môn của môn tích hợp")
        verbose_name_plural = _("phân môn của môn tích hợp")
        constraints = [
            UniqueConstraint(
                fields=["norm_set", "level", "part"], name="subject_part_once"
            ),
            CheckConstraint(
                condition=~Q(part=F("whole")), name="subject_part_of_another"
            ),
        ]

    def __str__(self):
        return f"{self.part} – {self.whole}"


@tracked
class TeachingLoad(NormRow):
    """Periods a week that a teacher, a head or the youth leader has to teach.

    Empty where the text at hand gives no number. The row that names the school's type
    wins, then the one with the most classes not above the school's.
    """

    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("vị trí"))
    level = level_field(_("cấp học"))
    special_type = special_type_field()
    region = models.PositiveSmallIntegerField(_("vùng"), default=0)
    min_classes = models.PositiveSmallIntegerField(_("từ số lớp"), default=0)
    periods = models.PositiveSmallIntegerField(_("tiết/tuần"), null=True, blank=True)

    class Meta:
        verbose_name = _("định mức tiết dạy")
        verbose_name_plural = _("định mức tiết dạy")
        ordering = ["post__order", "pk"]
        constraints = [
            UniqueConstraint(
                fields=[
                    "norm_set",
                    "post",
                    "level",
                    "special_type",
                    "region",
                    "min_classes",
                ],
                name="teaching_load_once",
            ),
            CheckConstraint(condition=Q(periods__gt=0), name="teaching_load_positive"),
        ]

    def __str__(self):
        return f"{self.norm_set}: {self.periods}"


@tracked
class DutyReduction(NormRow):
    """Periods a week taken off for a duty, and how many at a school have that duty.

    The text gives the periods; how many hold the duty is the department's to set.
    """

    code = models.SlugField(_("mã"), max_length=30)
    name = models.CharField(_("nhiệm vụ"), max_length=150)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=150)
    level = level_field(_("cấp học"))
    special_type = special_type_field()
    region = models.PositiveSmallIntegerField(_("vùng"), default=0)
    min_classes = models.PositiveSmallIntegerField(_("từ số lớp"), default=0)
    # One for the whole school: counted once, at its highest level.
    whole_school = models.BooleanField(_("chung cả trường"), default=False)
    # Empty: spread over all subjects.
    subject = models.ForeignKey(
        Subject,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("giáo viên môn"),
    )
    periods = models.DecimalField(_("tiết/tuần"), max_digits=4, decimal_places=2)
    per_class = models.DecimalField(
        _("số người mỗi lớp"), max_digits=5, decimal_places=3, default=0
    )
    per_school = models.DecimalField(
        _("số người mỗi trường"), max_digits=5, decimal_places=2, default=0
    )

    class Meta:
        verbose_name = _("giảm định mức tiết dạy")
        verbose_name_plural = _("giảm định mức tiết dạy")
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=[
                    "norm_set",
                    "code",
                    "level",
                    "special_type",
                    "region",
                    "min_classes",
                ],
                name="duty_once",
            ),
            CheckConstraint(
                condition=Q(periods__gt=0, per_class__gte=0, per_school__gte=0),
                name="duty_not_negative",
            ),
        ]

    def __str__(self):
        return f"{self.name}: {self.periods}"


@tracked
class SpreadWeight(NormRow):
    """How shared contents and duties fall to the subjects of a level, set by hand.

    Without rows of the level they fall to each subject by its own periods.
    """

    level = level_field(_("cấp học"))
    subject = models.ForeignKey(Subject, models.PROTECT, verbose_name=_("môn học"))
    weight = models.DecimalField(_("trọng số"), max_digits=6, decimal_places=3)

    class Meta:
        verbose_name = _("cách chia nội dung chung")
        verbose_name_plural = _("cách chia nội dung chung")
        constraints = [
            UniqueConstraint(
                fields=["norm_set", "level", "subject"], name="spread_weight_once"
            ),
            CheckConstraint(condition=Q(weight__gt=0), name="spread_weight_positive"),
        ]

    def __str__(self):
        return f"{self.subject}: {self.weight}"
