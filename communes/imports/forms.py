"""The workbook kind of an entry form: a row for each line of each unit."""

from dataclasses import dataclass
from functools import cached_property

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from communes.entry import forms, rules
from communes.entry.commune_forms import READ_ONLY, CommuneForm
from communes.entry.forms import EntryForm
from communes.imports import form_rows, kinds
from communes.imports.kinds import WorkbookKind
from communes.imports.sending import Refused
from communes.models import ImportChange, PendingCell, ReportingPeriod
from communes.workbooks.columns import Column
from communes.workbooks.writing import TemplateSheet

NAMED = 5


@dataclass(frozen=True)
class FormKind(WorkbookKind):
    """Blank cells keep what is stored; what is written goes through the form."""

    form: EntryForm | None = None

    @classmethod
    def of(cls, form):
        return cls(form.code, form.title, form.model._meta.label, form)

    def period(self, year):
        return ReportingPeriod.objects.filter(
            school_year=year, kind__in=self.form.period_kinds
        ).first()

    def columns(self, user, year):
        unit = _("Mã xã") if isinstance(self.form, CommuneForm) else _("Mã trường")
        name = _("Tên xã") if isinstance(self.form, CommuneForm) else _("Tên trường")
        keys = [
            Column("unit", unit, aliases=("Mã đơn vị", "Mã"), fixed=True),
            Column("unit_name", name, aliases=("Đơn vị", "Trường", "Xã"), fixed=True),
        ]
        if self.form.line_label:
            label = str(self.form.line_label)
            aliases = [part.strip() for part in label.split(",")]
            keys.append(Column("line", label, aliases=aliases, fixed=True))
        return keys + [field.column() for field in self.form.fields]

    def reaches(self, user, year):
        period = self.period(year)
        return period is not None and bool(self._own(user, period))

    def _own(self, user, period, commune=None):
        units = self.form.units(user, period, commune=commune)
        return [unit for unit in units if unit.is_open or unit.note != READ_ONLY]

    def template(self, user, year, commune=None):
        period = self.period(year)
        units = self._own(user, period, commune)
        lines, stored = self.form.lines(units, period), self.form.stored(units, period)
        rows = [
            {"unit": unit.code, "unit_name": unit.name}
            | {"line": form_rows.written(line, lines[unit.code])}
            | stored.get((unit.code, line.code), {})
            for unit in units
            for line in lines[unit.code]
        ]
        columns = self.columns(user, year)
        return [TemplateSheet(str(self.title), columns, rows)]

    def check(self, source, rows, report, sender):
        period = self.period(source.school_year_id)
        units = {unit.code: unit for unit in self.form.units(sender, period)}
        found = form_rows.FormRows(self.form, period, units, rows, report)
        checks = rules.checks(self.form)
        return found.store(source, self.target, checks)

    def refusal(self, source, by):
        plan = _Plan(self, source, by)
        if sentence := plan.closed():
            return sentence
        if not (labels := plan.differing("before")):
            return ""
        words = _(
            "Số liệu đã thay đổi từ lúc kiểm tra (%(names)s), nên chưa ghi gì. Tệp đã "
            "được kiểm tra lại; hãy xem kết quả mới rồi áp dụng."
        )
        return words % {"names": _named(labels)}

    def write(self, source, by):
        plan = _Plan(self, source, by)
        try:
            with transaction.atomic():
                plan.write("after", plan.changes)
        except IntegrityError:
            words = _("Số liệu này trái với số liệu khác đã có, nên chưa ghi gì.")
            raise Refused("constraint", words) from None
        plan.note_keys()
        plan.drop_waiting_cells()
        self.form.recompute(plan.units, plan.period)

    def newer(self, source, by):
        plan = _Plan(self, source, by)
        if sentence := plan.closed():
            return sentence
        if not (labels := plan.differing("after")):
            return ""
        words = _(
            "Không hoàn tác được vì đã có số liệu mới hơn (%(names)s). Hãy sửa từng ô "
            "ở trang nhập số liệu."
        )
        return words % {"names": _named(labels)}

    def take_back(self, source, by):
        plan = _Plan(self, source, by)
        plan.write("before", [c for c in plan.changes if c.action == "changed"])
        new = [c.object_id for c in plan.changes if c.action == "new"]
        self.form.model._base_manager.filter(pk__in=new).delete()
        self.form.recompute(plan.units, plan.period)


class _Plan:
    """The stored changes of an import beside what the form holds now, locked."""

    def __init__(self, kind, source, by):
        self.kind, self.form, self.source = kind, kind.form, source
        self.period = kind.period(source.school_year_id)
        self.changes = list(ImportChange.objects.filter(source=source).order_by("pk"))
        wanted = {change.after["_unit"] for change in self.changes}
        units = self.form.units(by, self.period)
        self.units = [unit for unit in units if unit.code in wanted]
        self.missing = wanted - {unit.code for unit in self.units}
        self.form.lock([unit for unit in self.units if unit.is_open], self.period)

    @cached_property
    def stored(self):
        return self.form.stored(self.units, self.period)

    def closed(self):
        if self.missing:
            return _("Có đơn vị không còn thuộc phạm vi của bạn, nên chưa ghi gì.")
        return next((str(u.note) for u in self.units if not u.is_open), "")

    def differing(self, side):
        """Labels of changes whose figures are not those of that side any more."""
        return [c.label for c in self.changes if self._differs(c, side)]

    def _differs(self, change, side):
        stored = self.stored.get(key(change))
        if side == "before" and change.action == "new":
            return stored is not None
        expected = figures(getattr(change, side))
        return stored is None or any(stored[n] != v for n, v in expected.items())

    def write(self, side, changes):
        empty = self.form.empty()
        table = {
            key(change): self.stored.get(key(change), empty)
            | figures(getattr(change, side))
            for change in changes
        }
        if table:
            self.form.write(self.units, self.period, table)

    def note_keys(self):
        keys = self.form.keys(self.units, self.period)
        for change in self.changes:
            change.object_id = keys[key(change)]
        ImportChange.objects.bulk_update(self.changes, ["object_id"])

    def drop_waiting_cells(self):
        """What somebody typed and could not be taken gives way to what was imported."""
        written = {
            (*key(change), name) for change in self.changes for name in change.after
        }
        cells = PendingCell.objects.filter(
            period=self.period,
            form=self.form.code,
            unit__in=[u.code for u in self.units],
        )
        gone = [
            cell.pk for cell in cells if (cell.unit, cell.line, cell.field) in written
        ]
        PendingCell.objects.filter(pk__in=gone).delete()


def key(change):
    return change.after["_unit"], change.after["_line"]


def figures(facts):
    return {name: value for name, value in facts.items() if name[0] != "_"}


def _named(labels):
    more = "…" if len(labels) > NAMED else ""
    return ", ".join(labels[:NAMED]) + more


def register_all():
    """A kind for every entry form; call it when all apps have registered theirs."""
    for form in forms.registered():
        kinds.register(FormKind.of(form))
