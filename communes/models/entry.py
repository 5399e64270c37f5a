"""What surrounds a figure while it is entered: rules, doubtful cells, words about cells."""

import re

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.scoping import ScopedModel, ScopePaths

NAMES = re.compile(r"\{\w+\}")


@tracked
class Rule(ScopedModel):
    """A condition that figures of a form must meet, kept as a row.

    The same rows check the page, the workbook and the API. A structural rule repeats
    a constraint of the database: its words may be edited, it cannot be switched off.
    """

    scope_paths = ScopePaths(everyone=True)

    class Severity(models.TextChoices):
        ERROR = "error", _("Lỗi, phải sửa")
        MISSING = "missing", _("Còn thiếu, phải nhập trước khi nộp")
        WARNING = "warning", _("Bất thường, cần giải thích")

    class Grain(models.TextChoices):
        LINE = "line", _("Một dòng (một khối, một độ tuổi, một người)")
        UNIT = "unit", _("Cả đơn vị (tổng các dòng, giữa các biểu)")

    code = models.SlugField(_("mã"), max_length=60, primary_key=True)
    form = models.CharField(_("biểu"), max_length=20)
    grain = models.CharField(
        _("phạm vi kiểm tra"), max_length=4, choices=Grain, default=Grain.LINE
    )
    severity = models.CharField(_("mức"), max_length=7, choices=Severity)
    # See communes.entry.conditions: names of the form's fields, `previous.<field>`
    # for last year's, `<form>.<field>` for a unit's total of another form.
    condition = models.CharField(_("điều kiện phải đúng"), max_length=300)
    sentence = models.CharField(_("câu báo"), max_length=300)
    sentence_en = models.CharField(_("câu báo tiếng Anh"), max_length=300)
    # The field whose cell shows the sentence.
    shown_at = models.CharField(_("hiện ở cột"), max_length=40)
    # Empty: all levels, all kinds of institution.
    levels = models.JSONField(_("chỉ các cấp"), default=list, blank=True)
    kinds = models.JSONField(_("chỉ các loại trường"), default=list, blank=True)
    source = models.CharField(_("căn cứ"), max_length=200, blank=True)
    confirmed = models.BooleanField(_("đã xác nhận"), default=False)
    is_structural = models.BooleanField(_("ràng buộc của hệ thống"), default=False)
    is_active = models.BooleanField(_("đang áp dụng"), default=True)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("quy tắc kiểm tra")
        verbose_name_plural = _("quy tắc kiểm tra")
        ordering = ["form", "order", "code"]
        constraints = [
            CheckConstraint(
                condition=Q(is_structural=False) | Q(is_active=True, severity="error"),
                name="rule_structural_stays_on",
            ),
            CheckConstraint(
                condition=~Q(condition="") & ~Q(sentence=""), name="rule_says_something"
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def text(self):
        """The sentence in the page's language, its {names} still open."""
        return self.sentence_en if get_language() == "en" else self.sentence

    @property
    def in_general(self):
        """The sentence as a guide says it, without the figures of any school."""
        return NAMES.sub("…", self.text)

    def clean(self):
        # Late: the language of conditions stands above the models.
        from communes.entry import wording  # noqa: PLC0415

        wording.check(self)


class CellAddress(ScopedModel):
    """One cell of an entry form: period, unit, line and field.

    The unit is an institution (its code) or a commune (its code, for forms that a
    commune answers for itself). `commune` is whoever manages the unit; empty for a
    school of the department's own.
    """

    scope_paths = ScopePaths(
        communes=("commune",), managed_by="commune", institution="institution_code"
    )

    period = models.ForeignKey(
        "communes.ReportingPeriod", models.CASCADE, related_name="+"
    )
    form = models.CharField(_("biểu"), max_length=20)
    unit = models.CharField(_("đơn vị"), max_length=20)
    commune = models.ForeignKey(
        "communes.Commune", models.CASCADE, null=True, blank=True, related_name="+"
    )
    # The unit where it is an institution; empty where it is a commune.
    institution_code = models.CharField(max_length=20, blank=True)
    # Grade, age, ...; empty where a form has one line per unit.
    line = models.CharField(_("dòng"), max_length=30, blank=True)
    field = models.CharField(_("cột"), max_length=40)

    class Meta:
        abstract = True
        constraints = [
            CheckConstraint(
                condition=Q(institution_code=F("unit"))
                | Q(institution_code="", commune__isnull=False, unit=F("commune")),
                name="%(class)s_unit_is_known",
            ),
        ]


class PendingCell(CellAddress):
    """What somebody typed and the figures could not take: kept until it is put right.

    Figures obey the constraints of the database at every moment. A typed value that
    is no number, or breaks a hard rule, waits here; the return cannot be handed in.
    """

    text = models.CharField(_("đã nhập"), max_length=200, blank=True)
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    typed_at = models.DateTimeField(_("nhập lúc"))

    class Meta(CellAddress.Meta):
        abstract = False
        verbose_name = _("ô chưa nhận")
        verbose_name_plural = _("ô chưa nhận")
        constraints = [
            *CellAddress.Meta.constraints,
            UniqueConstraint(
                fields=["period", "form", "unit", "line", "field"],
                name="pending_cell_once",
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.line} {self.field}: {self.text}"


@tracked
class Explanation(CellAddress):
    """One line that says why an unusual figure is right; then the warning rests.

    It holds for the figures it was written for: `figures` are the values the rule
    looked at, and when they change the warning speaks again.
    """

    rule = models.ForeignKey(Rule, models.CASCADE, verbose_name=_("quy tắc"))
    figures = models.CharField(max_length=200)
    text = models.CharField(_("giải thích"), max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    written_at = models.DateTimeField(_("viết lúc"))

    class Meta(CellAddress.Meta):
        abstract = False
        verbose_name = _("giải thích")
        verbose_name_plural = _("giải thích")
        constraints = [
            *CellAddress.Meta.constraints,
            UniqueConstraint(
                fields=["period", "form", "unit", "line", "rule"],
                name="explanation_once",
            ),
            CheckConstraint(condition=~Q(text=""), name="explanation_says_something"),
        ]

    def __str__(self):
        return self.text


@tracked
class CellComment(CellAddress):
    """A remark on one cell, between the commune and the department."""

    text = models.CharField(_("nội dung"), max_length=500)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("viết lúc"))
    answer_by = models.DateField(_("trả lời trước ngày"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    resolved_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    class Meta(CellAddress.Meta):
        abstract = False
        verbose_name = _("ý kiến về ô số liệu")
        verbose_name_plural = _("ý kiến về ô số liệu")
        ordering = ["written_at"]
        constraints = [
            *CellAddress.Meta.constraints,
            CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            CheckConstraint(
                condition=Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_resolved_who_and_when",
            ),
        ]

    def __str__(self):
        return self.text
