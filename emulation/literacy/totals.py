"""How many people a group has and how many of them were reached, unit by unit.

People are counted where a register or a return counts them, and taken as declared
by the commune where none does. Where neither is, there is no total: never a zero.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, F, Max, Q, Sum
from django.utils.translation import gettext as _

from communes.levels import Level
from communes.models import Population, ReportingPeriod
from emulation.models import Audience, LearnerGroup, SessionLearners
from schools.models import GradeFigures, SchoolReturn
from staffing.models import Assignment

# Groups whose number only the commune can say; villagers only where it has not
# entered its residents by age.
DECLARED = (LearnerGroup.OFFICIAL, LearnerGroup.PARENT, LearnerGroup.VILLAGER)
ADULT_FROM = 18
# The unit of what belongs to the department itself.
DEPARTMENT = ""


class Source(StrEnum):
    STAFF = "staff"
    RETURNS = "returns"
    POPULATION = "population"
    DECLARED = "declared"


@dataclass(frozen=True)
class Total:
    """The people of one group, with where and when they were counted."""

    number: int
    source: Source
    day: date | None = None
    # The school year of the return, the residents or the declaration.
    year: int | None = None
    schools: int = 0
    note: str = ""

    @property
    def words(self):
        """Where the number comes from, in a sentence."""
        told = {
            "day": f"{self.day:%d/%m/%Y}" if self.day else "",
            "year": f"{self.year}-{self.year + 1}" if self.year else "",
            "schools": self.schools,
            "note": self.note,
        }
        return _sentences()[self.source] % told


def _sentences():
    return {
        Source.STAFF: _(
            "Cán bộ quản lý, giáo viên, nhân viên đang làm việc ngày %(day)s theo danh "
            "sách nhân sự, tính ở nơi công tác chính, không gồm thỉnh giảng "
            "(%(schools)s trường)."
        ),
        Source.RETURNS: _(
            "Học sinh, học viên từ tiểu học trở lên trong báo cáo đầu năm mới nhất đã "
            "nộp, đến năm học %(year)s (%(schools)s trường); trẻ mầm non không thuộc "
            "đối tượng."
        ),
        Source.POPULATION: _(
            "Dân số từ 18 tuổi trở lên do xã nhập cho năm học %(year)s."
        ),
        Source.DECLARED: _("Xã tự khai cho năm học %(year)s. %(note)s"),
    }


def last_day(year, today):
    """The day at which people are counted for a calendar year."""
    return min(date(year, 12, 31), today)


def totals_of_units(year, today):
    """{(commune code, or DEPARTMENT, and group): Total}; five queries."""
    day, unit = last_day(year, today), "institution__managing_commune"
    found = declared(year)
    found |= residents(year)
    for group, totals in (
        (LearnerGroup.TEACHER, staff(day, unit)),
        (LearnerGroup.PUPIL, pupils(day, unit)),
    ):
        found |= {(key or DEPARTMENT, group.value): t for key, t in totals.items()}
    return found


def staff(day, by, **only):
    """People employed on `day`, by the key that the path `by` leads to."""
    rows = (
        Assignment.objects.serving_on(day)
        .filter(is_main=True, **only)
        .exclude(contract=Assignment.Contract.VISITING)
        .order_by()
        .values(key=F(by))
        .annotate(
            number=Count("person", distinct=True),
            schools=Count("institution", distinct=True),
        )
    )
    return {
        row["key"]: Total(row["number"], Source.STAFF, day=day, schools=row["schools"])
        for row in rows
    }


def newest_returns(day, **only):
    """Of each school open on `day`, the newest start-of-year return handed in by then."""
    is_open = Q(institution__opened_on__lte=day) & ~Q(institution__closed_on__lte=day)
    return (
        SchoolReturn.objects.reported()
        .filter(
            is_open,
            period__kind=ReportingPeriod.Kind.START,
            period__as_of__lte=day,
            **only,
        )
        .order_by("institution_id", "-period__as_of")
        .distinct("institution_id")
        .values("pk")
    )


def pupils(day, by, **only):
    """Pupils of those returns, by the key that the path `by` leads to."""
    rows = (
        GradeFigures.objects.filter(
            school_return__in=newest_returns(day, **only), pupils__isnull=False
        )
        .exclude(grade__level=Level.PRESCHOOL)
        .order_by()
        .values(key=F(f"school_return__{by}"))
        .annotate(
            people=Sum("pupils"),
            schools=Count("school_return", distinct=True),
            year=Max("school_return__period__school_year"),
        )
    )
    found = {row.pop("key"): row for row in rows if row["people"]}
    return {key: _counted(day=day, **row) for key, row in found.items()}


def _counted(people, **more):
    return Total(people, Source.RETURNS, **more)


def residents(year):
    """Adults of the newest school year that begins by `year`, by commune."""
    rows = (
        Population.objects.filter(
            age_from__gte=ADULT_FROM, total__isnull=False, school_year__lte=year
        )
        .order_by("school_year_id")
        .values("commune", "school_year")
        .annotate(number=Sum("total"))
    )
    # The newest comes last and stays.
    return {
        (row["commune"], LearnerGroup.VILLAGER.value): Total(
            row["number"], Source.POPULATION, year=row["school_year"]
        )
        for row in rows
        if row["number"]
    }


def declared(year):
    rows = Audience.objects.filter(
        school_year__lte=year, group__in=DECLARED, total__gt=0
    ).order_by("school_year_id")
    return {
        (row.commune_id, row.group): Total(
            row.total, Source.DECLARED, year=row.school_year_id, note=row.source
        )
        for row in rows
    }


def reached(by, **only):
    """{(key, group): people who completed their first course}, by the path `by`."""
    rows = (
        SessionLearners.objects.filter(**only)
        .order_by()
        .values("group", key=F(by))
        .annotate(people=Sum("first_time"))
    )
    return {(row["key"], row["group"]): row["people"] for row in rows}
