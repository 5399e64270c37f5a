-- TT 19/2023: teachers of each preschool, age group by age group; no regions.
parameters AS (
    SELECT max(value) FILTER (WHERE code = 'one_class_site') AS one_class_site,
           max(value) FILTER (WHERE code = 'inclusive_places') AS inclusive_places
    FROM staffing_normparameter WHERE norm_set_id = %(preschool)s
),
age_norms AS (
    SELECT k.code, k.name, k.name_en, k."order", k.is_mixed, n.pupils_per_class,
           n.leftover_per_teacher, n.article, r.ratio, r.article AS ratio_article
    FROM schools_grade k
    JOIN staffing_teacherratio r
      ON r.norm_set_id = %(preschool)s AND r.level = k.level
     AND r.is_nursery = k.is_nursery
    LEFT JOIN staffing_classsizenorm n
      ON n.norm_set_id = %(preschool)s AND n.grade_id = k.code AND NOT k.is_mixed
    WHERE k.level = 'preschool'
),
-- Only a single group or class that is too small has the flat number (5.1.đ).
small_sites AS (
    SELECT s.institution_id, o.site_id, o.grade_id, o.children, o.inclusive
    FROM schools s
    JOIN schools_oneclasssite o ON o.school_return_id = s.return_id
    JOIN age_norms n ON n.code = o.grade_id
    CROSS JOIN parameters p
    WHERE o.children > 0
      AND (n.pupils_per_class IS NULL
           OR o.children + p.inclusive_places * o.inclusive < n.pupils_per_class)
),
site_totals AS (
    SELECT institution_id, count(*) AS number,
           jsonb_agg(jsonb_build_object('site', site_id, 'grade', grade_id,
                                        'children', children) ORDER BY site_id) AS sites
    FROM small_sites GROUP BY 1
),
age_figures AS (
    SELECT s.institution_id, s.return_id, g.grade_id,
           GREATEST(g.classes - COALESCE(t.classes, 0), 0) AS classes,
           GREATEST(g.pupils - COALESCE(t.children, 0), 0) AS children,
           GREATEST(COALESCE(g.inclusive, 0) - COALESCE(t.inclusive, 0), 0) AS inclusive
    FROM schools s
    JOIN schools_gradefigures g ON g.school_return_id = s.return_id
    LEFT JOIN (
        SELECT institution_id, grade_id, count(*) AS classes,
               sum(children) AS children, sum(inclusive) AS inclusive
        FROM small_sites GROUP BY 1, 2
    ) t USING (institution_id, grade_id)
    WHERE g.classes IS NOT NULL AND g.pupils IS NOT NULL
),
age_places AS (
    SELECT f.*, n.name, n.name_en, n."order", n.is_mixed, n.ratio, n.ratio_article, n.article,
           n.pupils_per_class, n.leftover_per_teacher,
           f.children + f.inclusive * p.inclusive_places AS places
    FROM age_figures f
    JOIN age_norms n ON n.code = f.grade_id
    CROSS JOIN parameters p
),
age_counts AS (
    SELECT *, COALESCE(div(places, pupils_per_class), classes) AS norm_classes,
           COALESCE(mod(places, pupils_per_class), 0) AS remainder,
           COALESCE(GREATEST(places - classes * pupils_per_class, 0), 0) AS overflow
    FROM age_places
),
age_teachers AS (
    SELECT *, COALESCE(div(remainder, leftover_per_teacher), 0) AS extra_norm,
           COALESCE(div(overflow, leftover_per_teacher), 0) AS extra_actual
    FROM age_counts
),
required_preschool AS (
    SELECT a.institution_id, 'teacher' AS post_id, 'preschool' AS level,
           %(preschool)s::bigint AS norm_set_id,
           sum(norm_classes * ratio + extra_norm)
               + COALESCE(max(t.number), 0) * max(p.one_class_site) AS by_norm_classes,
           sum(classes * ratio + extra_actual)
               + COALESCE(max(t.number), 0) * max(p.one_class_site) AS by_actual_classes,
           jsonb_build_object(
               'rule', 'preschool', 'return', a.return_id,
               'classes', sum(classes) + COALESCE(max(t.number), 0),
               'one_class_sites', COALESCE(max(t.number), 0),
               'teachers_per_site', max(p.one_class_site),
               'inclusive_places', max(p.inclusive_places),
               'sites', COALESCE(t.sites, '[]'),
               'groups', jsonb_agg(jsonb_build_object(
                   'grade', grade_id, 'name', name, 'name_en', name_en, 'mixed', is_mixed,
                   'classes', classes, 'children', children, 'inclusive', inclusive,
                   'places', places, 'ratio', ratio, 'ratio_article', ratio_article,
                   'pupils_per_class', pupils_per_class,
                   'leftover_per_teacher', leftover_per_teacher, 'article', article,
                   'norm_classes', norm_classes, 'remainder', remainder,
                   'extra_by_norm_classes', extra_norm,
                   'overflow', overflow, 'extra_by_actual_classes', extra_actual
               ) ORDER BY "order")
           ) AS inputs
    FROM age_teachers a
    CROSS JOIN parameters p
    LEFT JOIN site_totals t USING (institution_id)
    GROUP BY a.institution_id, a.return_id, t.sites
)
