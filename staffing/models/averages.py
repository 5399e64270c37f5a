"""Pupils per class that the province sets apart for one school or one commune."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.levels import Level
from communes.models import Commune
from communes.ranges import DateRange
from communes.scoping import ScopedModel, ScopePaths
from schools.models import Institution


@tracked
class ClassAverage(ScopedModel):
    """An average of a decision under TT 20/2023 art. 3.4, in place of the region's.

    The school's own goes before its commune's. Schools whose size stands in their
    charter (art. 3.2.d) are reached by a decision that names the school alone.
    """

    scope_paths = ScopePaths(everyone=True)

    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="class_averages",
        verbose_name=_("xã, phường"),
    )
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="class_averages",
        verbose_name=_("trường"),
    )
    level = models.CharField(
        _("cấp học"),
        max_length=20,
        choices=[
            (level.value, level.label)
            for level in (Level.PRIMARY, Level.LOWER_SECONDARY, Level.UPPER_SECONDARY)
        ],
    )
    pupils_per_class = models.PositiveSmallIntegerField(_("học sinh/lớp"))
    decision = models.CharField(_("quyết định"), max_length=150)
    decided_on = models.DateField(_("ngày quyết định"))
    valid_from = models.DateField(_("áp dụng từ"))
    valid_to = models.DateField(_("áp dụng đến"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("sĩ số bình quân do tỉnh quy định")
        verbose_name_plural = _("sĩ số bình quân do tỉnh quy định")
        ordering = ["-valid_from", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(commune__isnull=True, institution__isnull=False)
                | Q(commune__isnull=False, institution__isnull=True),
                name="class_average_for_one_place",
            ),
            CheckConstraint(
                condition=Q(pupils_per_class__gt=0), name="class_average_positive"
            ),
            CheckConstraint(
                condition=Q(
                    level__in=["primary", "lower_secondary", "upper_secondary"]
                ),
                name="class_average_general_level",
            ),
            CheckConstraint(
                condition=~Q(decision=""), name="class_average_has_decision"
            ),
            CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="class_average_dates_in_order",
            ),
            *(
                ExclusionConstraint(
                    name=f"class_average_one_of_{place}",
                    expressions=[
                        (place, RangeOperators.EQUAL),
                        ("level", RangeOperators.EQUAL),
                        (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                    ],
                    condition=Q(**{f"{place}__isnull": False}),
                )
                for place in ("commune", "institution")
            ),
        ]

    def __str__(self):
        place = self.institution or self.commune
        return f"{place}: {self.get_level_display()} {self.pupils_per_class}"
