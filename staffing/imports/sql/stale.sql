-- Labels of changes that may not be written as they stand: the data are other than at
-- the check, a school is out of reach now, or an approved report has counted the day.
WITH closed AS (
    SELECT r.institution_id, max(p.as_of) AS until
    FROM schools_schoolreturn AS r
    JOIN communes_reportingperiod AS p ON p.id = r.period_id
    WHERE r.state IN ('approved', 'locked') AND p.kind = 'start'
    GROUP BY r.institution_id
),
standing AS ({standing}),
planned AS (
    SELECT
        c.*,
        n.person_id,
        n.facts,
        n.institution_id,
        school.id AS new_school,
        n.started_on AS old_day
    FROM import_staff_plan AS c
    LEFT JOIN standing AS n ON n.key = c.id
    LEFT JOIN schools_institution AS school ON school.code = c.school
)
SELECT p.label
FROM planned AS p
LEFT JOIN closed AS here ON here.institution_id = coalesce(p.new_school, p.institution_id)
LEFT JOIN closed AS there ON there.institution_id = p.institution_id
WHERE (
    p.action = 'changed' AND (p.facts @> p.before) IS NOT TRUE
) OR (
    p.action = 'changed' AND NOT coalesce(p.institution_id = ANY (%(reach)s), FALSE)
) OR (
    p.action = 'new' AND EXISTS (
        SELECT FROM staffing_person AS known
        WHERE known.personal_id = p.personal_id
    )
) OR (
    p.after ? 'school' AND NOT coalesce(p.new_school = ANY (%(reach)s), FALSE)
) OR (
    p.after ? 'school' AND p.new_day <= greatest(here.until, there.until)
) OR (
    p.after ? 'started_on' AND NOT p.after ? 'school'
    AND least(p.new_day, p.old_day) <= here.until
) OR (
    p.after ?| ARRAY['post', 'level', 'subject', 'contract'] AND NOT p.after ? 'school'
    AND p.old_day <= here.until AND NOT p.after ? 'started_on'
)
ORDER BY p.id
