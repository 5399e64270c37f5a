"""Check a workbook: open, find, read, compare; problems and changes are stored at once."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from communes.models import Import, ImportChange, ImportFix, ImportProblem
from communes.workbooks import opening, stamps
from communes.workbooks.sheets import WorkbookRefused

from . import kinds, rows, templates
from .copying import copy
from .report import WARNING, Report

State = Import.State
STEPS = 2
PROBLEM = (
    "source_id",
    "sheet",
    "row",
    "column",
    "value",
    "severity",
    "code",
    "message",
    "suggestion",
)


def check(import_id, on_progress=None):
    """Check the import with all its fixes; returns its counts, {} if it was refused.

    What is found is stored in one transaction: whoever looks meanwhile sees what was
    found before. An import that was applied or cancelled meanwhile stays as it is.
    """
    source = Import.objects.select_related("uploaded_by").get(pk=import_id)
    progress = on_progress or (lambda done, total: None)
    progress(0, STEPS)
    # Headings and stored sentences are Vietnamese, whoever asks in whatever language.
    with translation.override(settings.LANGUAGE_CODE):
        return _checked(source, progress)


def _checked(source, progress):
    try:
        kind = kinds.get(source.kind)
        found, report = _read(source, kind)
    except WorkbookRefused as refusal:
        _waiting(source).update(state=State.REFUSED, refusal=refusal.sentence)
        return {}
    # Outside the transaction: progress is for others to see, and may say "cancelled".
    progress(1, STEPS)
    with transaction.atomic():
        counts = _store(source, kind, found, report)
    progress(STEPS, STEPS)
    return counts


def _waiting(source):
    return Import.objects.filter(pk=source.pk, state__in=[State.CHECKING, State.READY])


def _store(source, kind, found, report):
    if not _waiting(source).select_for_update(of=("self",)).exists():
        return {}
    ImportProblem.objects.filter(source=source).delete()
    ImportChange.objects.filter(source=source).delete()
    kind.check(source, found, report, source.uploaded_by)
    _warn_of_the_same_file(source, report)
    copy(ImportProblem._meta.db_table, PROBLEM, report.stored(source.pk))
    counts = _counts(source, found, report)
    _waiting(source).update(state=State.READY, **counts)
    return counts


def _read(source, kind):
    columns = kind.columns(source.uploaded_by, source.school_year_id)
    fixes = ImportFix.objects.filter(source=source).values_list(
        "sheet", "row", "column", "value"
    )
    book = opening.open_workbook(bytes(source.file.content), source.file_name)
    wanted = templates.stamp(kind, source.school_year_id, source.commune_id)
    titles = {one.code: str(one.title) for one in kinds.registered()}
    stamps.check(book, wanted, titles)
    source.file.content = b""
    found, remarks = rows.from_workbook(book, columns, list(fixes))
    report = Report(found)
    for sheet, remark in remarks:
        report.sheet(sheet, remark)
    found.read(report)
    return found, report


def _counts(source, found, report):
    changes = ImportChange.objects.filter(source=source)
    new = changes.filter(action=ImportChange.Action.NEW).count()
    changed = changes.exclude(action=ImportChange.Action.NEW).count()
    return {
        "rows": len(found),
        "new": new,
        "changed": changed,
        "unchanged": max(len(found) - len(report.stopped) - new - changed, 0),
        "errors": report.errors,
        "warnings": report.counts[WARNING],
    }


def _warn_of_the_same_file(source, report):
    applied = Import.objects.filter(
        digest=source.digest, kind=source.kind, state=State.APPLIED
    )
    before = applied.visible_to(source.uploaded_by).exclude(pk=source.pk).first()
    if before is None:
        return
    sentence = _(
        "Tệp này đã được áp dụng ngày %(day)s. Hãy chắc rằng bạn muốn gửi lại."
    )
    day = f"{before.applied_at:%d/%m/%Y}"
    report.add("", 0, "", "", WARNING, "already_applied", sentence % {"day": day})
