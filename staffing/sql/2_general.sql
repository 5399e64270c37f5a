-- TT 20/2023: teachers of each general level of each school, before rounding.
level_figures AS (
    SELECT s.institution_id, s.return_id, s.commune_id, s.special_type, k.level::text,
           sum(g.classes) AS classes,
           sum(g.pupils) AS pupils,
           sum(COALESCE(g.two_session_classes,
                        CASE WHEN s.teaches_two_sessions THEN g.classes ELSE 0 END))
               AS two_session_classes,
           sum(COALESCE(g.specialised_classes, 0)) AS specialised_classes
    FROM schools s
    JOIN schools_gradefigures g ON g.school_return_id = s.return_id
    JOIN schools_grade k ON k.code = g.grade_id
    WHERE k.level IN ('primary', 'lower_secondary', 'upper_secondary')
      AND g.classes IS NOT NULL AND g.pupils IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5
),
-- Classes by what the ratio may depend on. In a gifted school the ratio of its type
-- is for specialised classes alone.
class_kinds AS (
    SELECT f.institution_id, f.level, c.two_sessions, c.special_type, c.classes
    FROM level_figures f
    CROSS JOIN LATERAL (VALUES
        (true, f.special_type, f.two_session_classes),
        (false, f.special_type, f.classes - f.two_session_classes)
    ) c (two_sessions, special_type, classes)
    WHERE f.special_type <> 'gifted' AND c.classes > 0
    UNION ALL
    SELECT f.institution_id, f.level, NULL, c.special_type, c.classes
    FROM level_figures f
    CROSS JOIN LATERAL (VALUES
        ('gifted', f.specialised_classes),
        ('', f.classes - f.specialised_classes)
    ) c (special_type, classes)
    WHERE f.special_type = 'gifted' AND c.classes > 0
),
ratios AS (
    SELECT institution_id, level, sum(classes * ratio) AS teachers,
           jsonb_agg(jsonb_build_object(
               'two_sessions', two_sessions, 'special_type', special_type,
               'classes', classes, 'ratio', ratio, 'article', article
           ) ORDER BY ratio DESC) AS kinds
    FROM (
        SELECT c.institution_id, c.level, r.two_sessions, r.special_type,
               r.ratio, r.article, sum(c.classes) AS classes
        FROM class_kinds c
        CROSS JOIN LATERAL (
            SELECT * FROM staffing_teacherratio r
            WHERE r.norm_set_id = %(general)s
              AND r.level = c.level
              AND r.special_type IN ('', c.special_type)
              AND (r.two_sessions IS NULL OR r.two_sessions = c.two_sessions)
            ORDER BY r.special_type <> '' DESC, r.two_sessions IS NOT NULL DESC
            LIMIT 1
        ) r
        GROUP BY 1, 2, 3, 4, 5, 6
    ) by_ratio
    GROUP BY 1, 2
),
level_sizes AS (
    SELECT f.*, COALESCE(r.teachers, 0) AS teachers_by_classes,
           COALESCE(r.kinds, '[]') AS kinds,
           g.staffing_region, g.decision, g.valid AS region_valid,
           n.pupils_per_class AS pupils_by_region, n.leftover_per_teacher, n.article,
           COALESCE(v.pupils_per_class, n.pupils_per_class) AS pupils_per_class,
           v.decision AS average_decision, v.decided_on AS average_decided_on,
           CASE WHEN v.institution_id IS NOT NULL THEN 'institution'
                WHEN v.commune_id IS NOT NULL THEN 'commune' END AS average_of
    FROM level_figures f
    LEFT JOIN ratios r USING (institution_id, level)
    LEFT JOIN regions g USING (commune_id)
    CROSS JOIN LATERAL (
        SELECT * FROM staffing_classsizenorm n
        WHERE n.norm_set_id = %(general)s
          AND n.level = f.level
          AND n.special_type IN ('', f.special_type)
          AND n.region IN (0, g.staffing_region)
        ORDER BY n.special_type <> '' DESC, n.region DESC
        LIMIT 1
    ) n
    -- Art. 3.4: the province's own average, for the school or for its commune. A size
    -- that stands in a charter knows no region and yields to the school's own alone.
    LEFT JOIN LATERAL (
        SELECT * FROM staffing_classaverage v
        WHERE v.level = f.level
          AND %(as_of)s BETWEEN v.valid_from AND COALESCE(v.valid_to, 'infinity')
          AND (v.institution_id = f.institution_id
               OR (v.commune_id = f.commune_id AND n.region <> 0))
        ORDER BY v.institution_id IS NOT NULL DESC
        LIMIT 1
    ) v ON true
),
level_counts AS (
    SELECT *, div(pupils, pupils_per_class) AS norm_classes,
           mod(pupils, pupils_per_class) AS remainder,
           GREATEST(pupils - classes * pupils_per_class, 0) AS overflow
    FROM level_sizes
),
required_general AS (
    SELECT institution_id, 'teacher' AS post_id, level,
           %(general)s::bigint AS norm_set_id,
           -- Norm classes share the kinds of classes the school really has.
           COALESCE(norm_classes * teachers_by_classes / NULLIF(classes, 0), 0)
               + COALESCE(div(remainder, leftover_per_teacher), 0)
               AS by_norm_classes,
           teachers_by_classes
               + COALESCE(div(overflow, leftover_per_teacher), 0)
               AS by_actual_classes,
           jsonb_build_object(
               'rule', 'general', 'return', return_id,
               'classes', classes, 'pupils', pupils,
               'region', staffing_region, 'region_decision', decision,
               'region_in_force', region_valid, 'special_type', special_type,
               'pupils_per_class', pupils_per_class,
               'pupils_by_region', pupils_by_region,
               'average_decision', average_decision,
               'average_decided_on', average_decided_on, 'average_of', average_of,
               'leftover_per_teacher', leftover_per_teacher,
               'article', article, 'kinds', kinds,
               'teachers_by_classes', teachers_by_classes,
               'norm_classes', norm_classes, 'remainder', remainder,
               'extra_by_norm_classes', COALESCE(div(remainder, leftover_per_teacher), 0),
               'overflow', overflow,
               'extra_by_actual_classes', COALESCE(div(overflow, leftover_per_teacher), 0)
           ) AS inputs
    FROM level_counts
)
