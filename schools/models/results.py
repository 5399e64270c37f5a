"""End-of-year results by grade, and prizes of the year."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.models import SchoolYear
from communes.scoping import ScopedModel, ScopePaths

from .codes import Grade
from .figures import count_field, within
from .institutions import Institution
from .returns import ReturnPart, SchoolReturn


@tracked
class GradeResults(ReturnPart):
    """Outcome of one grade: ratings (TT 27/2020, TT 22/2021), promotion, leavers."""

    school_return = models.ForeignKey(
        SchoolReturn, models.CASCADE, related_name="results"
    )
    grade = models.ForeignKey(Grade, models.PROTECT)
    assessed = count_field(_("được đánh giá"))
    rated_excellent = count_field(_("Tốt"))
    rated_good = count_field(_("Khá"))
    rated_pass = count_field(_("Đạt"))
    rated_fail = count_field(_("Chưa đạt"))
    promoted = count_field(_("lên lớp, hoàn thành chương trình"))
    held_back = count_field(_("ở lại lớp"))
    exam_candidates = count_field(_("dự xét, dự thi tốt nghiệp"))
    graduated = count_field(_("tốt nghiệp"))
    dropped_out = count_field(_("bỏ học trong năm"))
    moved_in = count_field(_("chuyển đến"))
    moved_out = count_field(_("chuyển đi"))

    class Meta:
        verbose_name = _("kết quả theo khối")
        verbose_name_plural = _("kết quả theo khối")
        constraints = [
            UniqueConstraint(fields=["school_return", "grade"], name="results_once"),
            CheckConstraint(
                condition=within(
                    (
                        "rated_excellent",
                        "rated_good",
                        "rated_pass",
                        "rated_fail",
                        "promoted",
                        "held_back",
                    ),
                    "assessed",
                ),
                name="results_parts_within_assessed",
            ),
            CheckConstraint(
                condition=Q(graduated__lte=F("exam_candidates")),
                name="results_graduates_within_candidates",
            ),
        ]

    def __str__(self):
        return f"{self.school_return}: {self.grade}"


@tracked
class Award(ScopedModel):
    """Prizes of one institution in one contest, subject and class of prize."""

    scope_paths = ScopePaths(
        communes=("institution__commune", "institution__managing_commune"),
        managed_by="institution__managing_commune",
        institution="institution__code",
    )

    class Contest(models.TextChoices):
        NATIONAL = "national", _("Học sinh giỏi quốc gia")
        SCIENCE = "science", _("Khoa học kỹ thuật")
        STARTUP = "startup", _("Ý tưởng khởi nghiệp")
        PROVINCIAL = "provincial", _("Học sinh giỏi cấp tỉnh")

    class Prize(models.TextChoices):
        FIRST = "first", _("Nhất")
        SECOND = "second", _("Nhì")
        THIRD = "third", _("Ba")
        CONSOLATION = "consolation", _("Khuyến khích")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="awards")
    school_year = models.ForeignKey(SchoolYear, models.PROTECT)
    contest = models.CharField(_("cuộc thi"), max_length=12, choices=Contest)
    subject = models.CharField(_("môn, lĩnh vực"), max_length=100)
    prize = models.CharField(_("giải"), max_length=12, choices=Prize)
    count = models.PositiveSmallIntegerField(_("số giải"), default=1)

    class Meta:
        verbose_name = _("giải thưởng")
        verbose_name_plural = _("giải thưởng")
        constraints = [
            UniqueConstraint(
                fields=["institution", "school_year", "contest", "subject", "prize"],
                name="award_once",
            ),
            CheckConstraint(condition=Q(count__gt=0), name="award_counts_something"),
        ]

    def __str__(self):
        return f"{self.institution}: {self.subject}"
