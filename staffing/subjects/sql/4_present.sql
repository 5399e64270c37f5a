-- Teachers by the subject they teach; part loads at further schools stand apart.
away AS (
    SELECT DISTINCT ON (b.person_id) b.person_id, b.kind
    FROM staffing_absence b
    WHERE b.started_on <= %(as_of)s
      AND (b.ended_on IS NULL OR b.ended_on >= %(as_of)s)
    ORDER BY b.person_id, b.id
),
teaching AS (
    SELECT a.id, a.institution_id, a.person_id, a.contract, a.share, a.subject_id,
           a.is_main AND a.contract <> 'visiting' AS counted, away.kind,
           COALESCE(NULLIF(a.level, ''), s.school_level) AS level
    FROM schools s
    JOIN staffing_assignment a USING (institution_id)
    JOIN staffing_post p ON p.code = a.post_id AND p."group" = 'teacher'
    LEFT JOIN away USING (person_id)
    WHERE a.started_on <= %(as_of)s
      AND (a.ended_on IS NULL OR a.ended_on >= %(as_of)s)
),
-- The class teacher at primary, everybody at preschool; parts of integrated subjects.
by_subject AS (
    SELECT t.*, CASE t.level
               WHEN 'preschool' THEN %(preschool_subject)s
               WHEN 'primary' THEN COALESCE(w.whole_id, t.subject_id, %(primary_subject)s)
               ELSE COALESCE(w.whole_id, t.subject_id) END AS of_subject
    FROM teaching t
    LEFT JOIN staffing_subjectpart w
      ON w.norm_set_id = %(curriculum)s AND w.level = t.level
     AND w.part_id = t.subject_id
),
-- Shares that a teacher counted here gives to other schools.
elsewhere AS (
    SELECT b.id, sum(a.share) AS share
    FROM by_subject b
    JOIN staffing_assignment a
      ON a.person_id = b.person_id AND a.institution_id <> b.institution_id
    JOIN staffing_post p ON p.code = a.post_id AND p."group" = 'teacher'
    WHERE b.counted AND NOT a.is_main AND a.started_on <= %(as_of)s
      AND (a.ended_on IS NULL OR a.ended_on >= %(as_of)s)
    GROUP BY 1
),
-- The major of those present; of a part where the degree or the post names one.
majors AS (
    SELECT institution_id, level, of_subject AS subject_id,
           jsonb_object_agg(major, people) AS majors
    FROM (
        SELECT b.institution_id, b.level, b.of_subject,
               COALESCE(q.subject_id, NULLIF(b.subject_id, b.of_subject), '') AS major,
               count(*) AS people
        FROM by_subject b
        LEFT JOIN LATERAL (
            SELECT q.subject_id FROM staffing_qualification q
            JOIN staffing_degree d ON d.code = q.degree_id
            WHERE q.person_id = b.person_id AND q.subject_id IS NOT NULL
              AND q.obtained_on <= %(as_of)s
            ORDER BY q.subject_id IN (
                         SELECT part_id FROM staffing_subjectpart
                         WHERE norm_set_id = %(curriculum)s AND level = b.level
                           AND whole_id = b.of_subject) DESC,
                     d.rank DESC, q.id
            LIMIT 1
        ) q ON true
        WHERE b.counted AND b.kind IS NULL AND b.level IN ('lower_secondary', 'upper_secondary')
          AND EXISTS (SELECT FROM staffing_subjectpart s
                      WHERE s.norm_set_id = %(curriculum)s AND s.level = b.level
                        AND s.whole_id = b.of_subject)
        GROUP BY 1, 2, 3, 4
    ) by_major
    GROUP BY 1, 2, 3
),
absent AS (
    SELECT institution_id, level, of_subject AS subject_id,
           jsonb_object_agg(kind, people) AS kinds
    FROM (
        SELECT institution_id, level, of_subject, kind, count(*) AS people
        FROM by_subject WHERE counted AND kind IS NOT NULL GROUP BY 1, 2, 3, 4
    ) by_kind
    GROUP BY 1, 2, 3
),
unnamed AS (
    SELECT institution_id, level, count(*) AS people
    FROM by_subject
    WHERE counted AND kind IS NULL AND of_subject IS NULL GROUP BY 1, 2
),
present AS (
    SELECT b.institution_id, b.level, b.of_subject AS subject_id,
           count(*) FILTER (WHERE counted AND kind IS NULL) AS present,
           count(*) FILTER (WHERE counted AND kind IS NULL AND contract = 'labour')
               AS contract,
           COALESCE(sum(e.share) FILTER (WHERE counted AND kind IS NULL), 0) AS part_out,
           COALESCE(sum(b.share) FILTER (WHERE NOT counted AND kind IS NULL), 0) AS part_in
    FROM by_subject b
    LEFT JOIN elsewhere e USING (id)
    WHERE b.of_subject IS NOT NULL AND b.level <> 'continuing'
    GROUP BY 1, 2, 3
)
