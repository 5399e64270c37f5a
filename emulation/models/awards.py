"""Awards proposed under a quota, and the minutes of the meeting that proposed them."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.models.who import person, together
from communes.scoping import DENY, ScopedModel, ScopePaths

from .campaigns import Block, Campaign
from .entries import OF_ENTRY, Entry

EVERYONE = ScopePaths(everyone=True)


@tracked
class AwardKind(ScopedModel):
    """A form of reward: giấy khen, bằng khen, cờ; who gives it and by which paper."""

    scope_paths = EVERYONE

    code = models.SlugField(_("mã"), max_length=40, primary_key=True)
    name = models.CharField(_("tên"), max_length=150)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=150, blank=True)
    # The highest first: an entry proposed for one leaves the lower ones to others.
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    authority = models.CharField(_("cấp khen"), max_length=150)
    document = models.CharField(_("văn bản"), max_length=200, blank=True)
    lowest_level = models.PositiveSmallIntegerField(_("mức tối thiểu"), default=2)
    is_confirmed = models.BooleanField(_("đã xác nhận"), default=False)
    note = models.TextField(_("điều chưa chắc chắn"), blank=True)

    class Meta:
        verbose_name = _("hình thức khen thưởng")
        verbose_name_plural = _("hình thức khen thưởng")
        ordering = ["order", "code"]

    def __str__(self):
        return self.name


@tracked
class AwardQuota(ScopedModel):
    """How many of one award a campaign may propose, in one block or altogether."""

    scope_paths = EVERYONE

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="quotas")
    award = models.ForeignKey(AwardKind, models.PROTECT, related_name="quotas")
    # Empty: for all blocks together.
    block = models.ForeignKey(
        Block, models.CASCADE, null=True, blank=True, related_name="quotas"
    )
    most = models.PositiveSmallIntegerField(_("số lượng tối đa"))

    class Meta:
        verbose_name = _("chỉ tiêu khen thưởng")
        verbose_name_plural = _("chỉ tiêu khen thưởng")
        ordering = ["campaign", "award", "block"]
        constraints = [
            UniqueConstraint(
                fields=["campaign", "award", "block"],
                nulls_distinct=False,
                name="award_quota_once",
            )
        ]

    def __str__(self):
        return f"{self.award}: {self.most}"


@tracked
class AwardProposal(ScopedModel):
    """One entry proposed for one award."""

    scope_paths = OF_ENTRY

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="award_proposal")
    award = models.ForeignKey(AwardKind, models.PROTECT, related_name="proposals")
    # Why, where it is not simply the next in rank.
    reason = models.TextField(_("lý do"), blank=True)
    proposed_by = person(_("người đề nghị"))
    proposed_at = models.DateTimeField(_("đề nghị lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("đề nghị khen thưởng")
        verbose_name_plural = _("đề nghị khen thưởng")
        ordering = ["award__order", "entry"]

    def __str__(self):
        return f"{self.entry}: {self.award}"


@tracked
class Minutes(ScopedModel):
    """Minutes of the council's meeting with all they rest on, as they were then."""

    # Places and proposals before they are announced: for the department alone.
    scope_paths = DENY

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="minutes")
    number = models.CharField(_("số biên bản"), max_length=40, blank=True)
    held_on = models.DateField(_("họp ngày"))
    place = models.CharField(_("địa điểm"), max_length=200)
    chair = models.CharField(_("chủ trì"), max_length=150)
    secretary = models.CharField(_("thư ký"), max_length=150)
    members = models.TextField(_("thành phần dự họp"))
    conclusion = models.TextField(_("kết luận"), blank=True)
    # Ranking and proposals at the moment of writing: the document can be made again.
    content = models.JSONField(_("nội dung"), default=dict)
    digest = models.CharField(_("mã băm nội dung"), max_length=64)
    written_by = person(_("người lập"))
    written_at = models.DateTimeField(_("lập lúc"), null=True)

    class Meta:
        verbose_name = _("biên bản họp")
        verbose_name_plural = _("biên bản họp")
        ordering = ["-written_at"]
        constraints = [
            CheckConstraint(
                condition=together("written_by", "written_at"),
                name="minutes_written_who_and_when",
            ),
            CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="minutes_have_digest",
            ),
        ]

    def __str__(self):
        return f"{self.campaign} {self.held_on:%d/%m/%Y}"
