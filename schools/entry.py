"""Where a school's forms keep their figures: rows that hang on the school's return."""

from dataclasses import dataclass

from django.db.models import Q

from communes.entry.forms import DEPARTMENT, READ_ONLY, EntryForm, Line, Unit
from communes.levels import Level
from communes.models import ReportingPeriod
from communes.tasks import request_commune
from schools.models import Grade, Institution, InstitutionKind, SchoolReturn, Site
from schools.window import windows

SCHOOL = "school_return__institution__code"


@dataclass(frozen=True)
class ReturnForm(EntryForm):
    """One row per institution and period: no lines."""

    unique_keys = ()

    def units(self, user, period, *, commune=None, only_editable=False):
        rows = Institution.objects.answering_to(user).open_on(period.as_of)
        if commune == DEPARTMENT:
            rows = rows.filter(managing_commune=None)
        elif commune is not None:
            rows = rows.filter(managing_commune=commune)
        rows = list(rows.order_by("kind__order", "search_name", "pk"))
        mine = Institution.objects.answering_to(user, to_change=True)
        mine = set(mine.values_list("pk", flat=True))
        found, states = windows(period, rows), states_of(rows, period)
        units = [
            _unit(row, row.pk in mine, found[row.pk], states.get(row.code, ""))
            for row in rows
        ]
        return [unit for unit in units if unit.is_open or not only_editable]

    def lines(self, units, period):
        return {unit.code: [Line("")] for unit in units}

    def stored(self, units, period):
        return self._table(units, period)

    def previous(self, units, period):
        before = ReportingPeriod.objects.filter(
            school_year=period.school_year_id - 1, kind=period.kind
        ).first()
        return self._table(units, before, SchoolReturn.objects.reported())

    def row(self, period, unit, line):
        return self.model.objects.filter(
            school_return__period=period,
            school_return__institution__code=unit,
            **self.key_of(line),
        ).first()

    def keys(self, units, period):
        rows = self._rows(units, period).select_related("school_return__institution")
        return {
            (row.school_return.institution.code, self.line_of(row)): row.pk
            for row in rows
        }

    def lock(self, units, period):
        """Make the returns that are missing and hold all of them."""
        codes = [unit.code for unit in units]
        schools = Institution.objects.filter(code__in=codes)
        SchoolReturn.objects.bulk_create(
            [SchoolReturn(institution=row, period=period) for row in schools],
            ignore_conflicts=True,
        )
        rows = self._returns(units, period).order_by("pk")
        list(rows.select_for_update().values_list("pk"))

    def write(self, units, period, table):
        returns = dict(
            self._returns(units, period).values_list("institution__code", "pk")
        )
        rows = [
            self.model(school_return_id=returns[unit], **self.key_of(line), **values)
            for (unit, line), values in table.items()
        ]
        self.model.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["school_return", *self.unique_keys],
            update_fields=sorted(self.field_names),
        )
        return len(rows)

    def recompute(self, units, period):
        """Drafts count nowhere; what is already reported must be computed again."""
        rows = self._returns(units, period).reported()
        for commune, year in sorted(SchoolReturn.communes_touched(rows)):
            request_commune(commune, year)

    def key_of(self, line):
        """Columns that tell one line of a return from another."""
        return {}

    def line_of(self, row):
        return ""

    def used(self, units, period):
        """Lines that have a row, or had learners a year before."""
        before = self.previous(units, period).items()
        had_some = (key for key, values in before if any(values.values()))
        return {*self.stored(units, period), *had_some}

    def _returns(self, units, period):
        return SchoolReturn.objects.filter(
            period=period, institution__code__in=[unit.code for unit in units]
        )

    def _rows(self, units, period):
        return self.model.objects.filter(
            school_return__period=period,
            school_return__institution__code__in=[unit.code for unit in units],
        )

    def _table(self, units, period, returns=None):
        fields = sorted(self.field_names)
        keys = [self.model._meta.get_field(key).attname for key in self.unique_keys]
        rows = self._rows(units, period)
        if returns is not None:
            rows = rows.filter(school_return__in=returns.filter(period=period))
        # Plain rows: a province has ten thousand, and an object each takes its time.
        rows = rows.values_list(SCHOOL, *keys, *fields, named=True)
        return {
            (row[0], self.line_of(row)): dict(
                zip(fields, row[1 + len(keys) :], strict=True)
            )
            for row in rows
        }


