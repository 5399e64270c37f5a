-- (place, column, code, facts) of everything that stops a row, or asks, or warns.
SELECT place, 'personal_id', 'elsewhere', '{{}}'::jsonb
FROM import_staff_step
WHERE person_id IS NOT NULL
AND NOT coalesce(institution_id = ANY (%(reach)s), FALSE)

UNION ALL
SELECT s.place, given.name, 'missing', '{{}}'
FROM import_staff_step AS t
JOIN import_staff AS s USING (place)
CROSS JOIN LATERAL (VALUES
    ('full_name', s.full_name), ('sex', s.sex), ('birth_date', s.birth_date::text),
    ('ethnicity', s.ethnicity), ('post', s.post), ('contract', s.contract),
    ('started_on', s.started_on::text)
) AS given (name, value)
WHERE t.step = 'new' AND given.value IS NULL

UNION ALL
SELECT s.place, 'started_on', 'move_without_day', '{{}}'
FROM import_staff_step AS t
JOIN import_staff AS s USING (place)
WHERE t.step = 'move' AND s.started_on IS NULL AND t.institution_id = ANY (%(reach)s)

UNION ALL
SELECT
    s.place, 'started_on', 'move_too_early',
    jsonb_build_object('day', coalesce(t.ended_on, t.began))
FROM import_staff_step AS t
JOIN import_staff AS s USING (place)
WHERE t.step = 'move' AND s.started_on <= coalesce(t.ended_on, t.began)
AND t.institution_id = ANY (%(reach)s)

UNION ALL
SELECT
    s.place, 'started_on', 'approved',
    jsonb_build_object('day', closed_until.day)
FROM import_staff_step AS t
JOIN import_staff AS s USING (place)
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN t.step = 'move' THEN greatest(t.closed_here, t.closed_there)
        ELSE t.closed_here
    END AS day
) AS closed_until
WHERE (
    t.step IN ('new', 'move') AND s.started_on <= closed_until.day
    AND (t.person_id IS NULL OR t.institution_id = ANY (%(reach)s))
) OR (
    t.step = 'same' AND s.started_on <> t.began
    AND least(s.started_on, t.began) <= closed_until.day
)

UNION ALL
SELECT s.place, 'post', 'approved_work', jsonb_build_object('day', t.closed_here)
FROM import_staff_step AS t
JOIN import_staff AS s USING (place)
WHERE t.step = 'same' AND t.is_other_work AND t.began <= t.closed_here
AND coalesce(s.started_on, t.began) = t.began

UNION ALL
SELECT s.place, 'started_on', 'overlap', jsonb_build_object('day', max(a.ended_on))
FROM import_staff_step AS t
JOIN import_staff AS s USING (place)
JOIN staffing_assignment AS a
    ON a.person_id = t.person_id AND a.is_main AND a.id <> t.main_id
WHERE t.step = 'same' AND s.started_on < t.began AND a.ended_on >= s.started_on
GROUP BY s.place

UNION ALL
SELECT s.place, 'school', 'part_load', '{{}}'
FROM import_staff_step AS t
JOIN import_staff AS s USING (place)
JOIN staffing_assignment AS a
    ON a.person_id = t.person_id AND NOT a.is_main
    AND a.institution_id = s.institution_id
WHERE t.step = 'move' AND NOT coalesce(t.is_same_school, FALSE)
AND (a.ended_on IS NULL OR a.ended_on >= s.started_on)
AND t.institution_id = ANY (%(reach)s)

UNION ALL
SELECT s.place, 'degree', 'lower_degree', jsonb_build_object('degree', t.facts ->> 'degree')
FROM import_staff_step AS t
JOIN import_staff AS s USING (place)
WHERE t.wanted_rank < t.rank AND t.institution_id = ANY (%(reach)s)

UNION ALL
SELECT s.place, 'obtained_on', 'degree_without_day', '{{}}'
FROM import_staff_step AS t
JOIN import_staff AS s USING (place)
WHERE t.is_new_degree AND s.obtained_on IS NULL

UNION ALL
SELECT s.place, 'degree', 'degree_missing', '{{}}'
FROM import_staff_step AS t
JOIN import_staff AS s USING (place)
WHERE s.degree IS NULL AND t.degree_row IS NULL
AND (s.major IS NOT NULL OR s.obtained_on IS NOT NULL)

UNION ALL
SELECT DISTINCT ON (s.place)
    s.place, 'personal_id', 'namesake',
    jsonb_build_object('personal_id', other.personal_id, 'school', school.name)
FROM import_staff_step AS t
JOIN import_staff AS s USING (place)
JOIN staffing_person AS other
    ON other.search_name = {folded_name} AND other.birth_date = s.birth_date
JOIN staffing_assignment AS a ON a.person_id = other.id AND a.is_main
JOIN schools_institution AS school ON school.id = a.institution_id
WHERE t.step = 'new' AND NOT s.is_another AND a.institution_id = ANY (%(reach)s)
AND a.ended_on IS NULL
ORDER BY 1, 2, 3
