"""What one specialist of a commune's office serves; no text sets a norm for it.

Schools and learners are those that the commune manages: they are the office's work.
"""

from dataclasses import dataclass

from communes.levels import ALL_LEVELS
from communes.models import CultureSocietyOffice, IndicatorValue
from communes.search import fold

SERVED = ("institutions", "learners")


@dataclass(frozen=True)
class Office:
    """One commune's office in one year; None where a number is not known."""

    code: str
    name: str
    cluster: str
    staff: int | None
    specialists: int | None
    schools: int | None
    learners: int | None

    @property
    def schools_each(self):
        return self._each(self.schools)

    @property
    def learners_each(self):
        return self._each(self.learners)

    def _each(self, number):
        """Of one specialist; without a specialist there is no such number."""
        if number is None or not self.specialists:
            return None
        return number / self.specialists

    @property
    def burden(self):
        """Who comes first: nobody at all before many schools for one."""
        nobody = self.specialists == 0
        return (not nobody, -(self.schools_each or 0), fold(self.name))


def offices_of(year, offices, values):
    """Offices of `year`, the most burdened first; what nobody entered comes last."""
    served = {
        (row.scope_key, row.indicator): int(row.numerator)
        for row in values.filter(
            school_year=year,
            indicator__in=SERVED,
            scope=IndicatorValue.Scope.COMMUNE,
            basis=IndicatorValue.Basis.MANAGED,
            level=ALL_LEVELS,
        )
        if row.numerator is not None
    }
    found = [
        Office(
            row.commune_id,
            row.commune.full_name,
            row.commune.cluster,
            row.staff,
            row.education_specialists,
            *(served.get((row.commune_id, name)) for name in SERVED),
        )
        for row in offices.filter(school_year=year).select_related("commune")
    ]
    known = [one for one in found if one.specialists is not None]
    unknown = [one for one in found if one.specialists is None]
    unknown.sort(key=lambda one: fold(one.name))
    return [*sorted(known, key=lambda one: one.burden), *unknown]


def visible(user, year):
    return offices_of(
        year,
        CultureSocietyOffice.objects.visible_to(user),
        IndicatorValue.objects.visible_to(user),
    )


def everywhere(year):
    """Of the whole province, for the annual report."""
    return offices_of(
        year, CultureSocietyOffice.objects.all(), IndicatorValue.objects.all()
    )


def whole(offices):
    """All of them together: sums over sums, of those that said how many they have."""
    known = [one for one in offices if one.specialists is not None]
    return Office(
        "",
        "",
        "",
        sum(one.staff or 0 for one in known),
        sum(one.specialists for one in known),
        sum(one.schools or 0 for one in known),
        sum(one.learners or 0 for one in known),
    )
