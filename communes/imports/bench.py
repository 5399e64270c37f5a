"""The repair bench of an import: its problems by kind, its fixes, its changes in words."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Case, Count, Exists, IntegerField, Min, OuterRef, Q, When
from django.utils.translation import gettext as _

from communes.imports import kinds
from communes.imports.rows import ANSWERS
from communes.imports.sending import Refused, own
from communes.models import Import, ImportChange, ImportFix, ImportProblem
from communes.numbers import NONE, shown

State = Import.State
Severity = ImportProblem.Severity
RANK = Case(
    When(severity=Severity.ERROR, then=0),
    When(severity=Severity.QUESTION, then=1),
    default=2,
    output_field=IntegerField(),
)
# Problems of one of these states of repair are asked for in the address.
OPEN, MENDED = "open", "mended"


@dataclass(frozen=True)
class Item:
    """One problem as the bench shows it, with what was done about it so far."""

    problem: ImportProblem
    # The value that waits to be checked; None where nothing was mended.
    mended: str | None = None
    is_left_out: bool = False
    is_confirmed: bool = False
    # Cells of the file with the same problem, value and suggestion, this one included.
    alike: int = 0

    @property
    def is_settled(self):
        return self.mended is not None or self.is_left_out or self.is_confirmed

    @property
    def undo_column(self):
        """The column of the fix that would be dropped."""
        if self.is_left_out:
            return ""
        return ANSWERS if self.is_confirmed else self.problem.column


def problems(source, *, code="", severity="", repair=""):
    """Problems of the file, errors first, as far as the filters ask for them."""
    rows = ImportProblem.objects.filter(source=source).annotate(rank=RANK)
    if code:
        rows = rows.filter(code=code)
    if severity:
        rows = rows.filter(severity=severity)
    if repair == OPEN:
        rows = rows.exclude(_settled())
    elif repair == MENDED:
        rows = rows.filter(_settled())
    return rows.order_by("rank", "sheet", "row", "column", "pk")


def _settled():
    fixes = ImportFix.objects.filter(
        source=OuterRef("source"), sheet=OuterRef("sheet"), row=OuterRef("row")
    )
    mended = Q(column=OuterRef("column")) & ~Q(value=OuterRef("value"))
    confirmed = Q(column=ANSWERS, value__contains=OuterRef("code"))
    return Exists(fixes.filter(Q(column="") | mended | confirmed))


def waiting(source):
    """How many problems were mended since the last check."""
    return ImportProblem.objects.filter(_settled(), source=source).count()


def groups(source):
    """Kinds of problems with an example sentence and numbers, errors first."""
    rows = ImportProblem.objects.filter(source=source).annotate(rank=RANK)
    return (
        rows.values("rank", "severity", "code")
        .annotate(
            number=Count("pk"),
            suggested=Count(
                "pk", filter=~Q(suggestion="") & ~Q(column="") & ~Q(_settled())
            ),
            settled=Count("pk", filter=_settled()),
            example=Min("message"),
        )
        .order_by("rank", "-number", "code")
    )


def items(source, rows):
    """Items for the problems of one page."""
    rows = list(rows)
    fixes = {
        (fix.sheet, fix.row, fix.column): fix.value
        for fix in ImportFix.objects.filter(
            source=source, row__in={problem.row for problem in rows}
        )
    }
    alike = _alike(source, rows)
    return [_item(problem, fixes, alike) for problem in rows]


def _item(problem, fixes, alike):
    row = (problem.sheet, problem.row)
    value = fixes.get((*row, problem.column)) if problem.column else None
    return Item(
        problem,
        mended=value if value != problem.value else None,
        is_left_out=(*row, "") in fixes,
        is_confirmed=problem.code in fixes.get((*row, ANSWERS), "").split(),
        alike=alike.get((problem.code, problem.value, problem.suggestion), 0),
    )


def settles_others(problem, given):
    """Whether leaving out the row, or mending the cell, settles other problems too."""
    others = ImportProblem.objects.filter(
        source=problem.source_id, sheet=problem.sheet, row=problem.row
    ).exclude(pk=problem.pk)
    if "whole_row" not in given:
        others = others.filter(column=problem.column)
    return others.exists()


def _alike(source, rows):
    suggested = {p.suggestion for p in rows if p.suggestion and p.column}
    if not suggested:
        return {}
    found = ImportProblem.objects.filter(source=source, suggestion__in=suggested)
    counts = found.exclude(column="").values_list("code", "value", "suggestion")
    return {tuple(row): n for *row, n in counts.annotate(n=Count("pk")).order_by()}


@transaction.atomic
def take_suggestions(source, by, *, code, value=None, suggestion=None):
    """Put the suggested value into every cell with the problem; returns how many.

    With a value and a suggestion only into the cells that hold just this value.
    """
    if not own(source, by):
        raise Refused("not_own", _("Chỉ người gửi tệp hoặc quản trị viên được sửa."))
    locked = Import.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if locked.state not in (State.CHECKING, State.READY):
        raise Refused(
            "wrong_state", _("Tệp này không còn sửa được. Hãy tải lại trang.")
        )
    rows = ImportProblem.objects.filter(source=source, code=code)
    if value is not None:
        rows = rows.filter(value=value, suggestion=suggestion)
    rows = rows.exclude(column="").exclude(suggestion="").exclude(_settled())
    fixes = {
        (problem.sheet, problem.row, problem.column): ImportFix(
            source=source,
            sheet=problem.sheet,
            row=problem.row,
            column=problem.column,
            value=problem.suggestion,
        )
        for problem in rows.order_by("pk")
    }
    ImportFix.objects.bulk_create(
        fixes.values(),
        update_conflicts=True,
        unique_fields=["source", "sheet", "row", "column"],
        update_fields=["value"],
    )
    return len(fixes)


@dataclass(frozen=True)
class ChangedValue:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedRow:
    change: ImportChange
    values: list[ChangedValue]


def changed_rows(source, rows):
    """Changes of one page with the labels and words of the workbook's columns."""
    kind = kinds.get(source.kind)
    columns = kind.columns(source.uploaded_by, source.school_year_id)
    by_name = {column.name: column for column in columns}
    return [ChangedRow(change, _values(change, by_name)) for change in rows]


def _values(change, columns):
    return [
        ChangedValue(
            str(columns[name].label),
            _words(columns[name], change.before.get(name)),
            _words(columns[name], after),
        )
        for name, after in sorted(
            change.after.items(), key=lambda pair: _order(columns, pair[0])
        )
        if name in columns
    ]


def _order(columns, name):
    return list(columns).index(name) if name in columns else len(columns)


def _words(column, value):
    if value in (None, ""):
        return NONE
    if column.choices:
        labels = {choice.code: choice.label for choice in column.choices}
        return str(labels.get(value, value))
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, int | float):
        return shown(value)
    text = str(value)
    if column.kind in ("date", "birth_date") and len(text) == 10:
        year, month, day = text.split("-")
        return f"{day}/{month}/{year}"
    return text


def why_not_applied(source, waits):
    """Why the import cannot be applied yet, or "" if nothing stands in the way."""
    if source.errors:
        words = _("Còn %(number)s chỗ phải sửa hoặc trả lời.")
        return words % {"number": shown(source.errors)}
    if waits:
        words = _("Đã sửa %(number)s chỗ nhưng chưa kiểm tra lại.")
        return words % {"number": shown(waits)}
    if not source.new + source.changed:
        return _("Tệp không làm thay đổi dữ liệu nào.")
    return ""
