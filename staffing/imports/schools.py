"""Which schools a workbook's rows may name, and how they name them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from communes.levels import Level
from communes.search import fold
from communes.workbooks.cells import folded
from schools.models import Institution


@dataclass(frozen=True)
class School:
    pk: int
    code: str
    name: str
    levels: list[str]
    opened_on: object
    closed_on: object

    def is_open_on(self, day):
        return self.opened_on <= day and not (self.closed_on and self.closed_on <= day)


class Reach:
    """The schools that a sender may change, by code and by name.

    Whatever else a workbook names is unknown to it: a school of somebody else and
    one that does not exist are told in the same words.
    """

    def __init__(self, sender):
        rows = Institution.objects.editable_by(sender).select_related("kind")
        self.schools = [
            School(
                row.pk,
                row.code,
                row.name,
                _levels(row.kind),
                row.opened_on,
                row.closed_on,
            )
            for row in rows
        ]
        self.by_code = {folded(one.code): one for one in self.schools}
        self.by_name: dict[str, list[School]] = {}
        for one in self.schools:
            self.by_name.setdefault(fold(one.name), []).append(one)

    @property
    def keys(self):
        return [one.pk for one in self.schools]

    def find(self, code, name):
        """(school, column, problem code, sentence): a school, or why there is none."""
        if code:
            return self._of_code(code, name)
        if not name:
            return None, "school", "missing", _("Hãy ghi mã trường hoặc tên trường.")
        found = self.by_name.get(folded(name), [])
        if len(found) == 1:
            return found[0], "", "", ""
        if not found:
            return None, "school_name", "unknown_school", _unknown()
        sentence = _("Có %(count)s trường cùng tên này. Hãy ghi mã trường.")
        return None, "school_name", "ambiguous_school", sentence % {"count": len(found)}

    def _of_code(self, code, name):
        found = self.by_code.get(folded(code))
        if found is None:
            return None, "school", "unknown_school", _unknown()
        if name and folded(name) != fold(found.name):
            sentence = _("Mã này là của %(school)s, khác với tên trường đã ghi.")
            words = sentence % {"school": found.name}
            return found, "school_name", "other_school_name", words
        return found, "", "", ""


def _levels(kind):
    """Levels that a kind of school teaches, lowest first."""
    order = Level.values
    return order[order.index(kind.lowest_level) : order.index(kind.highest_level) + 1]


def _unknown():
    return _(
        "Không có trường này trong phạm vi bạn được nhập. Hãy kiểm tra lại mã, tên trường."
    )
