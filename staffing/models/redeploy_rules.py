"""What a plan of redeployment must keep to: limits as rows, and people to be spared."""

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.scoping import ScopedModel, ScopePaths

from .people import Person, PersonPart


@tracked
class RedeployRule(ScopedModel):
    """One limit, ground for sparing people or place in the order of proposing.

    What the law leaves to the department: editable, marked until it is confirmed.
    """

    scope_paths = ScopePaths(everyone=True)

    class Group(models.TextChoices):
        LIMIT = "limit", _("Giới hạn của phương án")
        PROTECTION = "protection", _("Người không điều động")
        ORDER = "order", _("Thứ tự đề xuất người")
        POST = "post", _("Vị trí được điều động")

    code = models.CharField(_("mã"), max_length=40, primary_key=True)
    group = models.CharField(_("nhóm"), max_length=10, choices=Group)
    name = models.CharField(_("nội dung"), max_length=200)
    name_en = models.CharField(_("nội dung tiếng Anh"), max_length=200)
    value = models.DecimalField(_("giá trị"), max_digits=8, decimal_places=2)
    unit = models.CharField(_("đơn vị"), max_length=40, blank=True)
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("đã xác nhận"), default=False)
    place = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("quy tắc điều động")
        verbose_name_plural = _("quy tắc điều động")
        ordering = ["place", "code"]
        constraints = [
            CheckConstraint(
                condition=Q(value__gte=0), name="redeploy_rule_not_negative"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def said(self):
        """What it is about, in the reader's language."""
        return self.name_en if get_language() == "en" else self.name


@tracked
class Protection(PersonPart):
    """A reason not to move somebody, with the paper that shows it."""

    class Reason(models.TextChoices):
        SOLE_EARNER = "sole_earner", _("Lao động chính duy nhất của gia đình")
        SMALL_CHILD = "small_child", _("Đang nuôi con nhỏ")
        ILLNESS = "illness", _("Bệnh hiểm nghèo, khuyết tật")
        HARDSHIP = "hardship", _("Hoàn cảnh đặc biệt khó khăn")
        OTHER = "other", _("Lý do khác")

    person = models.ForeignKey(Person, models.CASCADE, related_name="protections")
    reason = models.CharField(_("lý do"), max_length=12, choices=Reason)
    document = models.CharField(_("giấy tờ kèm theo"), max_length=200)
    started_on = models.DateField(_("từ ngày"))
    ended_on = models.DateField(_("đến hết ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("trường hợp không điều động")
        verbose_name_plural = _("trường hợp không điều động")
        constraints = [
            CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="protection_dates_in_order",
            ),
            CheckConstraint(
                condition=~Q(document=""), name="protection_names_its_paper"
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_reason_display()}"
