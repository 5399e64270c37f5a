-- Own periods, own duties and a share of what belongs to nobody, over the load.
spread AS (
    SELECT l.*, o.subject_id, o.periods AS own, o.contents, o.articles, o.assumed,
           COALESCE(d.periods, 0) AS own_duties, COALESCE(d.duties, '[]') AS duties,
           COALESCE(h.periods, 0) + COALESCE(c.periods - c.of_the_school, 0) AS common,
           COALESCE(c.of_the_school, 0) AS of_the_school,
           COALESCE(h.contents, '[]') AS shared_contents,
           COALESCE(c.duties, '[]') AS common_duties,
           w.weight AS by_hand, o.periods / sum(o.periods) OVER level AS by_periods,
           o.compulsory / NULLIF(sum(o.compulsory) OVER level, 0) AS by_compulsory,
           sum(w.weight) OVER level AS weights
    FROM loads l
    JOIN own o ON o.institution_id = l.institution_id AND o.level = l.level
    LEFT JOIN duty_sums d
      ON d.institution_id = l.institution_id AND d.level = l.level
     AND d.subject_id = o.subject_id
    LEFT JOIN duty_sums c
      ON c.institution_id = l.institution_id AND c.level = l.level
     AND c.subject_id IS NULL
    LEFT JOIN shared h
      ON h.institution_id = l.institution_id AND h.level = l.level
    LEFT JOIN staffing_spreadweight w
      ON w.norm_set_id = %(load)s AND w.level = l.level AND w.subject_id = o.subject_id
    WINDOW level AS (PARTITION BY l.institution_id, l.level)
),
-- What the school has once, whatever its size, falls to the subjects of all classes:
-- spread by chosen ones too, another class would lower a need.
shares AS (
    SELECT *, CASE WHEN weights > 0 THEN COALESCE(by_hand, 0) / weights
                   ELSE by_periods END AS share,
           CASE WHEN weights > 0 THEN COALESCE(by_hand, 0) / weights
                ELSE COALESCE(by_compulsory, by_periods) END AS share_of_school
    FROM spread
),
needs AS (
    -- Ten digits: enough for hundredths, and a third of a third is no 0.4999.
    SELECT *, round((own + own_duties + common * share
                     + of_the_school * share_of_school) / load, 10) AS exact_need
    FROM shares
),
-- The norm is a maximum: it binds where the needs of a level add up to more.
capped AS (
    SELECT n.*, round(n.exact_need, 2) AS need,
           sum(n.exact_need) OVER level AS needed,
           g.cap, g.cap_reading, g.cap_articles, g.cap_document,
           LEAST(1, g.cap / sum(n.exact_need) OVER level) AS factor
    FROM needs n
    LEFT JOIN (
        SELECT g.institution_id, g.level, s.reading AS cap_reading,
               s.document AS cap_document, g.inputs ->> 'article' AS cap_articles,
               CASE s.reading WHEN 'norm_classes' THEN g.required_norm_classes
                    ELSE g.required_actual_classes END AS cap
        FROM staffing_staffinggap g
        JOIN staffing_normset s ON s.id = g.norm_set_id
        JOIN staffing_post p ON p.code = g.post_id AND p."group" = 'teacher'
        WHERE g.school_year_id = %(year)s
    ) g USING (institution_id, level)
    WINDOW level AS (PARTITION BY n.institution_id, n.level)
),
-- Hundredths left over by cutting go to the largest rests, so that sums are the cap.
cut AS (
    SELECT institution_id, level, subject_id, trunc(part, 2) AS floor_need,
           row_number() OVER (level ORDER BY part - trunc(part, 2) DESC, subject_id)
               <= round((cap - sum(trunc(part, 2)) OVER level) * 100) AS gets_more
    FROM (SELECT *, round(exact_need * factor, 8) AS part
          FROM capped WHERE factor < 1) parts
    WINDOW level AS (PARTITION BY institution_id, level)
),
required_subjects AS (
    SELECT n.institution_id, n.level, n.subject_id, %(curriculum)s::bigint AS norm_set_id,
           n.need,
           LEAST(n.need, COALESCE(
               c.floor_need + CASE WHEN c.gets_more THEN 0.01 ELSE 0 END,
               n.need)) AS required,
           jsonb_build_object(
               'rule', 'subject', 'return', n.return_id, 'weeks', %(weeks)s,
               'classes', n.classes, 'load', n.load, 'load_article', n.load_article,
               'load_type', n.load_type, 'contents', n.contents, 'articles', n.articles,
               'own', round(n.own, 2), 'duties', n.duties,
               'own_duties', round(n.own_duties, 2),
               'shared_contents', n.shared_contents, 'common_duties', n.common_duties,
               'common', round(n.common, 2), 'share', round(n.share, 4),
               'by_hand', COALESCE(n.weights > 0, false),
               'common_share', round(n.common * n.share, 2),
               'of_the_school', round(n.of_the_school, 2),
               'share_of_school', round(n.share_of_school, 4),
               'school_share', round(n.of_the_school * n.share_of_school, 2),
               'needed', round(n.needed, 2), 'cap', n.cap, 'capped', n.factor < 1,
               'cap_reading', n.cap_reading, 'cap_articles', n.cap_articles,
               'cap_document', n.cap_document, 'assumed', n.assumed
           ) AS inputs
    FROM capped n
    LEFT JOIN cut c USING (institution_id, level, subject_id)
    UNION ALL
    SELECT g.institution_id, g.level, %(preschool_subject)s, g.norm_set_id,
           g.required, g.required,
           jsonb_build_object('rule', 'preschool', 'return', g.inputs -> 'return')
    FROM (
        SELECT g.*, CASE s.reading WHEN 'norm_classes' THEN g.required_norm_classes
                         ELSE g.required_actual_classes END AS required
        FROM staffing_staffinggap g
        JOIN schools USING (institution_id)
        JOIN staffing_normset s ON s.id = g.norm_set_id
        JOIN staffing_post p ON p.code = g.post_id AND p."group" = 'teacher'
        WHERE g.school_year_id = %(year)s AND g.level = 'preschool'
    ) g
)
