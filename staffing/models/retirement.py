"""Retirement ages by sex and month of birth, as the decree's annex lists them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.ranges import DateRange
from communes.scoping import ScopedModel, ScopePaths

from .people import Person


@tracked
class RetirementAge(ScopedModel):
    """The age at which those born in a span of months leave (NĐ 135/2020, Phụ lục I).

    The decree raises the age from year to year; its annex lists what that means for
    each month of birth, so that nobody has to work it out again.
    """

    scope_paths = ScopePaths(everyone=True)

    sex = models.CharField(_("giới tính"), max_length=1, choices=Person.Sex)
    born_from = models.DateField(_("sinh từ ngày"))
    born_to = models.DateField(_("sinh đến hết ngày"), null=True, blank=True)
    # Age in months: 60 years and 3 months are 723.
    months = models.PositiveSmallIntegerField(_("tuổi nghỉ hưu (tháng)"))
    document = models.CharField(_("văn bản"), max_length=100)
    article = models.CharField(_("điều, khoản"), max_length=100)
    confirmed = models.BooleanField(_("đã xác nhận"), default=False)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("tuổi nghỉ hưu")
        verbose_name_plural = _("tuổi nghỉ hưu")
        ordering = ["sex", "born_from"]
        constraints = [
            CheckConstraint(
                condition=Q(born_to__isnull=True) | Q(born_to__gte=F("born_from")),
                name="retirement_age_dates_in_order",
            ),
            CheckConstraint(
                condition=Q(months__gte=480) & Q(months__lte=840),
                name="retirement_age_of_a_person",
            ),
            ExclusionConstraint(
                name="retirement_age_one_per_birthday",
                expressions=[
                    ("sex", RangeOperators.EQUAL),
                    (DateRange("born_from", "born_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        years, months = divmod(self.months, 12)
        return f"{self.get_sex_display()} {self.born_from:%m/%Y}: {years}t{months}"
