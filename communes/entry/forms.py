"""The registry of entry forms: which cells there are, for whom, and where they are kept.

A form is a grid: units (schools, or the commune itself) with their lines (grades,
ages) down, fields across. Apps register theirs when Django starts; whatever works on
cells (grid, API, workbook, checks) works on any of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from communes.models import ReportingPeriod
from communes.workbooks.columns import Choices, Column

Text = str | Promise
# What one line holds: field name -> number, True/False, text, or None for empty.
Values = dict[str, object]
# Lines of units: (unit code, line code) -> values.
Table = dict[tuple[str, str], Values]

# In addresses, where a commune's code stands: the schools of the department's own.
DEPARTMENT = "so"
# What stands beside a unit whose figures somebody sees and may not change.
READ_ONLY = gettext_lazy("Tài khoản của bạn chỉ xem được số liệu này.")


@dataclass(frozen=True)
class Field:
    """One column of a form."""

    name: str
    label: Text
    # "integer", "yes_no", "text" or "choice"
    kind: str = "integer"
    help: Text = ""
    # Columns with the same group stand under one heading.
    group: Text = ""
    # Of a choice: the list of (code, label), asked for each time: it is data.
    choices: Callable[[], list[tuple[str, str]]] | None = None
    longest: int = 100

    def column(self) -> Column:
        """The same column as a workbook knows it."""
        return Column(
            name=self.name,
            label=str(self.label),
            kind=self.kind,
            choices=Choices(self.choices()) if self.choices else None,
            help=str(self.help),
            group=str(self.group),
            longest=self.longest,
        )


@dataclass(frozen=True)
class Line:
    """One line of a unit; a form with one line per unit has the code ""."""

    code: str
    label: Text = ""
    level: str = ""
    # A unit may leave it empty: a nursery group that it does not run.
    is_optional: bool = False


@dataclass(frozen=True)
class Unit:
    """A school or a commune as one person meets it in one period."""

    code: str
    name: str
    # Who manages it; None for a school of the department's own.
    commune: str | None
    # Its code where it is a school.
    institution_code: str = ""
    kind: str = ""
    state: str = ""
    is_open: bool = True
    # The deadline, or why nothing may be entered and what to do about it.
    note: Text = ""


@dataclass(frozen=True)
class EntryForm:
    """One form. Subclasses know where its figures are kept."""

    code: str
    title: Text
    model: type[Model]
    fields: tuple[Field, ...]
    period_kinds: tuple[str, ...] = (ReportingPeriod.Kind.START,)
    # What a line is called: "Khối", "Tuổi"; empty with one line per unit.
    line_label: Text = ""
    field_names: frozenset[str] = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "field_names", frozenset(f.name for f in self.fields))

    def field(self, name) -> Field:
        return next(one for one in self.fields if one.name == name)

    def empty(self) -> Values:
        """A line into which nobody has entered anything yet."""
        columns = {name: self.model._meta.get_field(name) for name in self.field_names}
        return {
            name: None if column.null else column.get_default()
            for name, column in columns.items()
        }

    def is_due_in(self, period) -> bool:
        return period.kind in self.period_kinds

    def units(self, user, period, *, commune=None, only_editable=False) -> list[Unit]:
        """Units that `user` may look into, or only those she may change now.

        `commune`: a code, to see one commune's alone; DEPARTMENT for its own.
        """
        raise NotImplementedError

    def lines(self, units: Iterable[Unit], period) -> dict[str, list[Line]]:
        """Lines of each unit by its code, in the order of the form."""
        raise NotImplementedError

    def stored(self, units: Iterable[Unit], period) -> Table:
        """What is kept for `period`; lines without a row are left out."""
        raise NotImplementedError

    def previous(self, units: Iterable[Unit], period) -> Table:
        """What the same units handed in for the same kind of period a year before."""
        raise NotImplementedError

    def row(self, period, unit: str, line: str) -> Model | None:
        """The row that one line of one unit (by their codes) is kept in."""
        raise NotImplementedError

    def keys(self, units: Iterable[Unit], period) -> dict[tuple[str, str], int]:
        """Primary keys of the rows that lines of units are kept in."""
        raise NotImplementedError

    def lock(self, units: Iterable[Unit], period):
        """Hold what the figures hang on, so that nobody judges or writes meanwhile."""
        raise NotImplementedError

    def write(self, units: Iterable[Unit], period, table: Table) -> int:
        """Insert or change the lines of `table`, each given whole; returns how many."""
        raise NotImplementedError

    def recompute(self, units: Iterable[Unit], period):
        """Have the values that rest on these units computed again."""
        raise NotImplementedError


_forms: dict[str, EntryForm] = {}


def register(form: EntryForm):
    if form.code in _forms:
        raise ValueError(f"form {form.code} is registered twice")
    _forms[form.code] = form


def registered() -> list[EntryForm]:
    return list(_forms.values())


def due_in(period) -> list[EntryForm]:
    """The forms that are filled in for `period`."""
    return [form for form in _forms.values() if form.is_due_in(period)]


def get(code: str) -> EntryForm:
    """Raises LookupError for a form that nobody registered."""
    return _forms[code]


def find(code: str) -> EntryForm | None:
    return _forms.get(code)
