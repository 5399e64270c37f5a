"""Code lists: kinds of institution and grades, with the level each belongs to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.codelist import CodeList
from communes.levels import Level


class InstitutionKind(CodeList):
    """Kind of institution, with the levels it teaches and whether it can be recognised."""

    short_name = models.CharField(_("viết tắt"), max_length=20)
    lowest_level = models.CharField(_("cấp thấp nhất"), max_length=20, choices=Level)
    highest_level = models.CharField(_("cấp cao nhất"), max_length=20, choices=Level)
    # Whether TT 57/2026 (before: TT 17-19/2018) recognises this kind at all.
    recognisable = models.BooleanField(_("xét chuẩn quốc gia"), default=True)

    class Meta(CodeList.Meta):
        verbose_name = _("loại cơ sở giáo dục")
        verbose_name_plural = _("loại cơ sở giáo dục")


class Grade(CodeList):
    """A grade, or an age group of preschool (mixed groups have codes of their own)."""

    level = models.CharField(_("cấp học"), max_length=20, choices=Level)
    # Age that is right for the grade; empty for mixed groups and continuing classes.
    right_age = models.PositiveSmallIntegerField(_("đúng tuổi"), null=True, blank=True)
    # Nursery groups (nhóm trẻ) and kindergarten classes have different norms.
    is_nursery = models.BooleanField(_("nhóm trẻ"), default=False)
    is_mixed = models.BooleanField(_("ghép độ tuổi"), default=False)

    class Meta(CodeList.Meta):
        verbose_name = _("khối, nhóm tuổi")
        verbose_name_plural = _("khối, nhóm tuổi")
