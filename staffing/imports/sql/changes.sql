-- One change for each sound row that differs from what is known.
INSERT INTO communes_importchange
    (source_id, sheet, row, action, label, target, object_id, before, after)
SELECT
    %(source)s, s.sheet, s.number,
    CASE WHEN t.step = 'new' THEN 'new' ELSE 'changed' END,
    coalesce(s.full_name, t.facts ->> 'full_name'),
    'staffing.Person', t.person_id,
    CASE WHEN t.step = 'new' THEN '{{}}'::jsonb ELSE diff.before || jsonb_build_object(
        'assignment', t.facts -> 'assignment',
        'qualification', t.facts -> 'qualification'
    ) END,
    diff.after
FROM import_staff AS s
JOIN import_staff_step AS t USING (place)
CROSS JOIN LATERAL (
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'personal_id', s.personal_id,
        'full_name', s.full_name,
        'sex', s.sex,
        'birth_date', s.birth_date,
        'birth_year_only', s.birth_year_only,
        'ethnicity', s.ethnicity,
        'school', s.school,
        'started_on', s.started_on,
        'post', coalesce(s.post, CASE t.step WHEN 'move' THEN t.facts ->> 'post' END),
        'level', coalesce(s.level, CASE t.step WHEN 'move' THEN t.facts ->> 'level' END),
        'subject',
        coalesce(s.subject, CASE t.step WHEN 'move' THEN t.facts ->> 'subject' END),
        'contract',
        coalesce(s.contract, CASE t.step WHEN 'move' THEN t.facts ->> 'contract' END),
        'degree', s.degree,
        'major', coalesce(s.major, CASE WHEN t.is_new_degree THEN '' END),
        'is_teacher_training',
        coalesce(s.is_teacher_training, CASE WHEN t.is_new_degree THEN TRUE END),
        'has_certificate',
        coalesce(s.has_certificate, CASE WHEN t.is_new_degree THEN FALSE END),
        'obtained_on', s.obtained_on
    )) AS facts
) AS wanted
CROSS JOIN LATERAL (
    SELECT
        coalesce(jsonb_object_agg(w.key, w.value), '{{}}') AS after,
        coalesce(
            jsonb_object_agg(w.key, coalesce(t.facts -> w.key, 'null')), '{{}}'
        ) AS before
    FROM jsonb_each(wanted.facts) AS w
    WHERE t.facts -> w.key IS DISTINCT FROM w.value
    OR (t.step = 'move' AND w.key IN (
        'school', 'post', 'level', 'subject', 'contract', 'started_on'
    ))
    OR (t.is_new_degree AND w.key IN (
        'degree', 'major', 'is_teacher_training', 'has_certificate', 'obtained_on'
    ))
) AS diff
WHERE NOT s.stopped AND diff.after <> '{{}}'
ORDER BY s.place