@dataclass(frozen=True)
class GradeForm(ReturnForm):
    """One line per grade that the kind of school teaches."""

    unique_keys = ("grade",)

    def lines(self, units, period):
        grades = list(Grade.objects.order_by("order"))
        kinds = levels_by_kind()
        used = self.used(units, period)
        return {
            unit.code: [
                Line(
                    grade.pk, str(grade), grade.level, _may_be_empty(grade, unit, used)
                )
                for grade in grades
                if grade.level in kinds[unit.kind] and _fits(grade, unit.kind)
            ]
            for unit in units
        }

    def key_of(self, line):
        return {"grade_id": line}

    def line_of(self, row):
        return row.grade_id


@dataclass(frozen=True)
class AgeForm(ReturnForm):
    """One line per level and single year of age around the ages that are right for it."""

    unique_keys = ("level", "age")
    # Years before and after the right ages in which learners are still met.
    EARLY, LATE = 1, 3

    def lines(self, units, period):
        ages, kinds = ages_by_level(self.EARLY, self.LATE), levels_by_kind()
        used = self.used(units, period)
        return {
            unit.code: [
                _age_line(level, age, unit, used)
                for level in kinds[unit.kind]
                for age in ages.get(level, ())
            ]
            for unit in units
        }

    def key_of(self, line):
        level, _colon, age = line.partition(":")
        return {"level": level, "age": int(age)}

    def line_of(self, row):
        return f"{row.level}:{row.age}"


@dataclass(frozen=True)
class SiteForm(ReturnForm):
    """One line per site of a preschool: what it runs where it runs a single class."""

    unique_keys = ("site",)

    def units(self, user, period, *, commune=None, only_editable=False):
        units = super().units(
            user, period, commune=commune, only_editable=only_editable
        )
        kinds = levels_by_kind()
        return [unit for unit in units if Level.PRESCHOOL in kinds[unit.kind]]

    def lines(self, units, period):
        sites = Site.objects.filter(
            Q(closed_on=None) | Q(closed_on__gt=period.as_of),
            institution__code__in=[unit.code for unit in units],
            opened_on__lte=period.as_of,
        ).order_by("-is_main", "name", "pk")
        lines = {unit.code: [] for unit in units}
        for site in sites.select_related("institution"):
            lines[site.institution.code].append(
                Line(str(site.pk), site.name, Level.PRESCHOOL, is_optional=True)
            )
        return lines

    def key_of(self, line):
        return {"site_id": int(line)}

    def line_of(self, row):
        return str(row.site_id)


def levels_by_kind():
    """Kind of institution -> the levels it teaches, lowest first."""
    order = Level.values
    return {
        kind.pk: order[
            order.index(kind.lowest_level) : order.index(kind.highest_level) + 1
        ]
        for kind in InstitutionKind.objects.all()
    }


def ages_by_level(early, late):
    """Level -> range of ages that its learners may have."""
    ages = {}
    for level, age in Grade.objects.exclude(right_age=None).values_list(
        "level", "right_age"
    ):
        ages.setdefault(level, []).append(age)
    return {
        level: range(max(0, min(found) - early), max(found) + late + 1)
        for level, found in ages.items()
    }


def states_of(institutions, period):
    """Institution code -> state of its return; those without a return are left out."""
    returns = SchoolReturn.objects.filter(period=period, institution__in=institutions)
    return dict(returns.values_list("institution__code", "state"))


def _fits(grade, kind):
    """A nursery has groups only, a kindergarten classes only."""
    if kind == "NT":
        return grade.is_nursery
    return not (kind == "MG" and grade.is_nursery)


def _may_be_empty(grade, unit, used):
    """Every general school has every grade; a preschool runs the groups it has."""
    has_choice = grade.level in (Level.PRESCHOOL, Level.CONTINUING)
    return has_choice and (unit.code, grade.pk) not in used


def _age_line(level, age, unit, used):
    code = f"{level}:{age}"
    return Line(code, str(age), level, (unit.code, code) not in used)


def _unit(institution, may_change, window, state):
    return Unit(
        code=institution.code,
        name=institution.name,
        commune=institution.managing_commune_id,
        institution_code=institution.code,
        kind=institution.kind_id,
        state=state,
        is_open=may_change and window.is_open,
        note=window.sentence if may_change else READ_ONLY,
    )
