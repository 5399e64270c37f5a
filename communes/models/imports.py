"""A workbook that somebody sent in: the file, what is wrong in it, what it would change."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.scoping import ScopedModel, ScopePaths

from .who import person, together


class Import(ScopedModel):
    """One workbook on its way in; nothing is written to figures before it is applied."""

    scope_paths = ScopePaths(
        communes=("commune",), managed_by="commune", institution="institution_code"
    )

    class State(models.TextChoices):
        CHECKING = "checking", _("Đang kiểm tra")
        REFUSED = "refused", _("Không đọc được")
        READY = "ready", _("Chờ áp dụng")
        APPLIED = "applied", _("Đã áp dụng")
        UNDONE = "undone", _("Đã hoàn tác")

    kind = models.CharField(_("loại"), max_length=20)
    school_year = models.ForeignKey("communes.SchoolYear", models.PROTECT)
    # Whose data the sender may touch; both empty for the whole province.
    commune = models.ForeignKey(
        "communes.Commune", models.CASCADE, null=True, blank=True
    )
    institution_code = models.CharField(max_length=20, blank=True)
    file_name = models.CharField(_("tên tệp"), max_length=200)
    size = models.PositiveIntegerField(_("dung lượng (byte)"))
    digest = models.CharField(_("mã băm SHA-256"), max_length=64)
    state = models.CharField(
        _("trạng thái"), max_length=8, choices=State, default=State.CHECKING
    )
    # Why the file could not be read, in a sentence for the sender.
    refusal = models.TextField(_("lý do không đọc được"), blank=True)
    rows = models.PositiveIntegerField(_("số dòng"), default=0)
    new = models.PositiveIntegerField(_("thêm mới"), default=0)
    changed = models.PositiveIntegerField(_("thay đổi"), default=0)
    unchanged = models.PositiveIntegerField(_("giữ nguyên"), default=0)
    errors = models.PositiveIntegerField(_("lỗi"), default=0)
    warnings = models.PositiveIntegerField(_("cảnh báo"), default=0)
    job = models.ForeignKey(
        "communes.Job", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("tải lên lúc"), auto_now_add=True)
    applied_by = person()
    applied_at = models.DateTimeField(_("áp dụng lúc"), null=True, blank=True)
    undone_by = person()
    undone_at = models.DateTimeField(_("hoàn tác lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lần nhập tệp")
        verbose_name_plural = _("lần nhập tệp")
        ordering = ["-uploaded_at"]
        constraints = [
            CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""),
                name="import_refused_has_reason",
            ),
            CheckConstraint(
                condition=Q(state__in=["applied", "undone"], applied_at__isnull=False)
                | (~Q(state__in=["applied", "undone"]) & Q(applied_at__isnull=True)),
                name="import_applied_has_time",
            ),
            CheckConstraint(
                condition=together("applied_by", "applied_at"),
                name="import_applied_who_and_when",
            ),
            CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False, state="undone"),
                name="import_undone_who_and_when",
            ),
        ]

    def __str__(self):
        return self.file_name


class ImportPart(ScopedModel):
    """Something that belongs to an import, seen by whoever may see the import."""

    scope_paths = ScopePaths(
        communes=("source__commune",),
        managed_by="source__commune",
        institution="source__institution_code",
    )

    source = models.ForeignKey(Import, models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True


class ImportFile(ImportPart):
    """The bytes as they were sent, so that every check starts from the same file."""

    source = models.OneToOneField(Import, models.CASCADE, related_name="file")
    content = models.BinaryField()

    class Meta:
        verbose_name = _("tệp đã tải lên")
        verbose_name_plural = _("tệp đã tải lên")

    def __str__(self):
        return str(self.source)


class ImportFix(ImportPart):
    """A cell put right in the browser, or a row left out (empty column)."""

    sheet = models.CharField(_("trang tính"), max_length=100)
    row = models.PositiveIntegerField(_("dòng"))
    column = models.CharField(_("cột"), max_length=3, blank=True)
    value = models.CharField(_("giá trị"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("ô đã sửa trong tệp")
        verbose_name_plural = _("ô đã sửa trong tệp")
        constraints = [
            UniqueConstraint(
                fields=["source", "sheet", "row", "column"], name="import_fix_once"
            )
        ]

    def __str__(self):
        return f"{self.sheet}!{self.column}{self.row}"


class ImportProblem(ImportPart):
    """One thing wrong with one cell or row, with what could be done about it."""

    class Severity(models.TextChoices):
        ERROR = "error", _("Lỗi, phải sửa")
        QUESTION = "question", _("Chưa rõ, cần chọn")
        WARNING = "warning", _("Bất thường, nên xem lại")

    sheet = models.CharField(_("trang tính"), max_length=100)
    row = models.PositiveIntegerField(_("dòng"))
    # The letter of the column; empty where the whole row or sheet is meant.
    column = models.CharField(_("cột"), max_length=3, blank=True)
    value = models.CharField(_("giá trị"), max_length=300, blank=True)
    severity = models.CharField(_("mức"), max_length=8, choices=Severity)
    code = models.CharField(_("mã lỗi"), max_length=60)
    message = models.TextField(_("câu báo"))
    # What the cell could hold instead; the bench offers it for one click.
    suggestion = models.CharField(_("gợi ý"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("vấn đề trong tệp")
        verbose_name_plural = _("vấn đề trong tệp")
        ordering = ["sheet", "row", "column"]
        indexes = [
            models.Index(fields=["source", "sheet", "row"], name="import_problem_place")
        ]

    def __str__(self):
        return self.message


class ImportChange(ImportPart):
    """One row that the import adds or changes: its values before and after."""

    class Action(models.TextChoices):
        NEW = "new", _("Thêm mới")
        CHANGED = "changed", _("Thay đổi")

    sheet = models.CharField(_("trang tính"), max_length=100)
    row = models.PositiveIntegerField(_("dòng"))
    action = models.CharField(_("việc"), max_length=7, choices=Action)
    # What the row is about, as a person reads it: school and grade, or a name.
    label = models.CharField(_("đối tượng"), max_length=300)
    # Label of the model ("schools.GradeFigures"); its primary key once it is written.
    target = models.CharField(max_length=60)
    object_id = models.BigIntegerField(null=True, blank=True)
    before = models.JSONField(_("trước"), default=dict, blank=True)
    after = models.JSONField(_("sau"), default=dict)

    class Meta:
        verbose_name = _("thay đổi trong tệp")
        verbose_name_plural = _("thay đổi trong tệp")
        ordering = ["sheet", "row", "pk"]
        constraints = [
            CheckConstraint(
                condition=~Q(action="new") | Q(before={}),
                name="import_change_new_had_nothing",
            )
        ]
        indexes = [
            models.Index(fields=["source", "sheet", "row"], name="import_change_place")
        ]

    def __str__(self):
        return f"{self.label} ({self.get_action_display()})"
