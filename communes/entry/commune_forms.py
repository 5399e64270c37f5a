"""Forms that a commune answers for itself: its office, and its residents by age."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from communes.entry.forms import READ_ONLY, EntryForm, Field, Line, Unit, register
from communes.models import Commune, CultureSocietyOffice, Population
from communes.scoping import ScopePaths
from communes.tasks import request_commune
from communes.windows import commune_windows

OWN = ScopePaths(communes=("code",), managed_by="code")


@dataclass(frozen=True)
class CommuneForm(EntryForm):
    """Rows of (commune, school year), one or many."""

    def units(self, user, period, *, commune=None, only_editable=False):
        rows = Commune.objects.defer("outline").reached_by(OWN, user)
        may_change = set(
            Commune.objects.reached_by(OWN, user, to_change=True).values_list(
                "pk", flat=True
            )
        )
        if commune is not None:
            rows = rows.filter(code=commune)
        rows = list(rows)
        windows = commune_windows(period, [row.pk for row in rows])
        units = [_unit(row, row.pk in may_change, windows[row.pk]) for row in rows]
        return [unit for unit in units if unit.is_open or not only_editable]

    def lines(self, units, period):
        return {unit.code: [Line("")] for unit in units}

    def stored(self, units, period):
        return self._table(units, period.school_year_id)

    def previous(self, units, period):
        return self._table(units, period.school_year_id - 1)

    def row(self, period, unit, line):
        return self.model.objects.filter(
            commune=unit, school_year=period.school_year_id, **self.key_of(line)
        ).first()

    def keys(self, units, period):
        rows = self._rows(units, period.school_year_id)
        return {(row.commune_id, self.line_of(row)): row.pk for row in rows}

    def lock(self, units, period):
        codes = sorted(unit.code for unit in units)
        rows = Commune.objects.filter(code__in=codes).order_by("code")
        # The commune, not its rows: the first row of a year is not there to lock.
        list(rows.select_for_update().values_list("pk"))

    def write(self, units, period, table):
        rows = [
            self.model(
                commune_id=unit,
                school_year_id=period.school_year_id,
                **self.key_of(line),
                **values,
            )
            for (unit, line), values in table.items()
        ]
        keys = ["commune", "school_year", *self.unique_keys]
        self.model.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=keys,
            update_fields=sorted(self.field_names),
        )
        return len(rows)

    def recompute(self, units, period):
        for unit in units:
            request_commune(unit.code, period.school_year_id)

    unique_keys = ()

    def key_of(self, line):
        """Columns that tell one line of a commune from another."""
        return {}

    def line_of(self, row):
        return ""

    def _rows(self, units, year):
        return self.model.objects.filter(
            commune__in=[unit.code for unit in units], school_year=year
        )

    def _table(self, units, year):
        return {
            (row.commune_id, self.line_of(row)): {
                name: getattr(row, name) for name in sorted(self.field_names)
            }
            for row in self._rows(units, year)
        }


@dataclass(frozen=True)
class ResidentsForm(CommuneForm):
    """One line per single year of age, then the bands of adults the commune counts."""

    unique_keys = ("age_from",)

    def lines(self, units, period):
        bands = self._bands(units, period)
        single = [Line(str(age), str(age), is_optional=False) for age in range(18)]
        return {
            unit.code: [
                *single,
                *(Line(code, code, is_optional=True) for code in bands[unit.code]),
            ]
            for unit in units
        }

    def _bands(self, units, period):
        """Codes of adult bands by commune, this year's and last year's together."""
        year = period.school_year_id
        known = self.model.objects.filter(
            commune__in=[unit.code for unit in units],
            school_year__in=(year, year - 1),
            age_from__gte=18,
        ).values_list("commune", "age_from", "age_to")
        bands = {unit.code: set() for unit in units}
        for commune, low, high in known:
            bands[commune].add((low, high))
        return {
            code: [f"{low}-{high}" for low, high in sorted(found)]
            for code, found in bands.items()
        }

    def key_of(self, line):
        low, _dash, high = line.partition("-")
        return {"age_from": int(low), "age_to": int(high or low)}

    def line_of(self, row):
        if row.age_from == row.age_to:
            return str(row.age_from)
        return f"{row.age_from}-{row.age_to}"


def _unit(commune, may_change, window):
    return Unit(
        code=commune.code,
        name=commune.full_name,
        commune=commune.code,
        is_open=may_change and window.is_open,
        note=window.sentence if may_change else READ_ONLY,
    )


COUNTS = gettext_lazy("Số người")


def register_all():
    register(
        CommuneForm(
            code="office",
            title=gettext_lazy("Phòng Văn hóa - Xã hội"),
            model=CultureSocietyOffice,
            fields=(
                Field(
                    "staff",
                    gettext_lazy("Biên chế có mặt"),
                    help=gettext_lazy(
                        "Người đang làm việc tại Phòng, kể cả trưởng phòng."
                    ),
                ),
                Field(
                    "education_specialists",
                    gettext_lazy("Người có chuyên môn giáo dục"),
                    help=gettext_lazy(
                        "Người được đào tạo hoặc đã công tác trong ngành giáo dục."
                    ),
                ),
                Field("head_name", gettext_lazy("Họ tên trưởng phòng"), "text"),
                Field("phone", gettext_lazy("Điện thoại"), "text", longest=20),
            ),
        )
    )
    register(
        ResidentsForm(
            code="population",
            title=gettext_lazy("Dân số theo độ tuổi"),
            model=Population,
            line_label=gettext_lazy("Tuổi"),
            fields=(
                Field("total", gettext_lazy("Tổng số"), group=COUNTS),
                Field("female", gettext_lazy("Nữ"), group=COUNTS),
                Field("ethnic", gettext_lazy("Dân tộc thiểu số"), group=COUNTS),
                Field(
                    "ethnic_female", gettext_lazy("Nữ dân tộc thiểu số"), group=COUNTS
                ),
                Field(
                    "exempt",
                    gettext_lazy("Không phải phổ cập"),
                    group=COUNTS,
                    help=gettext_lazy(
                        "Không thể đi học, đã chuyển đi hoặc đã mất (NĐ 20/2014/NĐ-CP)."
                    ),
                ),
            ),
        )
    )
