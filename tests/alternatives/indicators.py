"""Indicators of one school year, counted row by row from the words of the definition.

Each indicator takes schools and a level ("" for all levels together) and returns
numerator and denominator; a wider scope is the same count over more schools, so a
percentage of the province is a sum over a sum.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from communes.models import Population, ReportingPeriod
from schools.models import (
    AgeFigures,
    Facilities,
    GradeFigures,
    Institution,
    NationalStandard,
    SchoolReturn,
)
from staffing.models import Assignment, Qualification

from . import gaps as slow_gaps
from . import retirement, subjects

ALL = ""
DEGREES = ["SC", "TC", "CD", "DH", "THS", "TS"]
# NĐ 93/2026 art. 20.2: a college degree is enough to teach these.
COLLEGE_SUBJECTS = ("MT", "AN", "TIN", "CN")
COLLEGE_SUBJECTS_AT_PRIMARY = (*COLLEGE_SUBJECTS, "NN1")


@dataclass
class Year:
    """All rows that a school year's values come from, grouped in Python."""

    day: object
    open_schools: list
    filed: dict
    grades: dict
    ages: dict
    facilities: dict
    recognitions: dict
    staff: dict
    qualifications: dict
    population: dict
    gaps: dict
    subject_lines: dict


def read(year):
    start = ReportingPeriod.objects.get(school_year=year, kind="start")
    day = start.as_of
    open_schools = [
        school
        for school in Institution.objects.select_related("kind", "commune")
        if slow_gaps.is_open(school, day)
    ]
    filed = {
        row.institution_id: row
        for row in SchoolReturn.objects.filter(period=start)
        if row.state in slow_gaps.REPORTED
    }
    school_of_return = {row.pk: school for school, row in filed.items()}
    grades, ages, facilities = defaultdict(list), defaultdict(list), {}
    for row in GradeFigures.objects.select_related("grade"):
        if row.school_return_id in school_of_return:
            grades[school_of_return[row.school_return_id]].append(row)
    for row in AgeFigures.objects.all():
        if row.school_return_id in school_of_return:
            ages[school_of_return[row.school_return_id]].append(row)
    for row in Facilities.objects.all():
        if row.school_return_id in school_of_return:
            facilities[school_of_return[row.school_return_id]] = row
    recognitions = defaultdict(list)
    for row in NationalStandard.objects.all():
        recognitions[row.institution_id].append(row)
    staff = defaultdict(list)
    for row in Assignment.objects.select_related("post", "person"):
        if row.is_main and row.contract != "visiting" and slow_gaps.is_on(row, day):
            staff[row.institution_id].append(row)
    qualifications = defaultdict(list)
    for row in Qualification.objects.all():
        qualifications[row.person_id].append(row)
    population = defaultdict(list)
    for row in Population.objects.filter(school_year=year):
        population[row.commune_id].append(row)
    by_school = defaultdict(dict)
    for (school, post, level), gap in slow_gaps.all_gaps(year).items():
        by_school[school][post, level] = gap
    by_subject = defaultdict(dict)
    for (school, level, subject), line in subjects.all_lines(year).items():
        by_subject[school][level, subject] = line
    return Year(
        day,
        open_schools,
        filed,
        grades,
        ages,
        facilities,
        recognitions,
        staff,
        qualifications,
        population,
        by_school,
        by_subject,
    )


def at(level, rows, level_of=lambda row: row.grade.level):
    return [row for row in rows if level in (ALL, level_of(row))]


