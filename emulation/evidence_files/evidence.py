"""Evidence of answers: taken in, stored once, taken back, and used by several entries."""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from emulation.entries import window
from emulation.evidence_files import checking, scanning
from emulation.evidence_files.refusals import EvidenceRefused
from emulation.models import Answer, Entry, Evidence, EvidenceFile

__all__ = [
    "EvidenceRefused",
    "add_file",
    "add_link",
    "answer_of",
    "attach",
    "remove",
    "shared_uses",
]

LONGEST_LINK = Evidence._meta.get_field("link").max_length
LONGEST_TITLE = Evidence._meta.get_field("title").max_length
Scan = EvidenceFile.Scan
_is_address = URLValidator(schemes=["http", "https"])


def add_file(answer, upload, title="", *, by):
    """The evidence made of an uploaded file; EvidenceRefused says why there is none."""
    checking.check_size(upload.size)
    name = checking.safe_name(upload.name or "")
    content = b"".join(upload.chunks())
    kind = checking.check(content, name)
    digest = hashlib.sha256(content).hexdigest()
    verdict = _verdict(digest, content)
    with transaction.atomic():
        answer = _held_open(answer, by)
        file = _stored(digest, content, kind, verdict)
        if answer.evidence.filter(file=file).exists():
            raise EvidenceRefused("twice")
        return answer.evidence.create(
            file=file, file_name=name, title=title.strip()[:LONGEST_TITLE], added_by=by
        )


def add_link(answer, url, title="", *, by):
    """The evidence made of an address, which is never asked for here."""
    url = checked_link(url)
    with transaction.atomic():
        answer = _held_open(answer, by)
        if answer.evidence.filter(link=url).exists():
            raise EvidenceRefused("link_twice")
        return answer.evidence.create(
            link=url, title=title.strip()[:LONGEST_TITLE], added_by=by
        )


@transaction.atomic
def remove(evidence, *, by):
    """Take back one piece; the bytes go with the last use of them."""
    _hold_entry(evidence.answer, by)
    digest = evidence.file_id
    evidence.delete()
    if digest is None:
        return
    held = EvidenceFile.objects.select_for_update().filter(pk=digest).first()
    # What a scanner has condemned is remembered, so that it is refused again.
    if held and held.scan != Scan.INFECTED and not held.uses.exists():
        held.delete()


def checked_link(url):
    """The address as it is kept; EvidenceRefused for what is no plain web address."""
    url = url.strip()
    if len(url) > LONGEST_LINK:
        raise EvidenceRefused("link_too_long", limit=LONGEST_LINK)
    try:
        parts = urlsplit(url)
        has_secrets = parts.username is not None or parts.password is not None
        if parts.scheme.lower() in ("http", "https") and has_secrets:
            raise EvidenceRefused("link_secrets")
        _is_address(url)
    except (ValidationError, ValueError):
        raise EvidenceRefused("bad_link") from None
    return url


def _hold_entry(answer, by):
    """Keeps the entry from being handed in meanwhile; refuses one that already is."""
    rows = Entry.objects.editable_by(by).select_related("campaign")
    rows = rows.select_for_update(of=("self",))
    entry = rows.filter(pk=answer.entry_id).first()
    if entry is None:
        raise PermissionDenied
    check_open(entry)


def check_open(entry):
    """Refuses what was handed in, and what is no longer or not yet filled in."""
    if not entry.is_open:
        raise EvidenceRefused("closed")
    if why := window.closed_because(entry):
        raise EvidenceRefused("too_late", why=why)


def _held_open(answer, by):
    """The answer in an open entry; made where the item has not been answered yet."""
    _hold_entry(answer, by)
    if answer.pk is None:
        answer, _made = Answer.objects.get_or_create(
            entry=answer.entry, item=answer.item, defaults={"written_by": by}
        )
    if answer.evidence.count() >= settings.EVIDENCE_PER_ANSWER:
        raise EvidenceRefused("too_many", limit=settings.EVIDENCE_PER_ANSWER)
    return answer


