"""Computed scores and standings: written by workers, read by everybody else."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.scoping import (
    PROVINCE_ROLES,
    ScopedModel,
    ScopedQuerySet,
    ScopePaths,
    is_active_account,
)

from .campaigns import Block, Campaign
from .criteria import CriteriaSet, Item
from .entries import OF_ENTRY, Entry

EVERYONE = ScopePaths(everyone=True)


def score_field(label, **options):
    return models.DecimalField(label, max_digits=7, decimal_places=2, **options)


class ScoreRequest(ScopedModel):
    """A campaign whose scores are out of date; many changes make one request."""

    scope_paths = EVERYONE

    campaign = models.OneToOneField(
        Campaign, models.CASCADE, related_name="score_request"
    )
    requested_at = models.DateTimeField()

    class Meta:
        verbose_name = _("yêu cầu tính điểm")
        verbose_name_plural = _("yêu cầu tính điểm")

    def __str__(self):
        return str(self.campaign)


class ScoreRun(ScopedModel):
    """One computation of a campaign's scores: when, where, over how many entries."""

    scope_paths = EVERYONE

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="runs")
    host = models.CharField(_("máy tính"), max_length=200)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    entries = models.PositiveIntegerField(default=0)
    # Criteria sets and rules in use: {"sets": {"qd4725": 1}, "rules": 1}.
    versions = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("lần tính điểm")
        verbose_name_plural = _("lần tính điểm")
        ordering = ["-started_at"]

    def __str__(self):
        return f"{self.campaign} {self.started_at:%d/%m/%Y %H:%M:%S}"


class ItemScore(ScopedModel):
    """What one item is worth to one entry, by whom it was settled, with its doubt."""

    scope_paths = OF_ENTRY

    class Source(models.TextChoices):
        """Who settled the points; a later one stands over an earlier one."""

        NONE = "none", _("Chưa trả lời")
        SELF = "self", _("Tự chấm, chưa thẩm định")
        MEASURED = "measured", _("Đo từ số liệu")
        COMMUNE = "commune", _("Xã thẩm định")
        DEPARTMENT = "department", _("Sở thẩm định")
        PAIR = "pair", _("Hai người chấm độc lập")
        THIRD = "third", _("Người chấm thứ ba")
        DISPUTED = "disputed", _("Hai người chấm chưa thống nhất")
        APPEAL = "appeal", _("Kết luận kiến nghị")

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="item_scores")
    item = models.ForeignKey(Item, models.PROTECT, related_name="scores")
    # None: not answered. Mandatory items: 1 or 0.
    self_points = score_field(_("tự chấm"), null=True)
    points = score_field(_("điểm"), default=0)
    low = score_field(_("thấp nhất"), default=0)
    high = score_field(_("cao nhất"), default=0)
    source = models.CharField(_("nguồn"), max_length=10, choices=Source)

    class Meta:
        verbose_name = _("điểm của mục")
        verbose_name_plural = _("điểm của mục")
        constraints = [
            UniqueConstraint(fields=["entry", "item"], name="item_score_once"),
            CheckConstraint(
                condition=Q(low__lte=F("points")) & Q(points__lte=F("high")),
                name="item_score_within_its_doubt",
            ),
        ]

    def __str__(self):
        return f"{self.entry} {self.item}: {self.points}"


class SetScore(ScopedModel):
    """What one criteria set is worth to one entry, in per cent of what it could be."""

    scope_paths = OF_ENTRY

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="set_scores")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="scores")
    self_score = score_field(_("tự chấm"), null=True)
    score = score_field(_("điểm"), default=0)
    low = score_field(_("thấp nhất"), default=0)
    high = score_field(_("cao nhất"), default=0)
    # None where the set has no levels.
    level = models.PositiveSmallIntegerField(_("mức"), null=True)
    # [{"code", "name", "self", "points", "low", "high", "out_of"}], a row per group.
    groups = models.JSONField(_("điểm các nhóm"), default=list)
    # Codes of mandatory criteria that are not met.
    missing = models.JSONField(_("tiêu chí bắt buộc còn thiếu"), default=list)

    class Meta:
        verbose_name = _("điểm của bộ tiêu chí")
        verbose_name_plural = _("điểm của bộ tiêu chí")
        constraints = [
            UniqueConstraint(fields=["entry", "criteria_set"], name="set_score_once"),
            CheckConstraint(
                condition=Q(low__lte=F("score"))
                & Q(score__lte=F("high"))
                & Q(low__gte=0)
                & Q(high__lte=100),
                name="set_score_within_its_doubt",
            ),
        ]

    def __str__(self):
        return f"{self.entry} {self.criteria_set}: {self.score}"


class StandingQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """One's own always; everybody's once the campaign is announced."""
        if not is_active_account(user):
            return self.none()
        if user.role in PROVINCE_ROLES:
            return self.all()
        own = super().visible_to(user)
        announced = Q(campaign__announced_at__isnull=False)
        return self.filter(announced | Q(pk__in=own.values("pk")))

    def editable_by(self, user):
        """Standings are computed, nobody edits them."""
        return self.none()


class Standing(ScopedModel):
    """An entry's whole score (0-100) and its place in its block, with their doubt."""

    scope_paths = OF_ENTRY

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="standing")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="standings")
    block = models.ForeignKey(
        Block, models.SET_NULL, null=True, related_name="standings"
    )
    run = models.ForeignKey(ScoreRun, models.CASCADE, related_name="standings")
    self_score = score_field(_("tự chấm"), null=True)
    score = score_field(_("điểm"), default=0)
    low = score_field(_("thấp nhất"), default=0)
    high = score_field(_("cao nhất"), default=0)
    level = models.PositiveSmallIntegerField(_("mức"), null=True)
    # Items answered of those that apply; a rank needs all of them.
    answered = models.PositiveSmallIntegerField(_("mục đã trả lời"), default=0)
    expected = models.PositiveSmallIntegerField(_("mục phải trả lời"), default=0)
    # Share of the points that somebody other than the participant has settled.
    verified_share = score_field(_("phần đã thẩm định (%)"), default=0)
    # None: no rank, the entry is incomplete.
    rank = models.PositiveSmallIntegerField(_("hạng"), null=True)
    rank_best = models.PositiveSmallIntegerField(_("hạng cao nhất có thể"), null=True)
    rank_worst = models.PositiveSmallIntegerField(_("hạng thấp nhất có thể"), null=True)
    # How many of the block have a rank.
    ranked = models.PositiveSmallIntegerField(_("số đơn vị xếp hạng"), default=0)
    # Score minus that of the campaign before; None where there was none.
    improvement = score_field(_("tiến bộ so với đợt trước"), null=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("kết quả xếp hạng")
        verbose_name_plural = _("kết quả xếp hạng")
        ordering = ["campaign", "block", "rank", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(low__lte=F("score"))
                & Q(score__lte=F("high"))
                & Q(low__gte=0)
                & Q(high__lte=100),
                name="standing_within_its_doubt",
            ),
            CheckConstraint(
                condition=Q(
                    rank__isnull=True, rank_best__isnull=True, rank_worst__isnull=True
                )
                | (Q(rank_best__lte=F("rank")) & Q(rank__lte=F("rank_worst"))),
                name="standing_rank_within_its_doubt",
            ),
            CheckConstraint(
                condition=Q(answered__lte=F("expected")),
                name="standing_answered_of_expected",
            ),
        ]

    def __str__(self):
        return f"{self.entry}: {self.score}"
