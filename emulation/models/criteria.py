"""Criteria sets: groups, criteria and the items that earn points, versioned and frozen."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.scoping import ScopedModel, ScopePaths

from .frozen import frozen_set, frozen_with

EVERYONE = ScopePaths(everyone=True)


class Participant(models.TextChoices):
    """Who may take part in a campaign."""

    INSTITUTION = "institution", _("Cơ sở giáo dục")
    COMMUNE = "commune", _("Xã, phường")
    OFFICE = "office", _("Phòng Văn hóa - Xã hội")
    TEAM = "team", _("Tổ công nghệ số cộng đồng")


def points_field(label, **options):
    return models.DecimalField(
        label,
        max_digits=7,
        decimal_places=2,
        validators=[MinValueValidator(0)],
        **options,
    )


@tracked
class CriteriaSet(ScopedModel):
    """One version of a set of criteria; once a campaign runs on it, nothing moves.

    The department changes a frozen set by making the next version of it.
    """

    scope_paths = EVERYONE

    code = models.SlugField(_("mã"), max_length=40)
    version = models.PositiveSmallIntegerField(_("phiên bản"), default=1)
    name = models.CharField(_("tên"), max_length=200)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    document = models.CharField(_("văn bản"), max_length=200, blank=True)
    # Which kinds of participant the set is for; of schools, which kinds (empty: all).
    participants = ArrayField(
        models.CharField(max_length=12, choices=Participant),
        verbose_name=_("đối tượng"),
    )
    institution_kinds = ArrayField(
        models.CharField(max_length=10),
        verbose_name=_("loại trường"),
        default=list,
        blank=True,
    )
    # A missed mandatory criterion holds the level down to this one.
    mandatory_cap = models.PositiveSmallIntegerField(
        _("mức cao nhất khi thiếu tiêu chí bắt buộc"), default=1
    )
    is_confirmed = models.BooleanField(_("đã đối chiếu bản ký"), default=False)
    note = models.TextField(_("điều chưa chắc chắn"), blank=True)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors"
    )
    frozen_at = models.DateTimeField(_("khóa từ"), null=True, blank=True)

    class Meta:
        verbose_name = _("bộ tiêu chí")
        verbose_name_plural = _("bộ tiêu chí")
        ordering = ["code", "-version"]
        constraints = [
            UniqueConstraint(
                fields=["code", "version"], name="criteria_set_version_once"
            ),
            CheckConstraint(
                condition=~Q(participants=[]), name="criteria_set_is_for_somebody"
            ),
        ]
        triggers = [frozen_set()]

    def __str__(self):
        return f"{self.name} (v{self.version})"


@tracked
class SetLevel(ScopedModel):
    """A level of the set: reached when the lowest group has enough points.

    QĐ 4725: level 2 from 50 points on, level 3 above 75, in each group.
    """

    scope_paths = EVERYONE

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField(_("mức"))
    name = models.CharField(_("tên"), max_length=100)
    from_points = points_field(_("từ điểm"))
    # False: more points than that are needed, not just as many.
    is_inclusive = models.BooleanField(_("kể cả điểm này"), default=True)

    class Meta:
        verbose_name = _("mức của bộ tiêu chí")
        verbose_name_plural = _("mức của bộ tiêu chí")
        ordering = ["criteria_set", "number"]
        constraints = [
            UniqueConstraint(
                fields=["criteria_set", "number"], name="set_level_number_once"
            )
        ]
        triggers = [frozen_with("criteria_set_id")]

    def __str__(self):
        return self.name


@tracked
class CriteriaGroup(ScopedModel):
    """A group of criteria with the points that it is out of."""

    scope_paths = EVERYONE

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="groups")
    code = models.CharField(_("mã"), max_length=10)
    name = models.CharField(_("tên"), max_length=200)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    # What the document says the group is out of; its items may add up to less.
    max_points = points_field(_("điểm tối đa"), default=100)
    note = models.TextField(_("điều chưa chắc chắn"), blank=True)

    class Meta:
        verbose_name = _("nhóm tiêu chí")
        verbose_name_plural = _("nhóm tiêu chí")
        ordering = ["criteria_set", "order", "code"]
        constraints = [
            UniqueConstraint(
                fields=["criteria_set", "code"], name="criteria_group_code_once"
            ),
            CheckConstraint(
                condition=Q(max_points__gt=0), name="criteria_group_worth_something"
            ),
        ]
        triggers = [frozen_with("criteria_set_id")]

    def __str__(self):
        return self.name


@tracked
class Criterion(ScopedModel):
    """One criterion: mandatory (met or not), or worth the points of its items."""

    scope_paths = EVERYONE

    group = models.ForeignKey(CriteriaGroup, models.CASCADE, related_name="criteria")
    code = models.CharField(_("mã"), max_length=10)
    name = models.CharField(_("tên"), max_length=300)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    is_mandatory = models.BooleanField(_("bắt buộc"), default=False)
    needs_evidence = models.BooleanField(_("cần minh chứng"), default=True)
    guidance = models.TextField(_("hướng dẫn, minh chứng gợi ý"), blank=True)
    # Kinds of school that it does not apply to: its points leave their maximum.
    except_kinds = ArrayField(
        models.CharField(max_length=10),
        verbose_name=_("không áp dụng cho"),
        default=list,
        blank=True,
    )
    # Upper bounds of bands 1 and 2 inside the criterion, as the document prints them.
    band_1_below = points_field(_("mức 1 dưới"), null=True, blank=True)
    band_3_above = points_field(_("mức 3 trên"), null=True, blank=True)
    is_confirmed = models.BooleanField(_("đã đối chiếu bản ký"), default=False)
    note = models.TextField(_("điều chưa chắc chắn"), blank=True)

    class Meta:
        verbose_name = _("tiêu chí")
        verbose_name_plural = _("tiêu chí")
        ordering = ["group", "order", "code"]
        constraints = [
            UniqueConstraint(fields=["group", "code"], name="criterion_code_once"),
            CheckConstraint(
                condition=Q(band_1_below__isnull=True, band_3_above__isnull=True)
                | Q(band_3_above__gte=F("band_1_below")),
                name="criterion_bands_in_order",
            ),
        ]
        triggers = [
            frozen_with(
                "(SELECT criteria_set_id FROM emulation_criteriagroup WHERE id = {row}.group_id)"
            )
        ]

    def __str__(self):
        return f"{self.code} {self.name}"


@tracked
class Item(ScopedModel):
    """What is answered and marked: a sub-point, or a criterion without sub-points."""

    scope_paths = EVERYONE

    class Kind(models.TextChoices):
        YES_NO = "yes_no", _("Có / Không")
        # amount / out_of, in full from `target` per cent on.
        SHARE = "share", _("Tỷ lệ (%)")
        # A number of things, in full from `target` on.
        COUNT = "count", _("Số lượng")
        # Points that the school gives itself and reviewers judge.
        POINTS = "points", _("Tự cho điểm")

    class Effort(models.IntegerChoices):
        """How hard the points are to win: what the advice of cheap points goes by."""

        LOW = 1, _("Dễ: văn bản, khai báo")
        MEDIUM = 2, _("Vừa: tập huấn, tổ chức")
        HIGH = 3, _("Khó: mua sắm, xây dựng")

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="items")
    code = models.CharField(_("mã"), max_length=12)
    name = models.CharField(_("tên"), max_length=300)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    kind = models.CharField(_("cách trả lời"), max_length=8, choices=Kind)
    # 0 for mandatory criteria, which are met or not.
    max_points = points_field(_("điểm tối đa"), default=0)
    # SHARE: per cent, COUNT: number, from which on the points are full.
    target = points_field(_("đạt đủ điểm từ"), null=True, blank=True)
    # Code of a measure that answers by itself; empty where people answer.
    measure = models.CharField(_("tự lấy từ số liệu"), max_length=60, blank=True)
    effort = models.PositiveSmallIntegerField(
        _("mức khó"), choices=Effort, default=Effort.MEDIUM
    )
    is_confirmed = models.BooleanField(_("đã đối chiếu bản ký"), default=False)
    note = models.TextField(_("điều chưa chắc chắn"), blank=True)

    class Meta:
        verbose_name = _("mục chấm điểm")
        verbose_name_plural = _("mục chấm điểm")
        ordering = ["criterion", "order", "code"]
        constraints = [
            UniqueConstraint(fields=["criterion", "code"], name="item_code_once"),
            CheckConstraint(
                condition=Q(max_points__gte=0), name="item_points_not_negative"
            ),
            CheckConstraint(
                condition=~Q(kind__in=["share", "count"])
                | Q(target__isnull=False, target__gt=0),
                name="item_counted_has_target",
            ),
        ]
        triggers = [
            frozen_with(
                "(SELECT g.criteria_set_id FROM emulation_criterion c "
                "JOIN emulation_criteriagroup g ON g.id = c.group_id "
                "WHERE c.id = {row}.criterion_id)"
            )
        ]

    def __str__(self):
        return f"{self.code} {self.name}"

    @property
    def highest_mark(self):
        """What a reviewer can give at most: mandatory items are 1 (met) or 0."""
        return self.max_points or 1
