"""Code lists: kinds of institution, grades with their level, reasons of rejection."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communes.codelist import CodeList
from communes.levels import Level
from communes.scoping import ScopedModel, ScopePaths


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


class RejectionReason(ScopedModel):
    """A common reason for sending a return back, offered to whoever judges it."""

    scope_paths = ScopePaths(everyone=True)

    code = models.SlugField(_("mã"), max_length=40, primary_key=True)
    text = models.CharField(_("lý do"), max_length=300)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("lý do từ chối thường gặp")
        verbose_name_plural = _("lý do từ chối thường gặp")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""), name="rejection_reason_says_something"
            )
        ]

    def __str__(self):
        return self.text
