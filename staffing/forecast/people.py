"""Teachers at work on the day of the base year: when each must and might leave."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import connection

from communes import indicators
from staffing.forecast import retirement

# Years before the age at which some may leave, and the years of work that lets them.
EARLY_YEARS, EARLY_SERVICE = 5, 15

SQL = """
    SELECT a.institution_id, COALESCE(NULLIF(a.level, ''), u.school_level) AS level,
           a.subject_id, {last_day} AS last_day, served.since,
           r.ethnic_area = 'III' AS hardship
    FROM ({universe}) u
    JOIN staffing_assignment a USING (institution_id)
    JOIN staffing_post t ON t.code = a.post_id AND t."group" = 'teacher'
    JOIN staffing_person p ON p.id = a.person_id
    {ages}
    CROSS JOIN LATERAL (
        SELECT min(s.started_on) AS since FROM staffing_assignment s
        WHERE s.person_id = p.id
    ) served
    LEFT JOIN communes_communeregion r
      ON r.commune_id = u.commune_id AND r.valid_from <= u.as_of
     AND (r.valid_to IS NULL OR r.valid_to >= u.as_of)
    WHERE a.is_main AND a.contract <> 'visiting' AND a.started_on <= u.as_of
      AND (a.ended_on IS NULL OR a.ended_on >= u.as_of)
      AND u.ownership = 'public'
"""


@dataclass(frozen=True)
class Leaver:
    """A teacher without a name: the last day by law, and whether an earlier one may be."""

    last_day: date
    since: date
    level: str
    in_hardship: bool

    def retired_by(self, day):
        return self.last_day < day

    def may_leave_early_by(self, day):
        """Within five years of the age, after fifteen years of work, still at work.

        Preschool teachers (Luật Nhà giáo 73/2025/QH15 art. 26) and those in especially
        difficult areas (Bộ luật Lao động art. 169.3). Years of insurance are not known
        here: years of service on record stand for them, so this is a risk, no count.
        """
        if self.retired_by(day):
            return False
        close = years_before(self.last_day, EARLY_YEARS) <= day
        served = years_before(day, EARLY_SERVICE) >= self.since
        return close and served and (self.level == "preschool" or self.in_hardship)


def years_before(day, years):
    return date(day.year - years, day.month, min(day.day, 28))


def leavers(year, wholes):
    """{(institution, level, subject): [Leaver]} of public schools in `year`.

    `wholes`: {(level, part): subject} of integrated subjects, whose teachers count
    under the whole.
    """
    universe, params = indicators.universe().rows(year)
    sql = SQL.replace("{last_day}", retirement.LAST_DAY_SQL)
    sql = sql.replace("{ages}", retirement.JOIN_SQL).replace("{universe}", universe)
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for school, level, subject, last_day, since, hardship in cursor:
            subject = wholes.get((level, subject), subject)
            leaver = Leaver(last_day, since, level, bool(hardship))
            found[school, level, subject].append(leaver)
    return dict(found)
