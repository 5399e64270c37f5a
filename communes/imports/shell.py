"""Imports from a shell: the functions of the pages, run here and now by one account."""

from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.models import Import, ImportProblem, ReportingPeriod, SchoolYear, User
from communes.workbooks.cells import shown

from . import applying, checking, kinds, sending

PLACE = ("sheet", "row", "column", "value", "code", "message")


class ShellError(Exception):
    """Something asked for cannot be done; the message is a sentence for a person."""

    def __init__(self, code, sentence):
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


@dataclass
class Outcome:
    """What became of a file, as the one line that the command prints."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[dict] = field(default_factory=list)
    applied: bool = False
    # Nothing could be checked, or what was asked was not done.
    refused: bool = False

    def as_json(self):
        return {
            "rows": self.rows,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "errors": self.errors,
            "applied": self.applied,
        }

    def refuse(self, code, message):
        blank = {"sheet": "", "row": 0, "column": "", "value": ""}
        self.errors = [blank | {"code": code, "message": message}]
        self.refused = True
        return self


def import_file(kind, path: Path, username, year=None, write=False) -> Outcome:
    """Check the file as the account would on a page; write it if nothing is wrong."""
    try:
        user, start = account(username), school_year(year)
        kind_of(kind)
        content = _content(path)
        source = sending.start(
            kind, content, path.name, year=start, by=user, in_background=False
        )
    except ShellError as error:
        return Outcome().refuse(error.code, error.sentence)
    except PermissionDenied:
        return Outcome().refuse("not_allowed", not_allowed())
    if source.state != Import.State.REFUSED:
        checking.check(source.pk)
        source.refresh_from_db()
    if source.state == Import.State.REFUSED:
        return Outcome().refuse("file_refused", source.refusal)
    if write and not source.errors:
        return _written(source, user)
    return _outcome(source)


def _written(source, user):
    try:
        applying.apply(source.pk, user)
    except sending.Refused as refused:
        source.refresh_from_db()
        return _outcome(source).refuse(refused.code, refused.sentence)
    outcome = _outcome(source)
    outcome.applied = True
    return outcome


def _outcome(source):
    problems = ImportProblem.objects.filter(source=source).exclude(
        severity=ImportProblem.Severity.WARNING
    )
    found = [dict(zip(PLACE, row, strict=True)) for row in problems.values_list(*PLACE)]
    return Outcome(
        source.rows, source.new, source.changed, source.unchanged, errors=found
    )


def _content(path):
    try:
        return path.read_bytes()
    except OSError:
        sentence = _("Không đọc được tệp %(name)s. Hãy kiểm tra lại đường dẫn.")
        raise ShellError("no_file", sentence % {"name": path.name}) from None


def account(username):
    user = User.objects.filter(username=username).first()
    if user is None:
        words = _("Không có tài khoản %(name)s.")
        raise ShellError("unknown_account", words % {"name": username})
    return user


def kind_of(code):
    try:
        return kinds.get(code)
    except LookupError:
        words = _("Không có loại tệp “%(code)s”. Các loại: %(known)s.")
        known = ", ".join(kind.code for kind in kinds.registered())
        facts = {"code": code, "known": known}
        raise ShellError("unknown_kind", words % facts) from None


def not_allowed():
    return _("Tài khoản này không được nhập số liệu loại này.")


def school_year(text=None):
    """The year it starts in, of 2025 or 2025-2026; of the open period by default."""
    if text is None:
        return _open_year()
    start, _dash, end = text.partition("-")
    right = start.isdecimal() and (not end or end == str(int(start) + 1))
    if not right or not SchoolYear.objects.filter(start=int(start)).exists():
        words = _("Không có năm học %(year)s. Hãy ghi dạng 2025-2026.")
        raise ShellError("unknown_year", words % {"year": shown(text)})
    return int(start)


def _open_year():
    today = timezone.localdate()
    begun = ReportingPeriod.objects.filter(opens_on__lte=today).order_by("-opens_on")
    period = begun.filter(locks_on__gt=today).first() or begun.first()
    if period is None:
        words = _("Chưa có kỳ báo cáo nào mở. Hãy ghi năm học bằng --year.")
        raise ShellError("no_period", words)
    return period.school_year_id