class Indicators:
    """One method per indicator code; `schools` is whatever the scope covers."""

    def __init__(self, year):
        self.year = year

    # Parts

    def _rows(self, schools, level, codes=None):
        return [
            row
            for school in schools
            for row in at(level, self.year.grades[school.pk])
            if codes is None or row.grade_id in codes
        ]

    def _sum(self, schools, level, name):
        return sum(getattr(row, name) or 0 for row in self._rows(schools, level))

    def _pair(self, schools, level, above, below, codes=None):
        """Both sums over the rows where both have been entered; empty is not zero."""
        numerator = denominator = 0
        for row in self._rows(schools, level, codes):
            if getattr(row, above) is not None and getattr(row, below) is not None:
                numerator += getattr(row, above)
                denominator += getattr(row, below)
        return numerator, denominator

    def _whole(self, schools, level):
        """Schools as wholes stand at their highest level."""
        return [
            school for school in schools if level in (ALL, school.kind.highest_level)
        ]

    def _staff(self, schools, level):
        """People at the level they teach; who teaches none, at the school's highest."""
        return [
            row
            for school in schools
            for row in self.year.staff[school.pk]
            if level in (ALL, row.level or school.kind.highest_level)
        ]

    def _teachers(self, schools, level):
        return [
            row for row in self._staff(schools, level) if row.post.group == "teacher"
        ]

    def _filed(self, schools):
        """Both sides of a ratio cover the same schools: those that have handed in."""
        return [school for school in schools if school.pk in self.year.filed]

    def _gaps(self, schools, level, posts):
        return {
            (school.pk, post, at_level): gap
            for school in schools
            for (post, at_level), gap in self.year.gaps.get(school.pk, {}).items()
            if post in posts and level in (ALL, at_level or school.kind.highest_level)
        }

    # Counts

    def institutions(self, schools, level, communes):
        return len(self._whole(schools, level)), None

    def learners(self, schools, level, communes):
        return self._sum(schools, level, "pupils"), None

    def classes(self, schools, level, communes):
        return self._sum(schools, level, "classes"), None

    def staff(self, schools, level, communes):
        return len(self._staff(schools, level)), None

    def teachers(self, schools, level, communes):
        return len(self._teachers(schools, level)), None

    # Shares and ratios

    def pupils_per_class(self, schools, level, communes):
        return self._pair(schools, level, "pupils", "classes")

    def pupils_per_teacher(self, schools, level, communes):
        return (
            self._sum(schools, level, "pupils"),
            len(self._teachers(self._filed(schools), level)),
        )

    def teachers_per_class(self, schools, level, communes):
        return (
            len(self._teachers(self._filed(schools), level)),
            self._sum(schools, level, "classes"),
        )

    def girls_share(self, schools, level, communes):
        return self._pair(schools, level, "girls", "pupils")

    def ethnic_share(self, schools, level, communes):
        return self._pair(schools, level, "ethnic", "pupils")

    def two_session_share(self, schools, level, communes):
        return self._pair(schools, level, "two_session_pupils", "pupils")

    def english_share_3_5(self, schools, level, communes):
        return self._pair(schools, level, "english", "pupils", ("03", "04", "05"))

    def solid_room_share(self, schools, level, communes):
        rooms = [
            self.year.facilities[school.pk]
            for school in self._whole(schools, level)
            if school.pk in self.year.facilities
        ]
        known = [
            row
            for row in rooms
            if row.solid_rooms is not None and row.classrooms is not None
        ]
        return (
            sum(row.solid_rooms for row in known),
            sum(row.classrooms for row in known),
        )

    def national_standard_share(self, schools, level, communes):
        """Valid recognitions over the public schools that can be recognised."""
        base = [
            school
            for school in self._whole(schools, level)
            if school.kind.recognisable and school.ownership == "public"
        ]
        valid = [
            school
            for school in base
            if any(
                row.issued_on <= self.year.day <= row.expires_on
                for row in self.year.recognitions[school.pk]
            )
        ]
        return len(valid), len(base)

    def qualified_teacher_share(self, schools, level, communes):
        """Over teachers of levels that have a standard: continuing education has none."""
        numerator = denominator = 0
        for school in schools:
            for row in self._teachers([school], level):
                taught = row.level or school.kind.highest_level
                if taught != "continuing":
                    denominator += 1
                    numerator += self._meets_standard(row, taught)
        return numerator, denominator

    def retiring_teacher_share(self, schools, level, communes):
        """By the table of years, month after month, from each birthday."""
        end = date(self.year.day.year + 5, self.year.day.month, self.year.day.day)
        teachers = [
            row for school in schools for row in self._teachers([school], level)
        ]
        leaving = [
            row
            for row in teachers
            if retirement.last_day(row.person.sex, row.person.birth_date) <= end
        ]
        return len(leaving), len(teachers)

    def _meets_standard(self, row, taught):
        """Luật Giáo dục 2019 art. 72, then Luật Nhà giáo art. 28 and NĐ 93/2026."""
        enough = "CD" if taught == "preschool" else "DH"
        exceptions = ()
        if self.year.day >= date(2026, 1, 1):
            exceptions = COLLEGE_SUBJECTS
            if taught == "primary":
                exceptions = COLLEGE_SUBJECTS_AT_PRIMARY
        if row.subject_id in exceptions:
            enough = "CD"
        return any(
            DEGREES.index(degree.degree_id) >= DEGREES.index(enough)
            and degree.obtained_on <= self.year.day
            and (degree.is_teacher_training or degree.has_certificate)
            for degree in self.year.qualifications[row.person_id]
        )

    def attendance_age_5(self, schools, level, communes):
        """Children of five in any school, over those of five who must attend.

        A commune that has handed in no child of five is not there yet: it counts on
        neither side.
        """
        enrolled = residents = 0
        for commune in communes:
            rows = [
                row
                for school in schools
                if school.commune_id == commune
                for row in self.year.ages[school.pk]
                if row.age == 5
            ]
            if not rows:
                continue
            enrolled += sum(row.pupils for row in rows)
            residents += sum(
                row.total - row.exempt
                for row in self.year.population[commune]
                if row.age_from == 5
            )
        return enrolled, residents

    # Staffing against the norm

    def teacher_norm_rate(self, schools, level, communes):
        total = slow_gaps.rolled_up(
            self._gaps(schools, level, ("teacher",)), lambda key: True
        )
        return total["present"], total["required"]

    def teacher_shortage(self, schools, level, communes):
        return self._gap_sum(schools, level, ("teacher",), "shortage")

    def teacher_surplus(self, schools, level, communes):
        return self._gap_sum(schools, level, ("teacher",), "surplus")

    def teacher_shortage_norm_classes(self, schools, level, communes):
        return self._gap_sum(schools, level, ("teacher",), "shortage", "norm_classes")

    def teacher_surplus_norm_classes(self, schools, level, communes):
        return self._gap_sum(schools, level, ("teacher",), "surplus", "norm_classes")

    def manager_shortage(self, schools, level, communes):
        managers = ("principal", "vice_principal")
        return self._gap_sum(schools, level, managers, "shortage")

    def manager_surplus(self, schools, level, communes):
        managers = ("principal", "vice_principal")
        return self._gap_sum(schools, level, managers, "surplus")

    def subject_shortage(self, schools, level, communes):
        return self._subject_sum(schools, level, "shortage")

    def subject_surplus(self, schools, level, communes):
        return self._subject_sum(schools, level, "surplus")

    def _subject_sum(self, schools, level, side):
        moved = required = Decimal(0)
        lines = (self.year.subject_lines.get(row.pk, {}) for row in schools)
        for (of_level, _subject), line in (
            one for each in lines for one in each.items()
        ):
            if level in (ALL, of_level):
                gap = line.required - line.present
                moved += max(gap if side == "shortage" else -gap, Decimal(0))
                required += line.required
        return moved, required

    def _gap_sum(self, schools, level, posts, side, reading="actual_classes"):
        moved = required = Decimal(0)
        for gap in self._gaps(schools, level, posts).values():
            moved += getattr(gap, side)(reading)
            required += getattr(gap, f"required_{reading}")
        return moved, required


def scopes(year, province_code):
    """Every scope with its schools: {(scope, key, basis): (schools, communes)}."""
    covered = {}

    def put(scope, key, basis, school, commune):
        schools, communes = covered.setdefault((scope, key, basis), ([], set()))
        schools.append(school)
        if commune:
            communes.add(commune)

    for school in year.open_schools:
        put("institution", school.code, "location", school, None)
        places = [("location", school.commune)]
        if school.managing_commune_id:
            places.append(("managed", school.managing_commune))
        for basis, place in places:
            put("commune", place.code, basis, school, place.code)
            put("cluster", place.cluster, basis, school, place.code)
            put("province", province_code, basis, school, place.code)
    return covered
