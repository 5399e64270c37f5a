-- Classes of each general grade as the school reported them.
grade_classes AS (
    SELECT s.institution_id, s.return_id, s.commune_id, s.special_type, s.as_of,
           k.level::text, g.grade_id, k.name AS grade, k.name_en AS grade_en,
           k."order", g.classes
    FROM schools s
    JOIN schools_gradefigures g ON g.school_return_id = s.return_id
    JOIN schools_grade k ON k.code = g.grade_id
    WHERE k.level IN ('primary', 'lower_secondary', 'upper_secondary')
      AND g.classes > 0 AND g.pupils IS NOT NULL
),
level_classes AS (
    SELECT institution_id, commune_id, return_id, special_type, level, classes,
           sum(classes) OVER school AS school_classes,
           rank() OVER (school ORDER BY array_position(
               ARRAY['upper_secondary', 'lower_secondary', 'primary'], level)) = 1
               AS is_highest
    FROM (
        SELECT institution_id, commune_id, return_id, special_type, level,
               sum(classes) AS classes
        FROM grade_classes GROUP BY 1, 2, 3, 4, 5
    ) by_level
    WINDOW school AS (PARTITION BY institution_id)
),
loads AS (
    SELECT l.*, t.periods AS load, t.article AS load_article,
           t.special_type AS load_type
    FROM level_classes l
    CROSS JOIN LATERAL (
        SELECT t.periods, t.article, t.special_type
        FROM staffing_teachingload t
        JOIN staffing_post p ON p.code = t.post_id AND p."group" = 'teacher'
        WHERE t.norm_set_id = %(load)s AND t.level = l.level
          AND t.special_type IN ('', l.special_type)
          AND t.min_classes <= l.school_classes AND t.periods IS NOT NULL
        ORDER BY t.special_type <> '' DESC, t.min_classes DESC
        LIMIT 1
    ) t
),
-- What upper-secondary classes chose; a grade of which nothing is known is assumed.
choices AS (
    SELECT school_return_id AS return_id, grade_id, subject_id,
           classes, topic_classes,
           count(classes) OVER grade > 0 AS subjects_known,
           count(topic_classes) OVER grade > 0 AS topics_known
    FROM staffing_chosenclasses
    WINDOW grade AS (PARTITION BY school_return_id, grade_id)
),
known AS (
    SELECT return_id, grade_id, bool_or(subjects_known) AS chosen,
           bool_or(topics_known) AS topic
    FROM choices GROUP BY 1, 2
)
