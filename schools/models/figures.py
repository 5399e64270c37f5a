"""Classes and pupils of a return: by grade, by age, and at sites with one class.

Empty means "not yet entered", which is not the same as zero.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.levels import Level

from .codes import Grade
from .institutions import Site
from .returns import ReturnPart, SchoolReturn


def count_field(label):
    return models.PositiveIntegerField(label, null=True, blank=True)


def within(parts, whole):
    """A condition: none of `parts` is larger than `whole`."""
    condition = Q()
    for part in parts:
        condition &= Q(**{f"{part}__lte": F(whole)})
    return condition


# Learners of a grade who have some property: each at most all of them.
PUPIL_PARTS = (
    "girls",
    "ethnic",
    "ethnic_girls",
    "inclusive",
    "repeaters",
    "new_entrants",
    "right_age",
    "two_session_pupils",
    "lunch_boarders",
    "boarders",
    "english",
    "informatics",
    "specialised_pupils",
)


@tracked
class GradeFigures(ReturnPart):
    """Classes and learners of one grade (preschool: age group) of one institution."""

    school_return = models.ForeignKey(
        SchoolReturn, models.CASCADE, related_name="grades"
    )
    grade = models.ForeignKey(Grade, models.PROTECT)
    classes = count_field(_("số lớp"))
    two_session_classes = count_field(_("lớp 2 buổi/ngày"))
    mixed_classes = count_field(_("lớp ghép"))
    # Only these classes of a gifted school have its ratio (TT 20/2023 art. 17.1.c).
    specialised_classes = count_field(_("lớp chuyên"))
    pupils = count_field(_("số học sinh"))
    girls = count_field(_("nữ"))
    ethnic = count_field(_("dân tộc thiểu số"))
    ethnic_girls = count_field(_("nữ dân tộc thiểu số"))
    inclusive = count_field(_("khuyết tật học hòa nhập"))
    repeaters = count_field(_("lưu ban"))
    new_entrants = count_field(_("tuyển mới"))
    left = count_field(_("thôi học trong kỳ"))
    right_age = count_field(_("đúng tuổi"))
    two_session_pupils = count_field(_("học 2 buổi/ngày"))
    lunch_boarders = count_field(_("bán trú"))
    boarders = count_field(_("nội trú"))
    english = count_field(_("học Tiếng Anh"))
    informatics = count_field(_("học Tin học"))
    specialised_pupils = count_field(_("học lớp chuyên"))

    class Meta:
        verbose_name = _("lớp, học sinh theo khối")
        verbose_name_plural = _("lớp, học sinh theo khối")
        constraints = [
            UniqueConstraint(fields=["school_return", "grade"], name="grade_once"),
            CheckConstraint(
                condition=within(PUPIL_PARTS, "pupils"),
                name="grade_parts_within_pupils",
            ),
            CheckConstraint(
                condition=Q(ethnic_girls__lte=F("girls"))
                & Q(ethnic_girls__lte=F("ethnic")),
                name="grade_ethnic_girls_within_both",
            ),
            CheckConstraint(
                condition=within(
                    ("two_session_classes", "mixed_classes", "specialised_classes"),
                    "classes",
                ),
                name="grade_parts_within_classes",
            ),
            CheckConstraint(
                condition=Q(pupils=0)
                | Q(pupils__isnull=True)
                | Q(classes__isnull=True)
                | Q(classes__gt=0),
                name="grade_pupils_need_a_class",
            ),
        ]

    def __str__(self):
        return f"{self.school_return}: {self.grade}"


@tracked
class AgeFigures(ReturnPart):
    """Learners of one level by single year of age."""

    school_return = models.ForeignKey(SchoolReturn, models.CASCADE, related_name="ages")
    level = models.CharField(_("cấp học"), max_length=20, choices=Level)
    age = models.PositiveSmallIntegerField(_("tuổi"))
    pupils = count_field(_("số học sinh"))
    girls = count_field(_("nữ"))
    ethnic = count_field(_("dân tộc thiểu số"))
    ethnic_girls = count_field(_("nữ dân tộc thiểu số"))

    class Meta:
        verbose_name = _("học sinh theo tuổi")
        verbose_name_plural = _("học sinh theo tuổi")
        constraints = [
            UniqueConstraint(
                fields=["school_return", "level", "age"], name="age_once_per_level"
            ),
            CheckConstraint(
                condition=within(("girls", "ethnic", "ethnic_girls"), "pupils")
                & within(("ethnic_girls",), "girls")
                & within(("ethnic_girls",), "ethnic"),
                name="age_parts_within_pupils",
            ),
        ]

    def __str__(self):
        return f"{self.school_return}: {self.age}"


@tracked
class OneClassSite(ReturnPart):
    """A preschool site with a single undersized group, normed at a flat number.

    Its class and children are also part of the grade's figures (TT 19/2023
    art. 5.1.đ gives such a site 2.0 teachers instead of the ratio). A site that does
    not run a single class has no children here.
    """

    school_return = models.ForeignKey(
        SchoolReturn, models.CASCADE, related_name="one_class_sites"
    )
    site = models.ForeignKey(Site, models.PROTECT)
    grade = models.ForeignKey(Grade, models.PROTECT, null=True, blank=True)
    children = count_field(_("số trẻ"))
    inclusive = models.PositiveIntegerField(_("khuyết tật học hòa nhập"), default=0)

    class Meta:
        verbose_name = _("điểm trường một lớp")
        verbose_name_plural = _("điểm trường một lớp")
        constraints = [
            UniqueConstraint(
                fields=["school_return", "site"], name="one_class_site_once"
            ),
            CheckConstraint(
                condition=Q(inclusive__lte=F("children")),
                name="one_class_site_parts_within_children",
            ),
        ]

    def __str__(self):
        return str(self.site)
