"""Entries of a campaign: who takes part, what they answer, and every step of the way."""

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.models import Commune
from communes.models.who import person, together
from communes.scoping import ScopedModel, ScopePaths
from schools.models import Institution

from .campaigns import Block, Campaign
from .criteria import Item, Participant
from .frozen import before_announcement_only, open_entry_only
from .registers import Team

OF_ENTRY = ScopePaths(
    communes=("entry__commune",),
    managed_by="entry__commune",
    institution="entry__institution__code",
)


@tracked
class Entry(ScopedModel):
    """One participant's part in a campaign; who handed it in, checked and verified it.

    `commune` is the commune that manages a school, or that takes part itself: its
    people fill in and check. Empty for schools of the department.
    """

    scope_paths = ScopePaths(
        communes=("commune",), managed_by="commune", institution="institution__code"
    )

    class State(models.TextChoices):
        DRAFT = "draft", _("Nháp")
        SUBMITTED = "submitted", _("Đã nộp, chờ xã thẩm định")
        CONFIRMED = "confirmed", _("Chờ Sở thẩm định")
        VERIFIED = "verified", _("Sở đã thẩm định")
        RETURNED = "returned", _("Trả lại")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="entries")
    participant = models.CharField(_("đối tượng"), max_length=12, choices=Participant)
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaign_entries",
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="campaign_entries"
    )
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaign_entries",
    )
    # As it was at the launch, so that a later merger does not rewrite the ranking.
    name = models.CharField(_("tên"), max_length=250)
    kind = models.CharField(_("loại trường"), max_length=10, blank=True)
    block = models.ForeignKey(
        Block, models.SET_NULL, null=True, blank=True, related_name="entries"
    )
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State, default=State.DRAFT
    )
    # A later day than the campaign's own, given with a return or an extension.
    due_on = models.DateField(_("hạn riêng"), null=True, blank=True)
    submitted_by = person(_("người nộp"))
    submitted_at = models.DateTimeField(_("nộp lúc"), null=True, blank=True)
    confirmed_by = person(_("người thẩm định ở xã"))
    confirmed_at = models.DateTimeField(_("xã thẩm định lúc"), null=True, blank=True)
    verified_at = models.DateTimeField(
        _("Sở thẩm định xong lúc"), null=True, blank=True
    )
    returned_by = person(_("người trả lại"))
    returned_at = models.DateTimeField(_("trả lại lúc"), null=True, blank=True)
    reason = models.TextField(_("lý do trả lại"), blank=True)

    class Meta:
        verbose_name = _("hồ sơ thi đua")
        verbose_name_plural = _("hồ sơ thi đua")
        ordering = ["campaign", "name", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["campaign", "participant", "institution", "team", "commune"],
                nulls_distinct=False,
                name="entry_once_per_campaign",
            ),
            CheckConstraint(
                condition=Q(
                    participant="institution",
                    institution__isnull=False,
                    team__isnull=True,
                )
                | Q(
                    participant="team",
                    institution__isnull=True,
                    team__isnull=False,
                    commune__isnull=False,
                )
                | Q(
                    participant__in=["commune", "office"],
                    institution__isnull=True,
                    team__isnull=True,
                    commune__isnull=False,
                ),
                name="entry_is_of_its_participant",
            ),
            CheckConstraint(
                condition=together("submitted_by", "submitted_at"),
                name="entry_submitted_who_and_when",
            ),
            CheckConstraint(
                condition=together("confirmed_by", "confirmed_at"),
                name="entry_confirmed_who_and_when",
            ),
            CheckConstraint(
                condition=together("returned_by", "returned_at"),
                name="entry_returned_who_and_when",
            ),
            CheckConstraint(
                condition=Q(state__in=["draft", "returned"])
                | Q(submitted_at__isnull=False),
                name="entry_handed_in_has_author",
            ),
            CheckConstraint(
                condition=~Q(state="returned")
                | (Q(returned_at__isnull=False) & ~Q(reason="")),
                name="entry_returned_has_reason",
            ),
            CheckConstraint(
                condition=Q(state="verified", verified_at__isnull=False)
                | (~Q(state="verified") & Q(verified_at__isnull=True)),
                name="entry_verified_has_time",
            ),
            CheckConstraint(
                condition=~Q(confirmed_by=F("submitted_by")),
                name="entry_checker_is_not_author",
            ),
        ]
        triggers = [before_announcement_only("campaign_id")]

    def __str__(self):
        return self.name

    @property
    def is_open(self):
        """With whoever fills it in."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)


class EntryStep(ScopedModel):
    """What happened to an entry, by whom and why: never changed, never deleted."""

    scope_paths = OF_ENTRY

    class Step(models.TextChoices):
        SUBMIT = "submit", _("Nộp")
        CONFIRM = "confirm", _("Xã thẩm định xong")
        VERIFY = "verify", _("Sở thẩm định xong")
        RETURN = "return", _("Trả lại")
        APPEAL = "appeal", _("Kiến nghị")
        DECIDE = "decide", _("Giải quyết kiến nghị")
        EXTEND = "extend", _("Gia hạn")

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="steps")
    step = models.CharField(_("việc"), max_length=8, choices=Step)
    # Empty where the system itself closed the entry: the last review was finished.
    by = person(_("người làm"))
    at = models.DateTimeField(_("lúc"), auto_now_add=True)
    reason = models.TextField(_("lý do"), blank=True)
    # The self-score at this step, so that history can be read beside the verified one.
    self_score = models.DecimalField(
        _("điểm tự chấm"), max_digits=6, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("bước xử lý hồ sơ")
        verbose_name_plural = _("bước xử lý hồ sơ")
        ordering = ["entry", "at", "pk"]
        triggers = [pgtrigger.Protect(name="step_stays", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.entry}: {self.get_step_display()}"


@tracked
class Answer(ScopedModel):
    """What a participant says about one item, or what was measured for her.

    Reviewers never write here: their marks are rows of their own, so a verified
    score and a self-score cannot overwrite each other.
    """

    scope_paths = OF_ENTRY

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, models.PROTECT, related_name="answers")
    # YES_NO: 1 or 0. SHARE: amount of out_of. COUNT: how many. POINTS: the points.
    amount = models.DecimalField(
        _("trả lời"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    out_of = models.DecimalField(
        _("trên tổng số"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    note = models.TextField(_("thuyết minh"), blank=True)
    # Where a measured answer comes from: {"words": …, "inputs": [[label, value]…],
    # "address": …, "run": …, "state": …}. Empty for what people answered.
    source = models.JSONField(_("nguồn số liệu"), default=dict, blank=True)
    measured_at = models.DateTimeField(_("lấy số liệu lúc"), null=True, blank=True)
    written_by = person(_("người nhập"))
    written_at = models.DateTimeField(_("nhập lúc"), auto_now=True)

    class Meta:
        verbose_name = _("câu trả lời")
        verbose_name_plural = _("câu trả lời")
        constraints = [
            UniqueConstraint(fields=["entry", "item"], name="answer_once_per_item"),
            CheckConstraint(
                condition=Q(amount__gte=0), name="answer_amount_not_negative"
            ),
            CheckConstraint(
                condition=Q(out_of__gte=F("amount")), name="answer_part_within_whole"
            ),
            CheckConstraint(
                condition=Q(measured_at__isnull=True, source={})
                | Q(measured_at__isnull=False),
                name="answer_source_has_time",
            ),
        ]
        triggers = [open_entry_only("entry_id")]

    def __str__(self):
        return f"{self.entry}: {self.item}"
