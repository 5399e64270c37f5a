"""The work behind a long file: written beside, then kept whole or not at all."""

import hashlib
import tempfile
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communes import export, jobs
from communes.exporting.long import whole_of
from communes.models import ExportFile, ExportPart, Job
from communes.scoping import is_active_account

PART = 1 << 20
# How often a worker says how far it is, and hears that it was stopped.
STEP = 500


class CannotExport(Exception):
    """The file cannot be written; the message tells the requester why."""


def request_export(address, *, by):
    """A job that writes the file of `address`; Http404 where there is none for her."""
    from communes.exporting.tasks import export_task  # noqa: PLC0415  (it imports us)

    kind, _whole = whole_of(address, by)
    with transaction.atomic():
        job = jobs.create(
            "export",
            by=by,
            address=address,
            file=kind,
            language=translation.get_language(),
        )
        export_task.delay_on_commit(job.pk)
    return job


def write_file(job_id, params, on_progress):
    """Write the file of a job and keep it; safe to repeat after a killed worker."""
    job = Job.objects.select_related("requested_by").get(pk=job_id)
    if not is_active_account(job.requested_by):
        raise CannotExport(_("Tài khoản yêu cầu tệp này đã bị khóa hoặc hết hạn."))
    with translation.override(params["language"]), tempfile.TemporaryFile() as file:
        try:
            kind, whole = whole_of(params["address"], job.requested_by)
            rows = Counted(whole, on_progress)
            _fill(file, kind, whole, rows)
            kept = _keep(file, job, kind, whole, rows.number)
        except (Http404, PermissionDenied) as error:
            words = _("Trang có bảng này không còn trong phạm vi của tài khoản.")
            raise CannotExport(words) from error
        except OSError as error:
            words = _("Máy chủ hết chỗ hoặc không ghi được tệp; chưa có tệp nào.")
            raise CannotExport(words) from error
    return {"rows": kept.rows, "size": kept.size}


class Counted:
    """The rows of a file, counted on their way; a stopped job ends here."""

    def __init__(self, whole, on_progress):
        self.whole, self.on_progress, self.number = whole, on_progress, 0

    def __iter__(self):
        for row in self.whole.rows:
            if self.number % STEP == 0:
                self._say()
            self.number += 1
            yield row
        self._say()

    def _say(self):
        self.on_progress(self.number, max(self.number, self.whole.length))


def _fill(file, kind, whole, rows):
    if kind == export.XLSX:
        _fill_workbook(file, whole, rows)
        return
    for chunk in export.csv_chunks(whole.about, whole.header, rows):
        file.write(chunk)


def _fill_workbook(file, whole, rows):
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415  (slow)

    try:
        export.write_xlsx(file, whole.about, whole.header, rows)
    except FileCreateError as error:
        raise OSError(str(error)) from error


@transaction.atomic
def _keep(file, job, kind, whole, rows):
    """The file and all its parts, in the place of what an earlier attempt left."""
    digest = hashlib.sha256()
    size = file.seek(0, 2)
    ExportFile.objects.filter(job=job).delete()
    by, now = job.requested_by, timezone.now()
    kept = ExportFile.objects.create(
        job=job,
        address=job.params["address"],
        name=whole.name,
        kind=kind,
        size=size,
        rows=rows,
        requested_by=by,
        role=by.role,
        commune=by.commune,
        institution_code=by.institution_code,
        made_at=now,
        expires_at=now + timedelta(days=settings.EXPORT_KEEP_DAYS),
    )
    file.seek(0)
    for number, content in enumerate(iter(lambda: file.read(PART), b"")):
        digest.update(content)
        ExportPart.objects.create(file=kept, number=number, content=content)
    ExportFile.objects.filter(pk=kept.pk).update(digest=digest.hexdigest())
    return kept


def pieces(kept):
    """The content of a file, piece by piece."""
    for number in kept.parts.values_list("number", flat=True):
        yield bytes(kept.parts.values_list("content", flat=True).get(number=number))


def sweep():
    """Files whose day has come; the job that made them stays in the list."""
    return ExportFile.objects.filter(expires_at__lte=timezone.now()).delete()[0]
