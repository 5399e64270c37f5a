"""Annual reports: drafted by a worker, edited by people, checked, issued and frozen."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.scoping import ScopedModel, ScopePaths

from .who import person, together

OF_REPORT = ScopePaths(communes=("report__commune",), managed_by="report__commune")


def _frozen_when_issued(report):
    """Nothing of an issued report is changed or deleted, whoever writes."""
    stop = (
        "RAISE EXCEPTION USING MESSAGE = 'an issued report never changes', "
        "ERRCODE = 'check_violation', CONSTRAINT = 'report_issued_stands'"
    )
    issued = "SELECT 1 FROM communes_report WHERE state = 'issued' AND id = "
    return pgtrigger.Trigger(
        name="report_issued_stands",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP <> 'INSERT' AND EXISTS ({issued} OLD.{report}) THEN {stop}; END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            IF TG_TABLE_NAME <> 'communes_report' AND EXISTS ({issued} NEW.{report})
            THEN {stop}; END IF;
            RETURN NEW;
        """,
    )


class Report(ScopedModel):
    """The annual report of the province (no commune) or of one commune.

    `content` is the whole paper with every value in it, as it was built last; from
    it the files are made, and once issued it never changes.
    """

    scope_paths = ScopePaths(communes=("commune",), managed_by="commune")

    class State(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        CHECKED = "checked", _("Đã kiểm tra")
        ISSUED = "issued", _("Đã ban hành")

    school_year = models.ForeignKey(
        "communes.SchoolYear", models.PROTECT, verbose_name=_("năm học")
    )
    commune = models.ForeignKey(
        "communes.Commune",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("xã, phường"),
    )
    # A report issued by mistake is followed by the next edition, never rewritten.
    edition = models.PositiveSmallIntegerField(_("lần ban hành"), default=1)
    state = models.CharField(
        _("trạng thái"), max_length=8, choices=State, default=State.DRAFT
    )
    number = models.CharField(_("số, ký hiệu"), max_length=40, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    signer = models.CharField(_("người ký"), max_length=150, blank=True)
    content = models.JSONField(_("nội dung"), default=dict, blank=True)
    digest = models.CharField(_("mã băm nội dung"), max_length=64, blank=True)
    job = models.ForeignKey(
        "communes.Job", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    built_at = models.DateTimeField(_("lập lúc"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    checked_by = person()
    checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True, blank=True)
    issued_by = person()
    issued_at = models.DateTimeField(_("ban hành lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("báo cáo tổng kết")
        verbose_name_plural = _("báo cáo tổng kết")
        ordering = ["-school_year_id", "commune", "-edition"]
        constraints = [
            UniqueConstraint(
                fields=["school_year", "commune", "edition"],
                nulls_distinct=False,
                name="report_edition_once",
            ),
            UniqueConstraint(
                fields=["school_year", "commune"],
                condition=~Q(state="issued"),
                nulls_distinct=False,
                name="report_one_in_work",
            ),
            CheckConstraint(
                condition=together("checked_by", "checked_at"),
                name="report_checked_who_and_when",
            ),
            CheckConstraint(
                condition=together("issued_by", "issued_at", "issued_on"),
                name="report_issued_who_and_when",
            ),
            CheckConstraint(
                condition=Q(state="draft", checked_at__isnull=True)
                | Q(state="checked", checked_at__isnull=False, issued_at__isnull=True)
                | (Q(state="issued", issued_at__isnull=False) & ~Q(number="")),
                name="report_state_has_its_facts",
            ),
            CheckConstraint(
                condition=Q(state="draft") | Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="report_leaves_draft_with_digest",
            ),
        ]
        triggers = [_frozen_when_issued("id")]

    def __str__(self):
        return f"{self.school_year} {self.commune or ''}".strip()


@tracked
class ReportText(ScopedModel):
    """Words of people in a report: a sentence put otherwise, left out or added.

    Kept by the sentence's key, so they outlive every new build.
    """

    scope_paths = OF_REPORT

    report = models.ForeignKey(Report, models.CASCADE, related_name="texts")
    # The generated sentence that is replaced, or that an added one follows.
    key = models.CharField(max_length=100)
    # 0 replaces the sentence; 1, 2, … are added after it, in this order.
    place = models.PositiveSmallIntegerField(default=0)
    # Empty: the sentence is left out.
    text = models.TextField(_("nội dung"), blank=True)
    # What the system had written when the person replaced it: a later build that
    # says something else is pointed out.
    replaced = models.TextField(blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("viết lúc"), auto_now=True)

    class Meta:
        verbose_name = _("câu do người soạn viết")
        verbose_name_plural = _("câu do người soạn viết")
        ordering = ["report", "key", "place"]
        constraints = [
            UniqueConstraint(
                fields=["report", "key", "place"], name="report_text_once"
            ),
            CheckConstraint(
                condition=Q(place=0) | ~Q(text=""),
                name="report_text_added_says_something",
            ),
        ]
        triggers = [_frozen_when_issued("report_id")]

    def __str__(self):
        return f"{self.report}: {self.key}"


class ReportFile(ScopedModel):
    """A finished file of a report; all of a build are kept together or none."""

    scope_paths = OF_REPORT

    report = models.ForeignKey(Report, models.CASCADE, related_name="files")
    kind = models.CharField(_("loại tệp"), max_length=4)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("dung lượng (byte)"))
    digest = models.CharField(_("mã băm SHA-256"), max_length=64)
    made_at = models.DateTimeField(_("lập lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("tệp báo cáo")
        verbose_name_plural = _("tệp báo cáo")
        constraints = [
            UniqueConstraint(fields=["report", "kind"], name="report_file_once"),
            CheckConstraint(condition=Q(size__gt=0), name="report_file_not_empty"),
        ]
        triggers = [_frozen_when_issued("report_id")]

    def __str__(self):
        return f"{self.report} .{self.kind}"
