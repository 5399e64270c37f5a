"""Classes by chosen subject, and the gap of each subject of a school, computed."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.levels import Level
from communes.models import ComputationRun, SchoolYear
from communes.scoping import ScopedModel, ScopePaths
from schools.models import Grade, Institution, SchoolReturn
from schools.models.returns import ReturnPart

from .codes import Subject
from .gaps import GapQuerySet, above_zero
from .norms import NormSet


def amount(label, **more):
    return models.DecimalField(label, max_digits=9, decimal_places=2, **more)


@tracked
class ChosenClasses(ReturnPart):
    """Upper secondary: classes of a grade that chose a subject and its topics."""

    school_return = models.ForeignKey(
        SchoolReturn, models.CASCADE, related_name="chosen_classes"
    )
    grade = models.ForeignKey(Grade, models.PROTECT)
    subject = models.ForeignKey(Subject, models.PROTECT)
    # Empty means "not yet entered", which is not the same as zero.
    classes = models.PositiveSmallIntegerField(_("số lớp chọn"), null=True, blank=True)
    topic_classes = models.PositiveSmallIntegerField(
        _("số lớp học chuyên đề"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("lớp theo môn lựa chọn")
        verbose_name_plural = _("lớp theo môn lựa chọn")
        constraints = [
            UniqueConstraint(
                fields=["school_return", "grade", "subject"],
                name="chosen_classes_once",
            )
        ]

    def __str__(self):
        return f"{self.school_return}: {self.subject_id} {self.classes}"


class SubjectGap(ScopedModel):
    """Teachers of one subject and level of one institution in one school year.

    Shortage and surplus are columns of the row, so summing rows keeps them gross.
    """

    scope_paths = ScopePaths(
        communes=("institution__managing_commune",), institution="institution__code"
    )

    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="subject_gaps"
    )
    school_year = models.ForeignKey(SchoolYear, models.CASCADE)
    level = models.CharField(_("cấp"), max_length=20, choices=Level)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="gaps")
    norm_set = models.ForeignKey(NormSet, models.PROTECT)
    # By periods alone, and what of it the general norm (a maximum) leaves.
    need = amount(_("nhu cầu theo số tiết"))
    required = amount(_("định mức theo môn"))
    # Main assignments at work on the day of the data, contracts included.
    present = amount(_("có mặt"))
    present_contract = amount(_("hợp đồng có mặt"), default=0)
    # Shares taught for other schools and by teachers of other schools, shown apart:
    # periods taught elsewhere count towards the load of the employing school.
    part_out = amount(_("dạy ở trường khác"), default=0)
    part_in = amount(_("trường khác đến dạy"), default=0)
    absent = models.JSONField(default=dict, blank=True)
    shortage = above_zero(F("required") - F("present"))
    surplus = above_zero(F("present") - F("required"))
    inputs = models.JSONField(default=dict)
    run = models.ForeignKey(
        ComputationRun, models.PROTECT, related_name="subject_gaps", db_index=False
    )

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("thừa, thiếu theo môn")
        verbose_name_plural = _("thừa, thiếu theo môn")
        constraints = [
            UniqueConstraint(
                fields=["school_year", "institution", "level", "subject"],
                name="subject_gap_once",
            ),
            CheckConstraint(
                condition=Q(required__gte=0, present__gte=0)
                & Q(required__lte=F("need")),
                name="subject_gap_within_need",
            ),
        ]

    def __str__(self):
        return (
            f"{self.institution} {self.school_year_id} {self.level} {self.subject_id}"
        )
