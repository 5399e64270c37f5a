-- Posts counted per school: managers and the youth leader, outside any class ratio.
school_classes AS (
    SELECT s.institution_id, s.return_id, s.school_level, s.special_type, s.multi_level,
           sum(g.classes) AS classes
    FROM schools s
    JOIN schools_gradefigures g ON g.school_return_id = s.return_id
    WHERE g.classes IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5
),
required_posts AS (
    SELECT DISTINCT ON (c.institution_id, n.post_id)
           c.institution_id, n.post_id, '' AS level, n.norm_set_id,
           n.quantity AS by_norm_classes, n.quantity AS by_actual_classes,
           jsonb_build_object(
               'rule', 'post', 'return', c.return_id, 'classes', c.classes,
               'quantity', n.quantity, 'min_classes', n.min_classes,
               'multi_level', c.multi_level, 'article', n.article, 'note', n.note
           ) AS inputs
    FROM school_classes c
    JOIN staffing_postnorm n
      ON n.norm_set_id IN (%(general)s, %(preschool)s, %(managers)s)
     AND n.level = c.school_level
     AND n.special_type IN ('', c.special_type)
     AND n.min_classes <= c.classes
     AND (c.multi_level OR NOT n.multi_level_only)
    ORDER BY c.institution_id, n.post_id, n.special_type <> '' DESC,
             n.multi_level_only DESC, n.min_classes DESC
)
