"""Computed gaps: required by norm under both readings, present, assigned."""

from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint, Value
from django.utils.translation import gettext_lazy as _

from communes.levels import Level
from communes.models import ComputationRun, SchoolYear
from communes.scoping import ScopedModel, ScopedQuerySet, ScopePaths
from schools.models import Institution

from .codes import Post
from .norms import NormSet

NUMBER = models.DecimalField(max_digits=9, decimal_places=2)


# One stored column may not read another, so "present" is written out here.
PRESENT = F("present_permanent") + F("present_contract")


def above_zero(difference):
    """Stored column: `difference`, or zero where it is negative."""
    return models.GeneratedField(
        expression=Func(difference, Value(0), function="GREATEST", output_field=NUMBER),
        output_field=models.DecimalField(max_digits=9, decimal_places=2),
        db_persist=True,
    )


class GapQuerySet(ScopedQuerySet):
    def editable_by(self, user):
        """Gaps are computed, nobody edits them."""
        return self.none()


class StaffingGap(ScopedModel):
    """One post (teachers: one level) of one institution in one school year.

    Shortage and surplus are columns of the row, so summing rows keeps them
    gross: a surplus here never fills a shortage there.
    """

    scope_paths = ScopePaths(
        communes=("institution__managing_commune",), institution="institution__code"
    )

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="gaps")
    school_year = models.ForeignKey(SchoolYear, models.CASCADE)
    post = models.ForeignKey(Post, models.PROTECT)
    level = models.CharField(_("cấp"), max_length=20, choices=Level, blank=True)
    norm_set = models.ForeignKey(NormSet, models.PROTECT)
    # Both empty where the text gives no number: neither shortage nor surplus then.
    required_norm_classes = models.DecimalField(
        _("định mức theo lớp định mức"), max_digits=9, decimal_places=2, null=True
    )
    required_actual_classes = models.DecimalField(
        _("định mức theo lớp thực tế"), max_digits=9, decimal_places=2, null=True
    )
    # Main assignments at work on the day of the data (art. 2.3: contracts count).
    present_permanent = models.DecimalField(
        _("viên chức có mặt"), max_digits=9, decimal_places=2
    )
    present_contract = models.DecimalField(
        _("hợp đồng có mặt"), max_digits=9, decimal_places=2
    )
    present = models.GeneratedField(
        expression=PRESENT,
        output_field=models.DecimalField(max_digits=9, decimal_places=2),
        db_persist=True,
    )
    # Employed here but away, by kind, e.g. {"maternity": 1}.
    absent = models.JSONField(default=dict, blank=True)
    assigned = models.PositiveSmallIntegerField(_("biên chế giao"), null=True)
    shortage_norm_classes = above_zero(F("required_norm_classes") - PRESENT)
    surplus_norm_classes = above_zero(PRESENT - F("required_norm_classes"))
    shortage_actual_classes = above_zero(F("required_actual_classes") - PRESENT)
    surplus_actual_classes = above_zero(PRESENT - F("required_actual_classes"))
    # Classes, pupils, averages, ratios and articles behind the two numbers.
    inputs = models.JSONField(default=dict)
    # Without an index of its own, rewriting a gap touches no index at all.
    run = models.ForeignKey(
        ComputationRun, models.PROTECT, related_name="gaps", db_index=False
    )

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("thừa, thiếu")
        verbose_name_plural = _("thừa, thiếu")
        constraints = [
            UniqueConstraint(
                fields=["school_year", "institution", "post", "level"], name="gap_once"
            ),
            CheckConstraint(
                condition=Q(required_norm_classes__gte=0)
                & Q(required_actual_classes__gte=0),
                name="gap_required_not_negative",
            ),
            CheckConstraint(
                condition=Q(
                    required_norm_classes__isnull=True,
                    required_actual_classes__isnull=True,
                )
                | Q(
                    required_norm_classes__isnull=False,
                    required_actual_classes__isnull=False,
                ),
                name="gap_required_in_both_or_none",
            ),
        ]

    def __str__(self):
        return f"{self.institution} {self.school_year_id} {self.post_id}"


class PlaceGap(ScopedModel):
    """Places given to a group of posts of an institution, and who fills them.

    Two figures that are never mixed: places against viên chức at work on the day,
    and places that nobody holds, where who is away still holds one.
    """

    scope_paths = ScopePaths(
        communes=("institution__managing_commune",), institution="institution__code"
    )

    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="place_gaps"
    )
    school_year = models.ForeignKey(SchoolYear, models.CASCADE)
    group = models.CharField(_("nhóm"), max_length=12, choices=Post.Group)
    places = models.PositiveSmallIntegerField(_("biên chế giao"))
    at_work = models.PositiveSmallIntegerField(_("viên chức có mặt"))
    employed = models.PositiveSmallIntegerField(_("viên chức giữ biên chế"))
    shortage = above_zero(F("places") - F("at_work"))
    surplus = above_zero(F("at_work") - F("places"))
    unfilled = above_zero(F("places") - F("employed"))
    overfilled = above_zero(F("employed") - F("places"))
    # Decision, contracts and people away beside the numbers.
    inputs = models.JSONField(default=dict)
    run = models.ForeignKey(
        ComputationRun, models.PROTECT, related_name="place_gaps", db_index=False
    )

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("thừa, thiếu so với biên chế giao")
        verbose_name_plural = _("thừa, thiếu so với biên chế giao")
        constraints = [
            UniqueConstraint(
                fields=["school_year", "institution", "group"], name="place_gap_once"
            ),
            CheckConstraint(
                condition=Q(at_work__lte=F("employed")),
                name="place_gap_at_work_are_employed",
            ),
        ]

    def __str__(self):
        return f"{self.institution} {self.school_year_id} {self.group}"
