-- Who serves on the day, at the main place; visiting teachers belong elsewhere.
away AS (
    SELECT DISTINCT ON (b.person_id) b.person_id, b.kind
    FROM staffing_absence b
    WHERE b.started_on <= %(as_of)s
      AND (b.ended_on IS NULL OR b.ended_on >= %(as_of)s)
    ORDER BY b.person_id, b.id
),
serving AS (
    -- Posts with one maximum together are one line.
    SELECT a.institution_id, COALESCE(p.counted_with_id, p.code) AS post_id, p."group",
           CASE WHEN p."group" = 'teacher'
                THEN COALESCE(NULLIF(a.level, ''), s.school_level) ELSE '' END AS level,
           a.contract, away.kind
    FROM schools s
    JOIN staffing_assignment a USING (institution_id)
    JOIN staffing_post p ON p.code = a.post_id
    LEFT JOIN away USING (person_id)
    WHERE a.is_main AND a.contract <> 'visiting'
      AND a.started_on <= %(as_of)s
      AND (a.ended_on IS NULL OR a.ended_on >= %(as_of)s)
),
present AS (
    SELECT institution_id, post_id, level,
           count(*) FILTER (WHERE kind IS NULL AND contract <> 'labour') AS permanent,
           count(*) FILTER (WHERE kind IS NULL AND contract = 'labour') AS contract
    FROM serving GROUP BY 1, 2, 3
),
absent AS (
    SELECT institution_id, post_id, level, jsonb_object_agg(kind, number) AS kinds
    FROM (
        SELECT institution_id, post_id, level, kind, count(*) AS number
        FROM serving WHERE kind IS NOT NULL GROUP BY 1, 2, 3, 4
    ) by_kind
    GROUP BY 1, 2, 3
)
