"""Writes the changes of a staff workbook and takes them back, each step one statement.

The stored changes are the source: nothing is read from the workbook again. `after`
holds the values written and, once written, the keys of new posts and degrees;
`before` what they replaced and the keys of the post and degree they were about.
"""

from django.db import connection

MINE = "c.source_id = %(source)s"

# What is new gets its keys here, so that no row has to be looked up once it is written.
NUMBERED = """
DROP TABLE IF EXISTS import_staff_new;
CREATE TEMP TABLE import_staff_new ON COMMIT DROP AS
SELECT
    plan.id, plan.action, plan.after, plan.school, plan.new_day,
    CASE
        WHEN plan.action = 'new'
        THEN nextval(pg_get_serial_sequence('staffing_person', 'id'))
        ELSE plan.object_id
    END AS person,
    CASE
        WHEN plan.school IS NOT NULL
        THEN nextval(pg_get_serial_sequence('staffing_assignment', 'id'))
    END AS post,
    CASE
        WHEN plan.after ? 'degree'
        THEN nextval(pg_get_serial_sequence('staffing_qualification', 'id'))
    END AS degree
FROM import_staff_plan AS plan
WHERE plan.action = 'new' OR plan.school IS NOT NULL OR plan.after ? 'degree'
ORDER BY plan.id;
ANALYZE import_staff_new
"""

NEW_PEOPLE = """
INSERT INTO staffing_person
    (id, personal_id, full_name, sex, birth_date, birth_year_only, ethnicity_id)
SELECT
    n.person, n.after ->> 'personal_id', n.after ->> 'full_name', n.after ->> 'sex',
    (n.after ->> 'birth_date')::date, (n.after ->> 'birth_year_only')::boolean,
    n.after ->> 'ethnicity'
FROM import_staff_new AS n
WHERE n.action = 'new'
ORDER BY n.id
ON CONFLICT (personal_id) DO NOTHING
"""

PEOPLE = f"""
UPDATE staffing_person AS p
SET
    full_name = coalesce(c.{{to}} ->> 'full_name', p.full_name),
    sex = coalesce(c.{{to}} ->> 'sex', p.sex),
    birth_date = coalesce((c.{{to}} ->> 'birth_date')::date, p.birth_date),
    birth_year_only =
        coalesce((c.{{to}} ->> 'birth_year_only')::boolean, p.birth_year_only),
    ethnicity_id = coalesce(c.{{to}} ->> 'ethnicity', p.ethnicity_id)
FROM communes_importchange AS c
WHERE {MINE} AND c.action = 'changed' AND c.object_id = p.id
AND c.after ?|
    ARRAY['full_name', 'sex', 'birth_date', 'birth_year_only', 'ethnicity']
"""

# A post at another school, or other work from a day on: the old one ends the day before.
ENDED_POSTS = f"""
UPDATE staffing_assignment AS a
SET
    ended_on = (c.after ->> 'started_on')::date - 1,
    end_reason = CASE
        WHEN c.after ->> 'school' = c.before ->> 'school' THEN 'other' ELSE 'moved'
    END
FROM communes_importchange AS c
WHERE {MINE} AND c.action = 'changed' AND c.after ? 'school'
AND a.id = (c.before ->> 'assignment')::bigint
"""

NEW_POSTS = """
INSERT INTO staffing_assignment (
    id, person_id, institution_id, post_id, level, subject_id, contract, is_main,
    share, started_on, end_reason
)
SELECT
    n.post, n.person, school.id, n.after ->> 'post', coalesce(n.after ->> 'level', ''),
    n.after ->> 'subject', n.after ->> 'contract', TRUE, 1, n.new_day, ''
FROM import_staff_new AS n
JOIN schools_institution AS school ON school.code = n.school
ORDER BY n.id
"""

POSTS = f"""
UPDATE staffing_assignment AS a
SET
    post_id = coalesce(c.{{to}} ->> 'post', a.post_id),
    level = coalesce(c.{{to}} ->> 'level', a.level),
    subject_id = CASE
        WHEN c.{{to}} ? 'subject' THEN c.{{to}} ->> 'subject' ELSE a.subject_id
    END,
    contract = coalesce(c.{{to}} ->> 'contract', a.contract),
    started_on = coalesce((c.{{to}} ->> 'started_on')::date, a.started_on)
FROM communes_importchange AS c
WHERE {MINE} AND c.action = 'changed' AND NOT c.after ? 'school'
AND c.after ?| ARRAY['post', 'level', 'subject', 'contract', 'started_on']
AND a.id = (c.before ->> 'assignment')::bigint
"""

