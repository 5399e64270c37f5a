"""Files that were kept while no scanner answered: scanned later, blocked if infected."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communes import notices
from communes.models import Notice
from emulation.models import EvidenceFile

from . import scanning

Scan = EvidenceFile.Scan


def scan_all():
    """Scan what waits, oldest first; stop as soon as the scanner does not answer."""
    done = 0
    waiting = EvidenceFile.objects.filter(scan=Scan.UNSCANNED).order_by("added_at")
    for digest in list(waiting.values_list("pk", flat=True)):
        content = EvidenceFile.objects.filter(pk=digest).values_list("content").first()
        if content is None:
            continue
        verdict = scanning.scan(bytes(content[0]))
        if not verdict.is_known:
            break
        done += _record(digest, verdict)
    return done


@transaction.atomic
def _record(digest, verdict):
    """1 where this verdict was the first on the file."""
    rows = EvidenceFile.objects.filter(pk=digest, scan=Scan.UNSCANNED)
    now = timezone.now()
    if not verdict.virus:
        return rows.update(scan=Scan.CLEAN, scanned_at=now)
    # Nobody shall open it any more, whoever asks.
    moved = rows.update(scan=Scan.INFECTED, scanned_at=now, content=b"")
    if moved:
        _tell(digest, verdict.virus)
    return moved


def _tell(digest, virus):
    """Whoever sent the file learns that it was blocked."""
    file = EvidenceFile.objects.get(pk=digest)
    for use in file.uses.select_related("added_by", "answer__entry"):
        if use.added_by:
            notices.tell(
                [use.added_by],
                Notice.Kind.JOB,
                lambda use=use: _sentence(use, virus),
                address=reverse("campaign_entry_evidence", args=[use.answer.entry_id]),
                occasion=f"evidence-infected-{use.pk}",
            )


def _sentence(use, virus):
    words = {"name": use.file_name, "entry": use.answer.entry.name, "virus": virus}
    return (
        _(
            "Tệp minh chứng %(name)s của %(entry)s có vi-rút (%(virus)s) nên đã bị chặn. "
            "Hãy gửi tệp khác."
        )
        % words
    )
