"""Long work that runs in a worker, seen from the page that asked for it."""

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communes.scoping import (
    PROVINCE_ROLES,
    Role,
    ScopedModel,
    ScopedQuerySet,
    ScopePaths,
    is_active_account,
)

# What a kind of work is called; an app with a kind of its own adds it when it loads.
LABELS = {
    "recompute_year": _("Tính lại chỉ số cả tỉnh"),
    "export": _("Lập tệp số liệu"),
    "report_build": _("Lập báo cáo tổng kết"),
    "paper": _("Lập văn bản"),
    "import_check": _("Kiểm tra tệp Excel"),
    "import_apply": _("Áp dụng tệp Excel"),
    "import_undo": _("Hoàn tác lần nhập tệp"),
}


class JobQuerySet(ScopedQuerySet):
    """Whoever asked for a job may see it as well, and stop it."""

    def visible_to(self, user):
        reached = super().visible_to(user)
        if not is_active_account(user) or user.role in PROVINCE_ROLES:
            return reached
        return self.filter(Q(pk__in=reached.values("pk")) | Q(requested_by=user))

    def editable_by(self, user):
        if is_active_account(user) and user.role == Role.ADMIN:
            return self.all()
        return (
            self.filter(requested_by=user) if is_active_account(user) else self.none()
        )


class Job(ScopedModel):
    """One piece of background work with its progress, outcome and the host that ran it."""

    scope_paths = ScopePaths(communes=("commune",), institution="institution_code")

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ")
        RUNNING = "running", _("Đang chạy")
        DONE = "done", _("Xong")
        FAILED = "failed", _("Hỏng")
        CANCELLED = "cancelled", _("Đã hủy")

    kind = models.CharField(_("loại"), max_length=40)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State, default=State.WAITING
    )
    params = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    error = models.TextField(_("lỗi"), blank=True)
    done = models.PositiveIntegerField(_("đã làm"), default=0)
    total = models.PositiveIntegerField(_("tổng"), default=0)
    host = models.CharField(_("máy chạy"), max_length=200, blank=True)
    commune = models.ForeignKey(
        "communes.Commune", models.CASCADE, null=True, blank=True
    )
    institution_code = models.CharField(max_length=20, blank=True)
    requested_by = models.ForeignKey(
        "communes.User", models.SET_NULL, null=True, blank=True
    )
    requested_at = models.DateTimeField(_("yêu cầu lúc"), auto_now_add=True)
    started_at = models.DateTimeField(_("bắt đầu lúc"), null=True, blank=True)
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc chạy nền")
        verbose_name_plural = _("việc chạy nền")
        ordering = ["-requested_at"]
        constraints = [
            CheckConstraint(
                condition=Q(done__lte=F("total")), name="job_done_to_total"
            ),
            CheckConstraint(
                condition=Q(state__in=["waiting", "running"])
                | Q(finished_at__isnull=False),
                name="job_ended_has_time",
            ),
        ]

    def __str__(self):
        return f"{self.kind} #{self.pk}"

    @property
    def name(self):
        words = str(LABELS.get(self.kind, self.kind))
        about = self.params.get("title")
        return f"{words}: {about}" if about else words

    @property
    def has_ended(self):
        return self.state in ENDED

    @property
    def seconds(self):
        """How long it ran, or has been running."""
        if not self.started_at:
            return 0
        return int(
            ((self.finished_at or timezone.now()) - self.started_at).total_seconds()
        )


ENDED = (Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED)
