"""Code lists of staffing: posts, subjects and degrees."""

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from communes.codelist import CodeList


class Post(CodeList):
    """A job in a school. Tổng phụ trách Đội is no teacher of the ratio (TT 20/2023)."""

    class Group(models.TextChoices):
        MANAGER = "manager", _("Cán bộ quản lý")
        TEACHER = "teacher", _("Giáo viên")
        YOUTH_LEADER = "youth_leader", _("Tổng phụ trách Đội")
        SUPPORT = "support", _("Nhân viên, hỗ trợ giáo dục")

    group = models.CharField(_("nhóm"), max_length=12, choices=Group)
    # Văn thư, thủ quỹ, kế toán have one maximum together (TT 20/2023 art. 8, 13, 18).
    counted_with = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("tính chung định mức với"),
    )

    class Meta(CodeList.Meta):
        verbose_name = _("vị trí việc làm")
        verbose_name_plural = _("vị trí việc làm")
        constraints = [
            CheckConstraint(
                condition=~Q(counted_with=F("code")), name="post_not_with_itself"
            )
        ]


class Subject(CodeList):
    class Meta(CodeList.Meta):
        verbose_name = _("môn học")
        verbose_name_plural = _("môn học")


class Degree(CodeList):
    """A degree; `rank` orders them from intermediate to doctorate."""

    rank = models.PositiveSmallIntegerField(_("bậc"), unique=True)

    class Meta(CodeList.Meta):
        verbose_name = _("trình độ")
        verbose_name_plural = _("trình độ")
