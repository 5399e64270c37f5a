-- Periods a week of every content of every grade, and whose teachers give them.
contents AS (
    SELECT f.institution_id, f.level, f.grade_id, f.grade, f.grade_en, f."order",
           p.id, p.kind, p.subject_id, p.name, p.name_en, p.periods, p.article,
           f.classes AS of_classes,
           CASE p.kind
               WHEN 'chosen' THEN CASE WHEN k.chosen
                   THEN LEAST(COALESCE(c.classes, 0), f.classes)
                   ELSE f.classes * p.assumed_share END
               WHEN 'topic' THEN CASE WHEN k.topic
                   THEN LEAST(COALESCE(c.topic_classes, 0), f.classes)
                   ELSE f.classes * p.assumed_share END
               ELSE f.classes END AS classes,
           (p.kind = 'chosen' AND k.chosen IS NOT TRUE)
               OR (p.kind = 'topic' AND k.topic IS NOT TRUE) AS assumed
    FROM grade_classes f
    JOIN staffing_curriculumperiods p
      ON p.norm_set_id = %(curriculum)s AND p.grade_id = f.grade_id
     AND p.kind <> 'optional'
    LEFT JOIN known k ON k.return_id = f.return_id AND k.grade_id = f.grade_id
    LEFT JOIN choices c
      ON c.return_id = f.return_id AND c.grade_id = f.grade_id
     AND c.subject_id = p.subject_id
),
weekly AS (
    SELECT *, classes * periods / %(weeks)s::numeric AS per_week
    FROM contents WHERE classes > 0
),
own AS (
    SELECT institution_id, level, subject_id, sum(per_week) AS periods,
           COALESCE(sum(per_week) FILTER (WHERE kind = 'compulsory'), 0) AS compulsory,
           bool_or(assumed) AS assumed,
           jsonb_agg(jsonb_build_object(
               'grade', grade, 'grade_en', grade_en, 'name', name,
               'name_en', name_en, 'periods', periods, 'classes', round(classes, 2),
               'assumed', assumed, 'per_week', round(per_week, 2)
           ) ORDER BY "order", id) AS contents,
           string_agg(DISTINCT article, '; ') AS articles
    FROM weekly WHERE subject_id IS NOT NULL GROUP BY 1, 2, 3
),
shared AS (
    SELECT institution_id, level, sum(per_week) AS periods,
           jsonb_agg(jsonb_build_object(
               'grade', grade, 'grade_en', grade_en, 'name', name,
               'name_en', name_en, 'periods', periods, 'classes', classes,
               'per_week', round(per_week, 2)
           ) ORDER BY "order", id) AS contents
    FROM weekly WHERE subject_id IS NULL GROUP BY 1, 2
),
-- The row of a duty that names most of what the school is.
duties AS (
    SELECT DISTINCT ON (l.institution_id, l.level, d.code)
           l.institution_id, l.level, d.subject_id, d.name, d.name_en, d.article,
           d.periods, d.confirmed,
           d.per_class * l.classes + d.per_school AS people,
           d.periods * (d.per_class * l.classes + d.per_school) AS per_week,
           d.periods * d.per_school AS of_the_school
    FROM level_classes l
    LEFT JOIN regions g USING (commune_id)
    JOIN staffing_dutyreduction d
      ON d.norm_set_id = %(load)s AND d.level = l.level
     AND d.special_type IN ('', l.special_type)
     AND (d.region = 0 OR d.region = g.staffing_region)
     AND d.min_classes <=
         CASE WHEN d.whole_school THEN l.school_classes ELSE l.classes END
     AND (l.is_highest OR NOT d.whole_school)
    ORDER BY l.institution_id, l.level, d.code, d.special_type <> '' DESC,
             d.min_classes DESC, d.region DESC
),
duty_sums AS (
    SELECT institution_id, level, subject_id, sum(per_week) AS periods,
           sum(of_the_school) AS of_the_school,
           jsonb_agg(jsonb_build_object(
               'name', name, 'name_en', name_en, 'article', article,
               'periods', periods, 'people', round(people, 2),
               'per_week', round(per_week, 2), 'confirmed', confirmed
           ) ORDER BY per_week DESC, name) AS duties
    FROM duties WHERE per_week > 0 GROUP BY 1, 2, 3
)
