"""Reviews of an entry: the commune's, one or two of the department, a third, appeals."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.models.who import person, together
from communes.scoping import (
    EDITING_COMMUNE_ROLES,
    PROVINCE_ROLES,
    Role,
    ScopedModel,
    ScopedQuerySet,
    ScopePaths,
    is_active_account,
)

from .criteria import Item
from .entries import OF_ENTRY, Entry
from .frozen import before_announcement_only, open_review_only

CAMPAIGN_OF_ENTRY = (
    "(SELECT campaign_id FROM emulation_entry WHERE id = {row}.entry_id)"
)


class ReviewQuerySet(ScopedQuerySet):
    """Who may read a review: blind while it is open, by role afterwards."""

    path = ""
    hides_from_province = True

    def visible_to(self, user):
        """A reviewer sees her own, and others' of the entry once hers is finished.

        Where she reviews nothing, an official sees what is finished and an admin all.
        A commune's people see what their commune's check gave.
        """
        if not is_active_account(user):
            return self.none()
        of = self.path
        if user.role in PROVINCE_ROLES:
            own = Q(**{f"{of}reviewer": user})
            open_here = Review.objects.filter(
                reviewer=user, finished_at__isnull=True
            ).values("entry")
            others = ~Q(**{f"{of}entry__in": open_here})
            if user.role == Role.OFFICIAL:
                others &= Q(**{f"{of}finished_at__isnull": False})
            return self.filter(own | others)
        if user.role in EDITING_COMMUNE_ROLES and user.commune_id:
            return self.filter(
                Q(**{f"{of}stage": "commune", f"{of}entry__commune": user.commune_id})
            )
        return self.none()

    def editable_by(self, user):
        """A reviewer her own, until it is finished."""
        if not is_active_account(user):
            return self.none()
        of = self.path
        return self.filter(**{f"{of}reviewer": user, f"{of}finished_at__isnull": True})


class MarkQuerySet(ReviewQuerySet):
    path = "review__"


@tracked
class Review(ScopedModel):
    """One person's marks for one entry at one stage."""

    scope_paths = OF_ENTRY

    class Stage(models.TextChoices):
        COMMUNE = "commune", _("Xã thẩm định")
        DEPARTMENT = "department", _("Sở thẩm định")

    class Slot(models.IntegerChoices):
        FIRST = 1, _("Người chấm thứ nhất")
        SECOND = 2, _("Người chấm thứ hai, độc lập")
        # Called only where the first two disagree; marks only what they dispute.
        THIRD = 3, _("Người chấm thứ ba")

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="reviews")
    stage = models.CharField(_("cấp"), max_length=10, choices=Stage)
    slot = models.PositiveSmallIntegerField(_("lượt"), choices=Slot, default=Slot.FIRST)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="campaign_reviews"
    )
    assigned_at = models.DateTimeField(_("giao lúc"), auto_now_add=True)
    finished_at = models.DateTimeField(_("chấm xong lúc"), null=True, blank=True)
    # What the reviewer says about the entry as a whole.
    comment = models.TextField(_("nhận xét chung"), blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt thẩm định")
        verbose_name_plural = _("lượt thẩm định")
        ordering = ["entry", "stage", "slot"]
        constraints = [
            UniqueConstraint(
                fields=["entry", "stage", "slot"], name="review_slot_once"
            ),
            UniqueConstraint(
                fields=["entry", "stage", "reviewer"],
                name="review_one_person_one_slot",
            ),
            CheckConstraint(
                condition=Q(stage="department") | Q(slot=1),
                name="review_commune_has_one",
            ),
        ]
        triggers = [before_announcement_only(CAMPAIGN_OF_ENTRY)]

    def __str__(self):
        return f"{self.entry}: {self.get_stage_display()} {self.slot}"


@tracked
class ReviewMark(ScopedModel):
    """The points one reviewer gives one item; mandatory items are 1 (met) or 0."""

    scope_paths = ScopePaths(
        communes=("review__entry__commune",),
        managed_by="review__entry__commune",
        institution="review__entry__institution__code",
    )

    review = models.ForeignKey(Review, models.CASCADE, related_name="marks")
    item = models.ForeignKey(Item, models.PROTECT, related_name="marks")
    points = models.DecimalField(_("điểm"), max_digits=7, decimal_places=2)
    comment = models.CharField(_("nhận xét"), max_length=500, blank=True)
    marked_at = models.DateTimeField(_("chấm lúc"), auto_now=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("điểm thẩm định")
        verbose_name_plural = _("điểm thẩm định")
        constraints = [
            UniqueConstraint(fields=["review", "item"], name="mark_once_per_item"),
            CheckConstraint(condition=Q(points__gte=0), name="mark_not_negative"),
        ]
        triggers = [open_review_only()]

    def __str__(self):
        return f"{self.item}: {self.points}"


@tracked
class Appeal(ScopedModel):
    """A participant disagrees with the verified points of one item."""

    scope_paths = OF_ENTRY

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="appeals")
    item = models.ForeignKey(Item, models.PROTECT, related_name="appeals")
    reason = models.TextField(_("lý do kiến nghị"))
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField(_("kiến nghị lúc"), auto_now_add=True)
    is_granted = models.BooleanField(_("chấp nhận"), null=True, blank=True)
    # What the item is worth after the decision; only where it was granted.
    points = models.DecimalField(
        _("điểm sau giải quyết"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    answer = models.TextField(_("trả lời của Sở"), blank=True)
    decided_by = person(_("người giải quyết"))
    decided_at = models.DateTimeField(_("giải quyết lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("kiến nghị")
        verbose_name_plural = _("kiến nghị")
        ordering = ["raised_at", "pk"]
        constraints = [
            # One appeal for one item: what has been decided stays decided.
            UniqueConstraint(fields=["entry", "item"], name="appeal_once_per_item"),
            CheckConstraint(condition=~Q(reason=""), name="appeal_has_reason"),
            CheckConstraint(
                condition=together("decided_by", "decided_at", "is_granted"),
                name="appeal_decided_who_and_when",
            ),
            CheckConstraint(
                condition=Q(decided_at__isnull=True) | ~Q(answer=""),
                name="appeal_decided_has_answer",
            ),
            CheckConstraint(
                condition=Q(is_granted=True, points__isnull=False, points__gte=0)
                | Q(is_granted=False, points__isnull=True)
                | Q(is_granted__isnull=True, points__isnull=True),
                name="appeal_granted_has_points",
            ),
            CheckConstraint(
                condition=~Q(decided_by=F("raised_by")),
                name="appeal_judge_is_not_author",
            ),
        ]
        triggers = [before_announcement_only(CAMPAIGN_OF_ENTRY)]

    def __str__(self):
        return f"{self.entry}: {self.item}"
