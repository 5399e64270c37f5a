required AS (
    SELECT * FROM required_general
    UNION ALL SELECT * FROM required_preschool
    UNION ALL SELECT * FROM required_posts
),
-- A post that is filled where none is required is a surplus, not nothing.
lines AS (
    SELECT institution_id, post_id, level,
           COALESCE(r.norm_set_id, CASE
               WHEN p.level = 'continuing' THEN NULL
               WHEN p.level <> 'preschool' AND p.level <> '' THEN %(general)s
               WHEN p.level = 'preschool' OR s.school_level = 'preschool'
                   THEN %(preschool)s
               WHEN s.school_level <> 'continuing' THEN %(general)s
           END) AS norm_set_id,
           COALESCE(r.by_norm_classes, 0) AS by_norm_classes,
           COALESCE(r.by_actual_classes, 0) AS by_actual_classes,
           COALESCE(p.permanent, 0) AS permanent,
           COALESCE(p.contract, 0) AS contract,
           COALESCE(a.kinds, '{}') AS absent,
           COALESCE(r.inputs, jsonb_build_object(
               'rule', 'none', 'return', s.return_id)) AS inputs
    FROM required r
    FULL JOIN present p USING (institution_id, post_id, level)
    LEFT JOIN absent a USING (institution_id, post_id, level)
    JOIN schools s USING (institution_id)
    WHERE post_id = ANY(%(posts)s)
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
)
INSERT INTO staffing_staffinggap AS stored
    (institution_id, school_year_id, post_id, level, norm_set_id, run_id,
     required_norm_classes, required_actual_classes,
     present_permanent, present_contract, absent, assigned, inputs)
SELECT r.institution_id, %(year)s, r.post_id, r.level, r.norm_set_id, %(run)s,
       r.required_norm, r.required_actual, r.permanent, r.contract, r.absent,
       -- Places are given to a group of posts: one row alone can carry them.
       CASE WHEN r.rows_of_group = 1 THEN a.places END,
       r.inputs || jsonb_build_object(
           'as_of', %(as_of)s, 'rounding', r.rounding,
           'by_norm_classes', round(r.by_norm_classes, 4),
           'by_actual_classes', round(r.by_actual_classes, 4),
           'assigned_to_group', a.places,
           'retroactive', r.norm_set_id = ANY(%(retroactive)s)
       )
FROM rounded r
LEFT JOIN staffing_assignedplaces a
  ON a.institution_id = r.institution_id AND a.school_year_id = %(year)s
 AND a.post_group = r."group"
ON CONFLICT ON CONSTRAINT gap_once DO UPDATE SET
    norm_set_id = excluded.norm_set_id,
    run_id = excluded.run_id,
    required_norm_classes = excluded.required_norm_classes,
    required_actual_classes = excluded.required_actual_classes,
    present_permanent = excluded.present_permanent,
    present_contract = excluded.present_contract,
    absent = excluded.absent,
    assigned = excluded.assigned,
    inputs = excluded.inputs
