required AS (
    SELECT * FROM required_general
    UNION ALL SELECT * FROM required_preschool
    UNION ALL SELECT * FROM required_posts
),
-- Managers and support whom the texts number are a surplus where none is allowed; a post
-- they know without a number, or do not know, is neither missing nor over.
lines AS (
    SELECT institution_id, post_id, level,
           COALESCE(r.norm_set_id, o.norm_set_id) AS norm_set_id,
           CASE WHEN r.post_id IS NULL THEN o.allowed ELSE r.by_norm_classes END
               AS by_norm_classes,
           CASE WHEN r.post_id IS NULL THEN o.allowed ELSE r.by_actual_classes END
               AS by_actual_classes,
           COALESCE(p.permanent, 0) AS permanent,
           COALESCE(p.contract, 0) AS contract,
           COALESCE(a.kinds, '{}') AS absent,
           COALESCE(r.inputs, jsonb_build_object(
               'rule', CASE WHEN o.allowed IS NULL THEN 'unknown' ELSE 'none' END,
               'return', s.return_id)) AS inputs
    FROM required r
    FULL JOIN present p USING (institution_id, post_id, level)
    LEFT JOIN absent a USING (institution_id, post_id, level)
    JOIN schools s USING (institution_id)
    CROSS JOIN LATERAL (
        SELECT CASE
                   WHEN p.level = 'continuing' THEN NULL
                   WHEN p.level <> 'preschool' AND p.level <> '' THEN %(general)s
                   WHEN p.level = 'preschool' OR s.school_level = 'preschool'
                       THEN %(preschool)s
                   WHEN s.school_level <> 'continuing' THEN %(general)s
               END AS norm_set_id
    ) family
    CROSS JOIN LATERAL (
        SELECT family.norm_set_id, CASE
                   WHEN k."group" <> 'support' THEN 0
                   WHEN EXISTS (SELECT 1 FROM staffing_postnorm n
                                WHERE n.norm_set_id = family.norm_set_id
                                  AND n.post_id = k.code AND n.quantity IS NOT NULL)
                       THEN 0
               END AS allowed
        FROM staffing_post k WHERE k.code = post_id
    ) o
),
rounded AS (
    SELECT l.*, n.rounding, o."group",
           CASE n.rounding WHEN 'down' THEN floor(l.by_norm_classes)
                           WHEN 'nearest' THEN round(l.by_norm_classes)
                           WHEN 'up' THEN ceil(l.by_norm_classes)
                           ELSE round(l.by_norm_classes, 2) END AS required_norm,
           CASE n.rounding WHEN 'down' THEN floor(l.by_actual_classes)
                           WHEN 'nearest' THEN round(l.by_actual_classes)
                           WHEN 'up' THEN ceil(l.by_actual_classes)
                           ELSE round(l.by_actual_classes, 2) END AS required_actual,
           count(*) OVER (PARTITION BY l.institution_id, o."group") AS rows_of_group
    FROM lines l
    JOIN staffing_normset n ON n.id = l.norm_set_id
    JOIN staffing_post o ON o.code = l.post_id
),
gaps AS (
    SELECT r.institution_id, %(year)s AS school_year_id, r.post_id, r.level,
           r.norm_set_id, r.required_norm, r.required_actual,
           r.permanent, r.contract, r.absent,
           -- Places are given to a group of posts: one row alone can carry them.
           CASE WHEN r.rows_of_group = 1 THEN a.places END AS assigned,
           r.inputs || jsonb_build_object(
               'as_of', %(as_of)s, 'rounding', r.rounding,
               'by_norm_classes', round(r.by_norm_classes, 4),
               'by_actual_classes', round(r.by_actual_classes, 4),
               'assigned_to_group', a.places,
               'retroactive', r.norm_set_id = ANY(%(retroactive)s)
           ) AS inputs
    FROM rounded r
    LEFT JOIN staffing_assignedplaces a
      ON a.institution_id = r.institution_id AND a.school_year_id = %(year)s
     AND a.post_group = r."group"
)
