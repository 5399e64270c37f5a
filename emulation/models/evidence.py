"""Evidence of answers: links, and files kept once however often they are handed in."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from communes.history import tracked
from communes.models.who import person
from communes.scoping import ScopedModel, ScopePaths

from .entries import Answer
from .frozen import open_entry_only


class EvidenceFile(ScopedModel):
    """The bytes of a file by their SHA-256: the same file is stored once.

    In the database, so that every web process of every machine finds it, and a
    backup of the figures is a backup of what proves them.
    """

    # Opened through the evidence that names it, never by its digest.
    scope_paths = ScopePaths(
        communes=("uses__answer__entry__commune",),
        institution="uses__answer__entry__institution__code",
    )

    class Scan(models.TextChoices):
        UNSCANNED = "unscanned", _("Chưa quét vi-rút")
        CLEAN = "clean", _("Đã quét vi-rút, sạch")
        # Found by a later scan: the bytes are gone, the row says why.
        INFECTED = "infected", _("Có vi-rút, đã chặn")

    digest = models.CharField(_("mã băm SHA-256"), max_length=64, primary_key=True)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("dung lượng (byte)"))
    # The type found in the bytes, not the one that the name claims.
    media_type = models.CharField(_("loại tệp"), max_length=100)
    scan = models.CharField(
        _("quét vi-rút"), max_length=10, choices=Scan, default=Scan.UNSCANNED
    )
    scanned_at = models.DateTimeField(_("quét lúc"), null=True, blank=True)
    added_at = models.DateTimeField(_("gửi lần đầu lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("tệp minh chứng")
        verbose_name_plural = _("tệp minh chứng")
        constraints = [
            CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="evidence_file_digest_is_sha256",
            ),
            CheckConstraint(condition=Q(size__gt=0), name="evidence_file_not_empty"),
            CheckConstraint(
                condition=Q(scan="unscanned") | Q(scanned_at__isnull=False),
                name="evidence_file_scanned_has_time",
            ),
        ]

    def __str__(self):
        return self.digest[:12]


@tracked
class Evidence(ScopedModel):
    """One piece of evidence for one answer: a file or a link."""

    scope_paths = ScopePaths(
        communes=("answer__entry__commune",),
        managed_by="answer__entry__commune",
        institution="answer__entry__institution__code",
    )

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="evidence")
    file = models.ForeignKey(
        EvidenceFile, models.PROTECT, null=True, blank=True, related_name="uses"
    )
    file_name = models.CharField(_("tên tệp"), max_length=200, blank=True)
    link = models.URLField(_("đường dẫn"), max_length=500, blank=True)
    title = models.CharField(_("nội dung"), max_length=200, blank=True)
    added_by = person(_("người gửi"))
    added_at = models.DateTimeField(_("gửi lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("minh chứng")
        verbose_name_plural = _("minh chứng")
        ordering = ["answer", "pk"]
        constraints = [
            CheckConstraint(
                condition=(Q(file__isnull=False, link="") & ~Q(file_name=""))
                | (Q(file__isnull=True, file_name="") & ~Q(link="")),
                name="evidence_is_file_or_link",
            ),
            UniqueConstraint(
                fields=["answer", "file"],
                condition=Q(file__isnull=False),
                name="evidence_file_once_per_answer",
            ),
        ]
        triggers = [
            open_entry_only(
                "(SELECT entry_id FROM emulation_answer WHERE id = {row}.answer_id)"
            )
        ]

    def __str__(self):
        return self.title or self.file_name or self.link
