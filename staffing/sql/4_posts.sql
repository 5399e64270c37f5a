-- Posts counted per school, outside any class ratio: once for all its levels, by the
-- highest of them and on the total of their classes and pupils (art. 2.5.c).
school_totals AS (
    SELECT s.institution_id, s.return_id, s.commune_id, s.school_level,
           s.special_type, s.multi_level,
           sum(g.classes) AS classes,
           COALESCE(sum(g.pupils), 0) AS pupils,
           COALESCE(sum(g.lunch_boarders), 0) AS boarders,
           COALESCE(sum(g.inclusive), 0) AS inclusive
    FROM schools s
    JOIN schools_gradefigures g ON g.school_return_id = s.return_id
    WHERE g.classes IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6
),
post_rows AS (
    SELECT c.*, g.staffing_region, n.id AS norm_id, n.norm_set_id, n.post_id,
           n.special_type AS of_type, n.region, n.multi_level_only, n.min_classes,
           n.min_pupils, n.min_boarders, n.min_inclusive, n.per_pupils, n.is_extra,
           n.quantity, n.minimum, n.article, n.note, n.confirmed
    FROM school_totals c
    LEFT JOIN regions g USING (commune_id)
    JOIN staffing_postnorm n
      ON n.norm_set_id IN (%(general)s, %(preschool)s, %(managers)s)
     AND n.level = c.school_level
     AND n.special_type IN ('', c.special_type)
     AND n.region IN (0, g.staffing_region)
     AND n.min_classes <= c.classes
     AND n.min_pupils <= c.pupils
     AND n.min_boarders <= c.boarders
     AND n.min_inclusive <= c.inclusive
     AND (c.multi_level OR NOT n.multi_level_only)
),
-- The row that says most about the school; of those that add to it likewise one.
post_norms AS (
    SELECT DISTINCT ON (institution_id, post_id, is_extra) *,
           CASE WHEN per_pupils IS NULL THEN quantity
                ELSE quantity * pupils / per_pupils END AS number
    FROM post_rows
    ORDER BY institution_id, post_id, is_extra, of_type <> '' DESC, region <> 0 DESC,
             multi_level_only DESC, min_classes DESC, min_pupils DESC,
             min_boarders DESC, min_inclusive DESC
),
-- A handful: kept apart, so that joining them does not read every row for each row.
extra_posts AS MATERIALIZED (
    SELECT * FROM post_norms WHERE is_extra
),
required_posts AS (
    SELECT b.institution_id, b.post_id, '' AS level, b.norm_set_id,
           b.number + COALESCE(e.number, 0) AS by_norm_classes,
           b.number + COALESCE(e.number, 0) AS by_actual_classes,
           jsonb_build_object(
               'rule', CASE WHEN b.number IS NOT NULL THEN 'post'
                            WHEN b.confirmed THEN 'unnumbered' ELSE 'open' END,
               'return', b.return_id, 'classes', b.classes, 'pupils', b.pupils,
               'boarders', b.boarders, 'inclusive', b.inclusive,
               'region', CASE WHEN b.region <> 0 THEN b.staffing_region END,
               'special_type', b.of_type,
               'quantity', b.number + COALESCE(e.number, 0), 'base', b.quantity,
               'per_pupils', b.per_pupils, 'extra', e.number,
               'extra_article', e.article,
               'minimum', b.minimum, 'min_classes', b.min_classes,
               'min_pupils', GREATEST(b.min_pupils, e.min_pupils),
               'min_boarders', b.min_boarders, 'min_inclusive', b.min_inclusive,
               'multi_level', b.multi_level, 'article', b.article, 'note', b.note,
               'confirmed', b.confirmed AND COALESCE(e.confirmed, true)
           ) AS inputs
    FROM post_norms b
    LEFT JOIN extra_posts e
      ON e.institution_id = b.institution_id AND e.post_id = b.post_id
    WHERE NOT b.is_extra
)