def _verdict(digest, content):
    """What is known of these bytes, or what the scanner says now."""
    known = (
        EvidenceFile.objects.filter(pk=digest).values_list("scan", flat=True).first()
    )
    if known == Scan.INFECTED:
        raise EvidenceRefused("known_infected")
    if known == Scan.CLEAN:
        return scanning.CLEAN
    verdict = scanning.scan(content)
    if verdict.virus:
        raise EvidenceRefused("infected", virus=verdict.virus)
    return verdict


def _stored(digest, content, kind, verdict):
    """The one row of these bytes, held so that nobody takes it away meanwhile."""
    row = EvidenceFile(
        digest=digest, content=content, size=len(content), media_type=kind.media_type
    )
    held = None
    while held is None:
        EvidenceFile.objects.bulk_create([row], ignore_conflicts=True)
        rows = EvidenceFile.objects.select_for_update().defer("content")
        # Gone again where its last use was taken back in between.
        held = rows.filter(pk=digest).first()
    if verdict.is_known and held.scan == Scan.UNSCANNED:
        held.scan, held.scanned_at = Scan.CLEAN, timezone.now()
        held.save(update_fields=["scan", "scanned_at"])
    return held


# --- what reviewers are told


@dataclass(frozen=True)
class SharedUse:
    """Other participants that handed in the same file."""

    names: tuple[str, ...]
    # Those outside the reader's reach: she learns how many, not who.
    others: int


def shared_uses(entries, user):
    """{(entry.pk, digest): SharedUse} of every file that another participant uses too.

    Three queries, however many entries and files there are.
    """
    own = Evidence.objects.filter(answer__entry__in=entries, file__isnull=False)
    pairs = set(own.values_list("answer__entry", "file"))
    if not pairs:
        return {}
    uses = _uses_of({digest for _entry, digest in pairs})
    users = {use[0] for found in uses.values() for use in found}
    names = dict(
        Entry.objects.visible_to(user).filter(pk__in=users).values_list("pk", "name")
    )
    participants = {use[0]: use[1:] for found in uses.values() for use in found}
    shared = {
        (entry, digest): _shared(
            [use for use in uses[digest] if use[1:] != participants[entry]], names
        )
        for entry, digest in pairs
    }
    return {key: use for key, use in shared.items() if use}


def _uses_of(digests):
    """{digest: {(entry, and who that is: school or team or commune or office)}}."""
    rows = Evidence.objects.filter(file__in=digests).values_list(
        "file",
        "answer__entry",
        "answer__entry__participant",
        "answer__entry__institution",
        "answer__entry__team",
        "answer__entry__commune",
    )
    found = {}
    for digest, entry, kind, school, team, commune in rows:
        # A school stays the same one when another commune manages it.
        who = (kind, school, team, None if school or team else commune)
        found.setdefault(digest, set()).add((entry, *who))
    return found


def _shared(uses, names):
    """One participant counts once, in however many campaigns she used the file."""
    by_participant = {use[1:]: names.get(use[0], "") for use in uses}
    known = sorted({name for name in by_participant.values() if name})
    others = sum(not name for name in by_participant.values())
    return SharedUse(tuple(known), others) if by_participant else None


def attach(answers, user):
    """Sets `evidence_rows` on every answer: its evidence, with what reviewers need."""
    answers = list(answers)
    rows = (
        Evidence.objects.filter(answer__in=[one.pk for one in answers if one.pk])
        .select_related("file", "added_by")
        .defer("file__content")
    )
    shared = shared_uses({one.entry_id for one in answers}, user)
    by_answer = {}
    entry_of = {one.pk: one.entry_id for one in answers}
    for row in rows:
        row.shared = shared.get((entry_of[row.answer_id], row.file_id))
        by_answer.setdefault(row.answer_id, []).append(row)
    for one in answers:
        one.evidence_rows = by_answer.get(one.pk, [])
    return answers


def answer_of(entry, item):
    """The entry's answer to `item`; one not yet stored where there is none."""
    found = Answer.objects.filter(entry=entry, item=item).first()
    return found or Answer(entry=entry, item=item)
