"""The registry of workbook kinds: what a workbook of a kind holds and how it is taken.

A kind says which columns a workbook has, checks rows that were read, and writes,
compares and takes back the changes that came of them. Apps register theirs when
Django starts; upload, preview and shell work on any of them.
"""

from dataclasses import dataclass

from django.utils.functional import Promise

from communes.models import Import
from communes.workbooks.columns import Column
from communes.workbooks.writing import TemplateSheet

from .report import Report
from .rows import Rows

Text = str | Promise


@dataclass(frozen=True)
class WorkbookKind:
    """One kind of workbook. Subclasses know where its rows belong."""

    code: str
    title: Text
    # Label of the model that its changes are about.
    target: str = ""

    def columns(self, user, year) -> list[Column]:
        """The columns, with the codes that `user` may use in them."""
        raise NotImplementedError

    def reaches(self, user, year) -> bool:
        """Whether `user` may change anything of this kind in that year at all."""
        raise NotImplementedError

    def template(self, user, year, commune=None) -> list[TemplateSheet]:
        """Sheets filled with what is known now; `commune`: a code, for one alone."""
        raise NotImplementedError

    def check(self, source: Import, rows: Rows, report: Report, sender) -> int:
        """Report what is wrong, store the changes of sound rows, return their number."""
        raise NotImplementedError

    def refusal(self, source: Import, by) -> str:
        """Lock what the changes are about; why they cannot be written now, or "" """
        raise NotImplementedError

    def write(self, source: Import, by):
        """Write the changes of `source`, and have the values computed again."""
        raise NotImplementedError

    def newer(self, source: Import, by) -> str:
        """Lock what was written; what stands on it and forbids undoing, or "" """
        raise NotImplementedError

    def take_back(self, source: Import, by):
        """Set back what `write` wrote, and have the values computed again."""
        raise NotImplementedError


_kinds: dict[str, WorkbookKind] = {}


def register(kind: WorkbookKind):
    if kind.code in _kinds:
        raise ValueError(f"kind of workbook {kind.code} is registered twice")
    _kinds[kind.code] = kind


def get(code: str) -> WorkbookKind:
    """Raises LookupError for a kind that nobody registered."""
    return _kinds[code]


def registered() -> list[WorkbookKind]:
    return list(_kinds.values())
