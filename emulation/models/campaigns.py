"""Campaigns with their days, the criteria they use and the blocks they compare in."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.models.who import person, together
from communes.scoping import ScopedModel, ScopePaths

from .criteria import CriteriaSet
from .frozen import before_launch_only

EVERYONE = ScopePaths(everyone=True)


@tracked
class Campaign(ScopedModel):
    """One round of the campaign, from launch to announcement.

    The phase is derived from what was done and the day of today, never stored.
    """

    scope_paths = EVERYONE

    class Phase(models.TextChoices):
        DRAFT = "draft", _("Đang chuẩn bị")
        SELF = "self", _("Tự đánh giá")
        REVIEW = "review", _("Thẩm định")
        ANNOUNCED = "announced", _("Đã công bố")

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    school_year = models.ForeignKey(
        "communes.SchoolYear", models.PROTECT, verbose_name=_("năm học")
    )
    document = models.CharField(_("văn bản phát động"), max_length=200, blank=True)
    # What improvement is measured against.
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="next_campaigns",
        verbose_name=_("đợt trước"),
    )
    starts_on = models.DateField(_("phát động ngày"))
    self_due_on = models.DateField(_("tự đánh giá đến hết"))
    review_due_on = models.DateField(_("thẩm định đến hết"))
    # Schools may appeal against a verified score until the end of this day.
    appeal_due_on = models.DateField(_("nhận kiến nghị đến hết"))
    announce_on = models.DateField(_("dự kiến công bố"))
    # Per cent of the entries that two reviewers mark without seeing each other.
    double_share = models.PositiveSmallIntegerField(
        _("tỷ lệ chấm hai vòng độc lập (%)"),
        default=10,
        validators=[MaxValueValidator(100)],
    )
    # Two marks further apart than this, in per cent of the item, go to a third.
    tolerance = models.PositiveSmallIntegerField(
        _("chênh lệch cho phép (% điểm của mục)"),
        default=20,
        validators=[MaxValueValidator(100)],
    )
    # Learners from which on a school counts as middle-sized and as large.
    middle_from = models.PositiveSmallIntegerField(_("quy mô vừa từ (HS)"), default=200)
    large_from = models.PositiveSmallIntegerField(_("quy mô lớn từ (HS)"), default=500)
    # Smaller blocks are joined: ranks among a handful mean nothing.
    smallest_block = models.PositiveSmallIntegerField(_("khối ít nhất"), default=5)
    seed = models.PositiveIntegerField(_("số gieo khi rút mẫu"), default=1)
    is_public = models.BooleanField(_("công khai bảng xếp hạng"), default=False)
    launched_by = person(_("người phát động"))
    launched_at = models.DateTimeField(_("phát động lúc"), null=True, blank=True)
    announced_by = person(_("người công bố"))
    announced_at = models.DateTimeField(_("công bố lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("đợt thi đua")
        verbose_name_plural = _("đợt thi đua")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(self_due_on__gte=F("starts_on"))
                & Q(review_due_on__gte=F("self_due_on"))
                & Q(appeal_due_on__gte=F("self_due_on"))
                & Q(announce_on__gte=F("review_due_on"))
                & Q(announce_on__gte=F("appeal_due_on")),
                name="campaign_days_in_order",
            ),
            CheckConstraint(
                condition=Q(large_from__gt=F("middle_from")),
                name="campaign_sizes_in_order",
            ),
            CheckConstraint(
                condition=Q(double_share__lte=100) & Q(tolerance__lte=100),
                name="campaign_shares_are_per_cent",
            ),
            CheckConstraint(
                condition=together("launched_by", "launched_at"),
                name="campaign_launched_who_and_when",
            ),
            CheckConstraint(
                condition=together("announced_by", "announced_at"),
                name="campaign_announced_who_and_when",
            ),
            CheckConstraint(
                condition=Q(announced_at__isnull=True) | Q(launched_at__isnull=False),
                name="campaign_announced_after_launch",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def phase(self):
        if self.launched_at is None:
            return self.Phase.DRAFT
        if self.announced_at is not None:
            return self.Phase.ANNOUNCED
        if timezone.localdate() <= self.self_due_on:
            return self.Phase.SELF
        return self.Phase.REVIEW

    @property
    def phase_label(self):
        return self.Phase(self.phase).label

    @property
    def is_running(self):
        """Launched and not yet announced: entries, reviews and appeals move."""
        return self.launched_at is not None and self.announced_at is None


@tracked
class CampaignSet(ScopedModel):
    """A criteria set in a campaign, with its weight in the whole score."""

    scope_paths = EVERYONE

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sets")
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="campaigns"
    )
    weight = models.DecimalField(
        _("trọng số"), max_digits=5, decimal_places=2, default=1
    )
    # Whether the participant's level is the level of this set.
    decides_level = models.BooleanField(_("quyết định mức"), default=False)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("bộ tiêu chí của đợt")
        verbose_name_plural = _("bộ tiêu chí của đợt")
        ordering = ["campaign", "order", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["campaign", "criteria_set"], name="campaign_set_once"
            ),
            CheckConstraint(
                condition=Q(weight__gt=0), name="campaign_set_weighs_something"
            ),
        ]
        triggers = [before_launch_only()]

    def __str__(self):
        return f"{self.campaign}: {self.criteria_set}"


@tracked
class Block(ScopedModel):
    """Participants that are compared with each other: kind, size and region alike."""

    scope_paths = EVERYONE

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="blocks")
    name = models.CharField(_("tên khối"), max_length=150)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("khối thi đua")
        verbose_name_plural = _("khối thi đua")
        ordering = ["campaign", "order", "pk"]
        constraints = [
            UniqueConstraint(fields=["campaign", "name"], name="block_name_once")
        ]

    def __str__(self):
        return self.name
