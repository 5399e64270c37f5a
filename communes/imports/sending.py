"""Take in a workbook, its fixes and its cancellation; the work itself is a job."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from communes import jobs
from communes.models import Import, ImportFile, ImportFix, ImportProblem, Job
from communes.scoping import COMMUNE_ROLES, Role, is_active_account
from communes.workbooks.limits import limits
from communes.workbooks.refusals import megabytes, refusal

from . import kinds
from .rows import ANSWERS

State = Import.State
# Questions that a fix answers by saying the same again.
CONFIRMED_BY_REPEATING = frozenset({"namesake", "namesake_in_file"})


@dataclass
class Refused(Exception):
    """Something that cannot be done to an import now, with a sentence that says why."""

    code: str
    sentence: str

    def __str__(self):
        return self.sentence


def may_import(kind, user, year) -> bool:
    """Whether `user` may send workbooks of `kind` (an object of the registry)."""
    return is_active_account(user) and kind.reaches(user, year)


def start(kind, content, file_name, *, year, by, in_background=True):
    """Keep a workbook of the kind with that code; returns the Import.

    It is `refused` at once where it is too large or empty, else `checking`: a job
    checks it, or whoever passes `in_background=False` calls `check` herself.
    Raises PermissionDenied for somebody who may change nothing of the kind.
    """
    found = kinds.get(kind)
    if not may_import(found, by, year):
        raise PermissionDenied
    source = Import(
        kind=kind,
        school_year_id=year,
        file_name=PurePath(file_name.replace("\\", "/")).name[-200:],
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        **_reach(by),
    )
    if sentence := _too_much_or_nothing(content):
        source.state, source.refusal = State.REFUSED, sentence
        source.save()
        return source
    with transaction.atomic():
        source.save()
        ImportFile.objects.create(source=source, content=content)
        if in_background:
            recheck(source, by=by)
    return source


def _reach(user):
    """Whose data an import of `user` is about, as far as her account says it."""
    if user.role in COMMUNE_ROLES:
        return {"commune_id": user.commune_id}
    if user.role == Role.SCHOOL_CLERK:
        return {"institution_code": user.institution_code}
    return {}


def _too_much_or_nothing(content):
    """Why the bytes are not even worth keeping, or "" """
    most = limits().bytes
    if not content:
        return refusal("empty_file").sentence
    if len(content) <= most:
        return ""
    words = {"size": megabytes(len(content)), "limit": megabytes(most)}
    return refusal("too_large", **words).sentence


def own(source, by) -> bool:
    """Whether `by` may fix, apply and undo: who sent it, or an administrator."""
    if not may_import(kinds.get(source.kind), by, source.school_year_id):
        return False
    return by.role == Role.ADMIN or source.uploaded_by_id == by.pk


def recheck(source, *, by):
    """A job that checks the workbook (again); what was found before goes."""
    # Late: tasks stand above what they call.
    from communes.imports.tasks import check_task  # noqa: PLC0415

    _require_own(source, by)
    return _in_background(source, check_task, "import_check", by, State.CHECKING)


def request_apply(source, *, by):
    """A job that applies the import."""
    from communes.imports.tasks import apply_task  # noqa: PLC0415

    _require_own(source, by)
    return _in_background(source, apply_task, "import_apply", by)


def request_undo(source, *, by):
    """A job that takes an applied import back."""
    from communes.imports.tasks import undo_task  # noqa: PLC0415

    _require_own(source, by)
    return _in_background(source, undo_task, "import_undo", by, expected=State.APPLIED)


def _in_background(source, task, name, by, state=None, expected=None):
    expected = [expected] if expected else [State.CHECKING, State.READY]
    with transaction.atomic():
        locked = Import.objects.select_for_update(of=("self",)).get(pk=source.pk)
        if locked.state not in expected:
            raise Refused("wrong_state", _wrong_state(locked))
        job = jobs.create(name, by=by, commune=source.commune, source=source.pk)
        if source.institution_code:
            Job.objects.filter(pk=job.pk).update(
                institution_code=source.institution_code
            )
        locked.job, locked.state = job, state or locked.state
        locked.save(update_fields=["job", "state"])
        task.delay_on_commit(source.pk, by.pk, job.pk)
    source.job, source.state = job, locked.state
    return job


def _wrong_state(source):
    words = _("Lần nhập này đang ở trạng thái “%(state)s”. Hãy tải lại trang.")
    return words % {"state": source.get_state_display()}


def _require_own(source, by):
    if not own(source, by):
        raise PermissionDenied


@transaction.atomic
def fix(source, sheet, row, column, value, by):
    """Put a cell right, or leave a row out (empty column); `recheck` takes it up.

    Where the cell asks whether two people are one, its own value again says no.
    """
    _require_own(source, by)
    locked = Import.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if locked.state not in (State.CHECKING, State.READY):
        raise Refused("wrong_state", _wrong_state(locked))
    place = {"source": source, "sheet": sheet, "row": row}
    value = value.strip()[:300]
    asked = ImportProblem.objects.filter(
        **place, column=column, value=value, code__in=CONFIRMED_BY_REPEATING
    )
    if codes := sorted(set(asked.values_list("code", flat=True))):
        return ImportFix.objects.update_or_create(
            **place, column=ANSWERS, defaults={"value": " ".join(codes)}
        )[0]
    return ImportFix.objects.update_or_create(
        **place, column=column, defaults={"value": value}
    )[0]


def unfix(source, sheet, row, column, by):
    """Drop a fix, so that the file's own cell (or the row left out) counts again."""
    _require_own(source, by)
    fixes = ImportFix.objects.filter(source=source, sheet=sheet, row=row)
    return fixes.filter(column=column).delete()[0]


def cancel(source, *, by):
    """Stop a check that waits or runs; the workbook is not checked any more."""
    _require_own(source, by)
    sentence = _("Đã dừng kiểm tra theo yêu cầu. Hãy gửi lại tệp khi cần.")
    with transaction.atomic():
        stopped = Import.objects.filter(pk=source.pk, state=State.CHECKING).update(
            state=State.REFUSED, refusal=sentence
        )
        if stopped and source.job_id:
            jobs.cancel(source.job_id)
    return bool(stopped)
