-- What each row would do: "new" person, the "same" post put right, or another post
-- from a day on ("move": at another school, the same school, or after a break).
DROP TABLE IF EXISTS import_staff_step;
CREATE TEMP TABLE import_staff_step ON COMMIT DROP AS
WITH closed AS (
    SELECT r.institution_id, max(p.as_of) AS until
    FROM schools_schoolreturn AS r
    JOIN communes_reportingperiod AS p ON p.id = r.period_id
    WHERE r.state IN ('approved', 'locked') AND p.kind = 'start'
    GROUP BY r.institution_id
),
standing AS ({standing}),
compared AS (
    SELECT
        s.place,
        n.person_id,
        n.main_id,
        n.institution_id,
        n.ended_on,
        n.started_on AS began,
        n.rank,
        n.degree_row,
        n.facts,
        wanted_degree.rank AS wanted_rank,
        mine.until AS closed_here,
        theirs.until AS closed_there,
        n.institution_id = s.institution_id AND n.ended_on IS NULL AS is_same_school,
        jsonb_strip_nulls(jsonb_build_object(
            'post', s.post, 'level', s.level, 'subject', s.subject,
            'contract', s.contract
        )) AS work
    FROM import_staff AS s
    LEFT JOIN standing AS n ON n.key = s.place
    LEFT JOIN staffing_degree AS wanted_degree ON wanted_degree.code = s.degree
    LEFT JOIN closed AS mine ON mine.institution_id = s.institution_id
    LEFT JOIN closed AS theirs ON theirs.institution_id = n.institution_id
)
SELECT
    compared.*,
    NOT facts @> work AS is_other_work,
    CASE
        WHEN compared.person_id IS NULL THEN 'new'
        WHEN NOT is_same_school OR is_same_school IS NULL THEN 'move'
        WHEN s.started_on > began AND NOT facts @> work THEN 'move'
        ELSE 'same'
    END AS step,
    s.degree IS NOT NULL
    AND (compared.person_id IS NULL OR degree_row IS NULL OR wanted_rank > rank)
    AS is_new_degree
FROM compared
JOIN import_staff AS s USING (place)
