"""What the system tells one person: a deadline near, a return sent back, a job done."""

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.scoping import ScopedModel, ScopedQuerySet, ScopePaths, is_active_account


class NoticeQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """A notice is for one person alone."""
        if not is_active_account(user):
            return self.none()
        return self.filter(recipient=user)

    def editable_by(self, user):
        return self.visible_to(user)

    def unread(self):
        return self.filter(read_at__isnull=True)


class Notice(ScopedModel):
    """One sentence for one person, with the page it leads to."""

    scope_paths = ScopePaths()

    class Kind(models.TextChoices):
        REMINDER = "reminder", _("Nhắc hạn")
        DECISION = "decision", _("Kết quả duyệt")
        QUESTION = "question", _("Ý kiến")
        JOB = "job", _("Việc chạy nền")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices"
    )
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    text = models.CharField(_("nội dung"), max_length=500)
    address = models.CharField(_("trang liên quan"), max_length=300, blank=True)
    # The occasion: the same one is told to a person once.
    occasion = models.CharField(max_length=100)
    created_at = models.DateTimeField(_("lúc"), auto_now_add=True)
    read_at = models.DateTimeField(_("đọc lúc"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("gửi thư lúc"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering = ["-created_at", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["recipient", "occasion"], name="notice_once_per_occasion"
            )
        ]
        # Counted on every page of everybody who is signed in.
        indexes = [
            models.Index(
                fields=["recipient"],
                condition=Q(read_at__isnull=True),
                name="notice_unread",
            )
        ]

    def __str__(self):
        return self.text
