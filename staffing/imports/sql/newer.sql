-- Labels of changes that cannot be taken back: the values written are not the latest,
-- something was added, or an approved report has counted them.
WITH closed AS (
    SELECT r.institution_id, max(p.as_of) AS until
    FROM schools_schoolreturn AS r
    JOIN communes_reportingperiod AS p ON p.id = r.period_id
    WHERE r.state IN ('approved', 'locked') AND p.kind = 'start'
    GROUP BY r.institution_id
),
standing AS ({standing})
SELECT c.label
FROM import_staff_plan AS c
LEFT JOIN standing AS n ON n.key = c.id
LEFT JOIN schools_institution AS old ON old.code = c.old_school
LEFT JOIN closed AS here ON here.institution_id = n.institution_id
LEFT JOIN closed AS there ON there.institution_id = old.id
WHERE ((
    (n.facts @> (c.before || c.after)) IS NOT TRUE
) OR (
    NOT coalesce(n.institution_id = ANY (%(reach)s), FALSE)
) OR (
    old.id IS NOT NULL AND NOT old.id = ANY (%(reach)s)
) OR (
    c.after ? 'school'
    AND c.new_day <= greatest(here.until, there.until)
) OR (
    c.after ?| ARRAY['post', 'level', 'subject', 'contract', 'started_on']
    AND NOT c.after ? 'school'
    AND least(n.started_on, (c.before ->> 'started_on')::date) <= here.until
) OR (
    c.action = 'new' AND (
        EXISTS (SELECT FROM staffing_absence AS a WHERE a.person_id = c.object_id)
        OR (
            SELECT count(*) FROM staffing_assignment AS a
            WHERE a.person_id = c.object_id
        ) > 1
        OR (
            SELECT count(*) FROM staffing_qualification AS q
            WHERE q.person_id = c.object_id
        ) > (c.after ? 'qualification')::integer
    )
))
ORDER BY c.id
