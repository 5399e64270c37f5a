"""Papers ordered from the system, their files, and orders that come again by themselves."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.scoping import (
    COMMUNE_ROLES,
    PROVINCE_ROLES,
    ScopedModel,
    ScopedQuerySet,
    ScopePaths,
    is_active_account,
)

from .jobs import Job
from .who import person


class PaperQuerySet(ScopedQuerySet):
    """Papers that name people go only to who may see them: their school, its manager."""

    def visible_to(self, user):
        reached = super().visible_to(user)
        if not is_active_account(user) or user.role in PROVINCE_ROLES:
            return reached
        theirs = Q(holds_people=False)
        if user.role in COMMUNE_ROLES:
            theirs |= Q(managing_commune=user.commune_id)
        elif user.institution_code:
            theirs |= Q(institution_code=user.institution_code)
        return reached.filter(theirs)


class Paper(ScopedModel):
    """One paper somebody ordered, or a schedule did: about what, and where it stands.

    No commune: the whole province. About a school: `commune` is where it stands.
    """

    scope_paths = ScopePaths(
        communes=("commune", "managing_commune"),
        managed_by="managing_commune",
        institution="institution_code",
    )

    kind = models.CharField(_("loại văn bản"), max_length=40)
    school_year = models.ForeignKey(
        "communes.SchoolYear", models.PROTECT, verbose_name=_("năm học")
    )
    commune = models.ForeignKey(
        "communes.Commune",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=_("xã, phường"),
    )
    managing_commune = models.ForeignKey(
        "communes.Commune", models.PROTECT, null=True, blank=True, related_name="+"
    )
    institution_code = models.CharField(_("mã trường"), max_length=20, blank=True)
    # Its name on the day of the order, for the list.
    institution_name = models.CharField(max_length=200, blank=True)
    options = models.JSONField(_("lựa chọn"), default=dict, blank=True)
    formats = models.JSONField(_("định dạng"), default=list)
    holds_people = models.BooleanField(_("có tên nhân sự"), default=False)
    job = models.ForeignKey(
        "communes.Job", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    requested_by = person(_("người yêu cầu"))
    requested_at = models.DateTimeField(_("yêu cầu lúc"), auto_now_add=True)
    # What it was due for, where a schedule ordered it: once per date.
    schedule = models.ForeignKey(
        "communes.PaperSchedule",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="papers",
    )
    due_on = models.DateField(_("đến hạn ngày"), null=True, blank=True)
    made_at = models.DateTimeField(_("lập lúc"), null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["schedule", "due_on"], name="paper_once_per_due_date"
            ),
            CheckConstraint(condition=~Q(kind=""), name="paper_has_kind"),
            CheckConstraint(condition=~Q(formats=[]), name="paper_has_format"),
        ]

    def __str__(self):
        return f"{self.kind} #{self.pk}"

    @property
    def state(self):
        """That of its job; a paper without one has been made or given up."""
        if self.job:
            return self.job.state
        return Job.State.DONE if self.made_at else Job.State.FAILED

    @property
    def place(self):
        if self.institution_code:
            return self.institution_name or self.institution_code
        return self.commune.full_name if self.commune else _("Toàn tỉnh")


class PaperFileQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        return self.filter(paper__in=Paper.objects.visible_to(user))


class PaperFile(ScopedModel):
    """A finished file of a paper; all formats are kept together or none."""

    scope_paths = ScopePaths(
        communes=("paper__commune", "paper__managing_commune"),
        managed_by="paper__managing_commune",
        institution="paper__institution_code",
    )

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="files")
    kind = models.CharField(_("loại tệp"), max_length=4)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("dung lượng (byte)"))
    digest = models.CharField(_("mã băm SHA-256"), max_length=64)
    made_at = models.DateTimeField(_("lập lúc"), auto_now_add=True)

    objects = PaperFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp văn bản")
        verbose_name_plural = _("tệp văn bản")
        constraints = [
            UniqueConstraint(fields=["paper", "kind"], name="paper_file_once"),
            CheckConstraint(condition=Q(size__gt=0), name="paper_file_not_empty"),
        ]

    def __str__(self):
        return f"{self.paper} .{self.kind}"


class PaperSchedule(ScopedModel):
    """A paper that orders itself again and again and tells whoever subscribed."""

    scope_paths = ScopePaths(communes=("commune",), managed_by="commune")

    class Rhythm(models.TextChoices):
        WEEKLY_OPEN = "weekly_open", _("Hằng tuần, khi đang mở đợt báo cáo")
        WEEKLY = "weekly", _("Hằng tuần")
        MONTHLY = "monthly", _("Hằng tháng")
        AFTER_LOCK = "after_lock", _("Ngay sau ngày khóa đợt báo cáo")

    kind = models.CharField(_("loại văn bản"), max_length=40)
    commune = models.ForeignKey(
        "communes.Commune",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("phạm vi"),
    )
    options = models.JSONField(_("lựa chọn"), default=dict, blank=True)
    formats = models.JSONField(_("định dạng"), default=list)
    rhythm = models.CharField(_("khi nào"), max_length=11, choices=Rhythm)
    # Monday is 1 in a week; days of a month go to 28, which every month has.
    day = models.PositiveSmallIntegerField(_("vào ngày"), default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(_("đặt lúc"), auto_now_add=True)
    is_active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        verbose_name = _("lịch lập văn bản")
        verbose_name_plural = _("lịch lập văn bản")
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["kind", "commune", "rhythm", "options", "created_by"],
                nulls_distinct=False,
                name="paper_schedule_once",
            ),
            CheckConstraint(
                condition=Q(rhythm__in=["weekly", "weekly_open"], day__range=(1, 7))
                | Q(rhythm="monthly", day__range=(1, 28))
                | Q(rhythm="after_lock"),
                name="paper_schedule_day_in_range",
            ),
            CheckConstraint(condition=~Q(formats=[]), name="paper_schedule_has_format"),
        ]

    def __str__(self):
        return f"{self.kind} {self.rhythm}"
