"""The years behind, out of the database: pupils, residents, and how people left."""

from collections import defaultdict
from datetime import timedelta

from django.db import connection

from communes import indicators
from communes.models import Population, ReportingPeriod
from schools.models import Grade
from staffing.forecast import pupils, retirement

GENERAL_SQL = """
    SELECT u.commune_id, g.grade_id, sum(g.pupils)
    FROM ({universe}) u
    JOIN schools_gradefigures g ON g.school_return_id = u.return_id
    WHERE g.grade_id = ANY(%(grades)s) AND g.pupils IS NOT NULL
      AND u.ownership = 'public'
    GROUP BY 1, 2
"""
CHILDREN_SQL = """
    SELECT u.commune_id, a.age, sum(a.pupils)
    FROM ({universe}) u
    JOIN schools_agefigures a ON a.school_return_id = u.return_id
    WHERE a.level = 'preschool' AND a.age <= 5 AND a.pupils IS NOT NULL
      AND u.ownership = 'public'
    GROUP BY 1, 2
"""
# Teachers at their main place on `day`, and what became of them within a year.
LEFT_SQL = """
    SELECT COALESCE(NULLIF(a.level, ''), u.school_level) AS level, count(*),
           count(*) FILTER (WHERE a.end_reason IN ('resigned', 'other')
                            AND a.ended_on < %(until)s),
           count(*) FILTER (WHERE a.end_reason = 'retired' AND a.ended_on < %(until)s),
           count(*) FILTER (WHERE ({last_day}) < %(until)s)
    FROM ({universe}) u
    JOIN staffing_assignment a USING (institution_id)
    JOIN staffing_post t ON t.code = a.post_id AND t."group" = 'teacher'
    JOIN staffing_person p ON p.id = a.person_id
    {ages}
    WHERE a.is_main AND a.contract <> 'visiting' AND a.started_on <= %(day)s
      AND (a.ended_on IS NULL OR a.ended_on >= %(day)s)
    GROUP BY 1
"""


def days():
    """{year: the day of its start-of-year figures}, of every year with such a period."""
    starts = ReportingPeriod.objects.filter(kind=ReportingPeriod.Kind.START)
    return dict(starts.values_list("school_year_id", "as_of"))


def pupils_behind(years):
    """`pupils.Behind` over `years` (starts), from returns handed in by public schools."""
    levels = dict(
        Grade.objects.filter(code__in=[pupils.FIRST, *pupils.BELOW]).values_list(
            "code", "level"
        )
    )
    found = pupils.Behind(levels=levels)
    for year in years:
        for place, grade, number in _rows(GENERAL_SQL, year, grades=sorted(levels)):
            found.grades[place, grade, year] = int(number)
        for place, age, number in _rows(CHILDREN_SQL, year):
            found.children[place, age, year] = int(number)
    found.residents.update(_residents(years))
    return found


def _residents(years):
    rows = Population.objects.filter(
        school_year__in=years, age_from__lte=pupils.FIRST_AGE, total__isnull=False
    ).values_list("commune_id", "age_from", "school_year_id", "total")
    return {(place, age, year): total for place, age, year, total in rows}


def leavers(year, until):
    """{level: (teachers, resigned, retired, due to retire)} of one year behind.

    Between the start-of-year day of `year` and the day `until`.
    """
    sql = LEFT_SQL.replace("{last_day}", retirement.LAST_DAY_SQL)
    sql = sql.replace("{ages}", retirement.JOIN_SQL)
    rows = _rows(sql, year, day=days()[year], until=until)
    return {level: tuple(numbers) for level, *numbers in rows}


def leaving_shares(base, window):
    """{level: (low, mean, high)}: teachers a year who resign, over years behind."""
    known, starts = defaultdict(list), days()
    for year in range(base - window, base):
        if year not in starts or year + 1 not in starts:
            continue
        for level, (teachers, resigned, *_rest) in leavers(
            year, starts[year + 1] + timedelta(days=1)
        ).items():
            known[level].append((resigned, teachers))
    return {
        level: (
            min(gone / all_of for gone, all_of in years),
            sum(gone for gone, _all in years) / sum(all_of for _gone, all_of in years),
            max(gone / all_of for gone, all_of in years),
        )
        for level, years in known.items()
    }


def _rows(sql, year, **params):
    universe, own = indicators.universe().rows(year)
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{universe}", universe), own | params)
        return cursor.fetchall()
