"""What the parts of a report read: stored values of one scope, its places and years.

Everything is loaded in a few queries, however many parts ask.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from communes import indicators, queries
from communes.levels import ALL_LEVELS, Level
from communes.models import Commune, IndicatorValue, Province, SchoolYear
from communes.search import fold
from communes.targets.plan import plan_of

Scope = IndicatorValue.Scope
YEARS = 5


@dataclass(frozen=True)
class Place:
    """A commune of the province, or a cluster: what tables have a row for."""

    key: str
    name: str
    cluster: str = ""


@dataclass
class Facts:
    """Values of a province or of one commune for the report on `year`.

    `commune` None: the whole province. Values are by location, so that those of the
    communes add up to those of the province.
    """

    year: SchoolYear
    province: Province
    commune: Commune | None = None

    @property
    def start(self):
        return self.year.start

    @property
    def name(self):
        """The school year as it is written: 2025-2026."""
        return self.year.name

    @property
    def scope(self):
        return Scope.COMMUNE if self.commune else Scope.PROVINCE

    @property
    def key(self):
        return self.commune.code if self.commune else self.province.code

    @property
    def place(self):
        """The scope inside a sentence: toàn tỉnh, xã Khánh Khê."""
        if self.commune is None:
            return "toàn tỉnh"
        kind, rest = self.commune.full_name.split(" ", 1)
        return f"{kind.lower()} {rest}"

    @property
    def is_province(self):
        return self.commune is None

    def within(self, rows, *paths):
        """`rows` whose commune, along one of `paths`, is that of the report."""
        if self.is_province:
            return rows
        reach = Q()
        for path in paths:
            reach |= Q(**{path: self.commune})
        return rows.filter(reach)

    @cached_property
    def own(self):
        """{(code, level, year): value row} of the scope itself, over five years."""
        rows = queries.with_value(
            IndicatorValue.objects.filter(
                scope=self.scope,
                scope_key=self.key,
                basis=IndicatorValue.Basis.LOCATION,
                school_year__gt=self.start - YEARS,
                school_year__lte=self.start,
            )
        )
        return {(row.indicator, row.level, row.school_year_id): row for row in rows}

    @cached_property
    def of_places(self):
        """{(code, level, key): value row} of every part of the scope, this year."""
        rows = IndicatorValue.objects.filter(
            basis=IndicatorValue.Basis.LOCATION, school_year=self.start
        )
        if self.commune:
            rows = rows.filter(scope=Scope.INSTITUTION, commune=self.commune)
        else:
            rows = rows.filter(scope__in=[Scope.COMMUNE, Scope.CLUSTER])
        rows = queries.with_value(rows)
        return {(row.indicator, row.level, row.scope_key): row for row in rows}

    @cached_property
    def communes(self):
        """Communes of the province in the alphabet's order, as places."""
        rows = Commune.objects.filter(province=self.province).defer("outline")
        found = [Place(row.code, row.full_name, row.cluster) for row in rows]
        return sorted(found, key=lambda one: fold(one.name.split(" ", 1)[-1]))

    @cached_property
    def places(self):
        """What tables have a row for: communes of the province, schools of a commune."""
        return self.communes if self.is_province else schools_of(self)

    @property
    def places_word(self):
        return "Xã, phường" if self.is_province else "Cơ sở giáo dục"

    @cached_property
    def clusters(self):
        names = {one.cluster for one in self.communes}
        return [Place(name, name, name) for name in sorted(names, key=fold)]

    def row(self, code, level=ALL_LEVELS, *, back=0):
        """The stored value, or None."""
        return self.own.get((code, level, self.start - back))

    def value(self, code, level=ALL_LEVELS, *, back=0):
        """Ratio or count; None where there is none."""
        row = self.row(code, level, back=back)
        return row.value if row else None

    def at(self, code, place, level=ALL_LEVELS):
        """The value of a commune or cluster this year."""
        row = self.of_places.get((code, level, place.key))
        return row.value if row else None

    def parts(self, code, level=ALL_LEVELS):
        """(numerator, denominator) of the scope; (None, None) where there is no row."""
        row = self.row(code, level)
        return (row.numerator, row.denominator) if row else (None, None)

    @cached_property
    def plan(self):
        """Targets of the years that are looked back upon, and of the coming one."""
        years = range(self.start - YEARS + 1, self.start + 2)
        return plan_of(years, communes=[self.commune.code] if self.commune else [])

    def standing(self, code, level=ALL_LEVELS, *, back=0):
        """The value beside its target; `back` −1 is the coming year, without a value."""
        return self.plan.standing(
            code,
            level,
            self.start - back,
            self.scope,
            commune=self.commune.code if self.commune else "",
            row=self.row(code, level, back=back),
        )

    def levels(self, code):
        """Levels that have a value of `code`, in their order."""
        return [level for level in Level if self.value(code, level.value) is not None]

    def years(self, code, level=ALL_LEVELS):
        """(name of the year, value) over five years, the oldest first, gaps left out."""
        starts = range(self.start - YEARS + 1, self.start + 1)
        found = [(start, self.own.get((code, level, start))) for start in starts]
        return [
            (f"{start}-{start + 1}", row.value)
            for start, row in found
            if row and row.value is not None
        ]

    @cached_property
    def coverage(self):
        """(expected, reported, approved) institutions behind the figures."""
        row = self.row("institutions")
        return (row.expected, row.reported, row.approved) if row else (0, 0, 0)

    @property
    def is_complete(self):
        expected, _reported, approved = self.coverage
        return approved == expected > 0

    @cached_property
    def run(self):
        """The newest finished computation of the year."""
        return queries.latest_run(self.start)


# Schools of a commune as places: the app that owns them says which.
_schools = []


def register_schools(function):
    """`function(facts)` returns the places of the commune of `facts`."""
    _schools[:] = [function]


def schools_of(facts):
    return _schools[0](facts) if _schools else []


def indicator(code):
    return indicators.get(code)
