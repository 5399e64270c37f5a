"""The queries behind the indicators of staff and of staffing gaps."""

from communes.models import ReportingPeriod
from staffing import norms
from staffing.models import NormSet

# Employed at the main place on the day; away or not. Visiting teachers belong elsewhere.
SERVING = """
    a.is_main AND a.contract <> 'visiting'
    AND a.started_on <= u.as_of
    AND (a.ended_on IS NULL OR a.ended_on >= u.as_of)
"""
TEACHERS = f"""
    SELECT u.institution_id, COALESCE(NULLIF(a.level, ''), u.school_level) AS level,
           count(*) AS teachers
    FROM universe u
    JOIN staffing_assignment a USING (institution_id)
    JOIN staffing_post p ON p.code = a.post_id AND p."group" = 'teacher'
    WHERE {SERVING} {{condition}}
    GROUP BY 1, 2
"""


def staff_facts(year):
    sql = f"""
        SELECT u.institution_id, COALESCE(NULLIF(a.level, ''), u.school_level) AS level,
               count(*) AS numerator, NULL::numeric AS denominator
        FROM universe u
        JOIN staffing_assignment a USING (institution_id)
        WHERE {SERVING}
        GROUP BY 1, 2
    """
    return sql, {}


def teacher_facts(year):
    teachers = TEACHERS.format(condition="")
    sql = f"""
        SELECT institution_id, level, teachers AS numerator,
               NULL::numeric AS denominator
        FROM ({teachers}) t
    """
    return sql, {}


def against_grades(column, *, teachers_above):
    """Facts of teachers against pupils or classes, over schools that reported."""
    above, below = f"sum({column})", "sum(teachers)"
    if teachers_above:
        above, below = below, above
    teachers = TEACHERS.format(condition="AND u.reported")
    sql = f"""
        SELECT institution_id, level, {above} AS numerator, {below} AS denominator
        FROM (
            SELECT u.institution_id, k.level::text, sum(g.{column}) AS {column},
                   0 AS teachers
            FROM universe u
            JOIN schools_gradefigures g ON g.school_return_id = u.return_id
            JOIN schools_grade k ON k.code = g.grade_id
            WHERE g.{column} IS NOT NULL
            GROUP BY 1, 2
            UNION ALL
            SELECT institution_id, level, 0, teachers FROM ({teachers}) t
        ) both_sides
        GROUP BY 1, 2
    """
    return lambda year: (sql, {})


def qualified_facts(year):
    """Teachers whose best fitting degree reaches the standard of their level.

    The standard for the subject taught comes before the one for the level. Levels
    without a standard are left out of both sides.
    """
    start = ReportingPeriod.objects.get(
        school_year=year, kind=ReportingPeriod.Kind.START
    )
    applied = norms.applied_on(NormSet.Family.QUALIFICATION, start.as_of)
    sql = f"""
        SELECT u.institution_id, a.level, count(*) FILTER (WHERE best.rank >= d.rank)
               AS numerator, count(*) AS denominator
        FROM universe u
        JOIN LATERAL (
            SELECT a.person_id, a.subject_id,
                   COALESCE(NULLIF(a.level, ''), u.school_level) AS level
            FROM staffing_assignment a
            JOIN staffing_post p ON p.code = a.post_id AND p."group" = 'teacher'
            WHERE a.institution_id = u.institution_id AND {SERVING}
        ) a ON true
        JOIN LATERAL (
            SELECT n.minimum_degree_id FROM staffing_qualificationnorm n
            WHERE n.norm_set_id = %(qualification)s AND n.level = a.level
              AND (n.subject_id IS NULL OR n.subject_id = a.subject_id)
            ORDER BY n.subject_id NULLS LAST
            LIMIT 1
        ) n ON true
        JOIN staffing_degree d ON d.code = n.minimum_degree_id
        LEFT JOIN LATERAL (
            SELECT max(d.rank) AS rank
            FROM staffing_qualification q
            JOIN staffing_degree d ON d.code = q.degree_id
            WHERE q.person_id = a.person_id AND q.obtained_on <= u.as_of
              AND (q.is_teacher_training OR q.has_certificate)
        ) best ON true
        GROUP BY 1, 2
    """
    return sql, {"qualification": applied and applied.norm_set.pk}


# Headline columns follow the reading that the norm set names.
GAPS = """
    SELECT g.institution_id, g.level, g.present,
           CASE n.reading WHEN 'norm_classes' THEN g.required_norm_classes
                ELSE g.required_actual_classes END AS required,
           CASE n.reading WHEN 'norm_classes' THEN g.shortage_norm_classes
                ELSE g.shortage_actual_classes END AS shortage,
           CASE n.reading WHEN 'norm_classes' THEN g.surplus_norm_classes
                ELSE g.surplus_actual_classes END AS surplus,
           g.required_norm_classes, g.shortage_norm_classes, g.surplus_norm_classes
    FROM staffing_staffinggap g
    JOIN staffing_normset n ON n.id = g.norm_set_id
    JOIN staffing_post p ON p.code = g.post_id AND p."group" = %(group)s
    WHERE g.school_year_id = %(year)s
"""


def gap_facts(group, above, below="required"):
    """Facts out of the gaps of a group of posts, each side summed gross."""
    sql = f"""
        SELECT u.institution_id,
               COALESCE(NULLIF(g.level, ''), u.school_level) AS level,
               sum(g.{above}) AS numerator, sum(g.{below}) AS denominator
        FROM universe u
        JOIN ({GAPS}) g USING (institution_id)
        GROUP BY 1, 2
    """
    return lambda year: (sql, {"year": year, "group": group})
