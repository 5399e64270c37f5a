-- Everybody a workbook names who is known, with the main post that is open (or was
-- last) and one degree. Pasted in: who is meant, and which of a person's degrees.
SELECT
    people.key,
    person.id AS person_id,
    main.id AS main_id,
    main.institution_id,
    main.ended_on,
    main.started_on,
    degree.id AS degree_row,
    degree.rank,
    jsonb_build_object(
        'personal_id', person.personal_id,
        'full_name', person.full_name,
        'sex', person.sex,
        'birth_date', person.birth_date,
        'birth_year_only', person.birth_year_only,
        'ethnicity', person.ethnicity_id,
        'school', school.code,
        'post', main.post_id,
        'level', main.level,
        'subject', main.subject_id,
        'contract', main.contract,
        'started_on', main.started_on,
        'degree', degree.degree_id,
        'major', degree.major,
        'is_teacher_training', degree.is_teacher_training,
        'has_certificate', degree.has_certificate,
        'obtained_on', degree.obtained_on,
        'assignment', CASE WHEN main.ended_on IS NULL THEN main.id END,
        'qualification', degree.id
    ) AS facts
FROM ({people}) AS people
JOIN staffing_person AS person ON person.id = people.person_id
LEFT JOIN LATERAL (
    SELECT a.*
    FROM staffing_assignment AS a
    WHERE a.person_id = person.id AND a.is_main
    ORDER BY a.ended_on DESC NULLS FIRST, a.started_on DESC, a.id DESC
    LIMIT 1
) AS main ON TRUE
LEFT JOIN schools_institution AS school ON school.id = main.institution_id
LEFT JOIN LATERAL (
    SELECT q.*, d.rank
    FROM staffing_qualification AS q
    JOIN staffing_degree AS d ON d.code = q.degree_id
    WHERE q.person_id = person.id AND {degree}
    ORDER BY d.rank DESC, q.major = people.major DESC, q.obtained_on DESC, q.id DESC
    LIMIT 1
) AS degree ON TRUE