NEW_DEGREES = """
INSERT INTO staffing_qualification (
    id, person_id, degree_id, major, is_teacher_training, has_certificate, obtained_on
)
SELECT
    n.degree, n.person, n.after ->> 'degree', n.after ->> 'major',
    (n.after ->> 'is_teacher_training')::boolean,
    (n.after ->> 'has_certificate')::boolean, (n.after ->> 'obtained_on')::date
FROM import_staff_new AS n
WHERE n.degree IS NOT NULL
ORDER BY n.id
"""

KEYS_NOTED = """
UPDATE communes_importchange AS c
SET
    object_id = n.person,
    after = c.after || jsonb_strip_nulls(
        jsonb_build_object('assignment', n.post, 'qualification', n.degree)
    )
FROM import_staff_new AS n
WHERE c.id = n.id
"""

DEGREES = f"""
UPDATE staffing_qualification AS q
SET
    major = coalesce(c.{{to}} ->> 'major', q.major),
    is_teacher_training =
        coalesce((c.{{to}} ->> 'is_teacher_training')::boolean, q.is_teacher_training),
    has_certificate =
        coalesce((c.{{to}} ->> 'has_certificate')::boolean, q.has_certificate),
    obtained_on = coalesce((c.{{to}} ->> 'obtained_on')::date, q.obtained_on)
FROM communes_importchange AS c
WHERE {MINE} AND c.action = 'changed' AND NOT c.after ? 'degree'
AND c.after ?| ARRAY['major', 'is_teacher_training', 'has_certificate', 'obtained_on']
AND q.id = (c.before ->> 'qualification')::bigint
"""

OWN_DEGREES_GONE = f"""
DELETE FROM staffing_qualification AS q
USING communes_importchange AS c
WHERE {MINE} AND q.id = (c.after ->> 'qualification')::bigint
"""

OWN_POSTS_GONE = f"""
DELETE FROM staffing_assignment AS a
USING communes_importchange AS c
WHERE {MINE} AND a.id = (c.after ->> 'assignment')::bigint
"""

OLD_POSTS_OPEN = f"""
UPDATE staffing_assignment AS a
SET ended_on = NULL, end_reason = ''
FROM communes_importchange AS c
WHERE {MINE} AND c.action = 'changed' AND c.after ? 'school'
AND a.id = (c.before ->> 'assignment')::bigint
"""

OWN_PEOPLE_GONE = f"""
DELETE FROM staffing_person AS p
USING communes_importchange AS c
WHERE {MINE} AND c.action = 'new' AND p.id = c.object_id
"""

# Where the people of the changes serve or served, and since when that counts.
TOUCHED = f"""
SELECT school.commune_id, min(a.started_on)
FROM communes_importchange AS c
JOIN staffing_assignment AS a ON a.id IN (
    (c.before ->> 'assignment')::bigint, (c.after ->> 'assignment')::bigint
)
JOIN schools_institution AS school ON school.id = a.institution_id
WHERE {MINE}
GROUP BY school.commune_id
"""


def run(sql, source):
    """Run one statement for the changes of `source`; returns how many rows it moved."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"source": source.pk})
        return cursor.rowcount


def write(source):
    """Returns how many people are new; fewer than planned if somebody was faster."""
    run(NUMBERED, source)
    made = run(NEW_PEOPLE, source)
    run(PEOPLE.format(to="after"), source)
    run(ENDED_POSTS, source)
    run(POSTS.format(to="after"), source)
    run(NEW_POSTS, source)
    run(DEGREES.format(to="after"), source)
    run(NEW_DEGREES, source)
    run(KEYS_NOTED, source)
    return made


def take_back(source):
    run(OWN_DEGREES_GONE, source)
    run(DEGREES.format(to="before"), source)
    run(OWN_POSTS_GONE, source)
    run(OLD_POSTS_OPEN, source)
    run(POSTS.format(to="before"), source)
    run(PEOPLE.format(to="before"), source)
    run(OWN_PEOPLE_GONE, source)


def touched(source):
    """[(commune code, first day)] of the schools where the changes count."""
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, {"source": source.pk})
        return cursor.fetchall()
