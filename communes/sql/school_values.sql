-- Values of institutions and communes, out of facts per institution and level.
-- One indicator, every commune asked for, one statement.
WITH universe AS MATERIALIZED (
    SELECT u.* FROM ({universe}) u
    WHERE %(communes)s::text[] IS NULL
       OR u.commune_id = ANY(%(communes)s)
       OR u.managing_commune_id = ANY(%(communes)s)
),
facts AS MATERIALIZED ({facts}),
cells AS (
    SELECT institution_id, level
    FROM universe,
         unnest(CASE WHEN %(whole_schools)s THEN ARRAY[school_level] ELSE levels END) level
    WHERE level = ANY(%(levels)s)
    UNION
    -- What a school really teaches may go beyond what its kind says.
    SELECT institution_id, level FROM facts JOIN universe USING (institution_id)
),
rows AS (
    SELECT b.basis, u.code, u.commune_id, u.managing_commune_id, b.commune, c.level,
           f.numerator, f.denominator, u.reported, u.approved,
           row_number() OVER (PARTITION BY u.institution_id, b.basis
                              ORDER BY c.level) = 1 AS once
    FROM cells c
    JOIN universe u USING (institution_id)
    LEFT JOIN facts f USING (institution_id, level)
    CROSS JOIN LATERAL (VALUES ('location', u.commune_id),
                               ('managed', u.managing_commune_id)) b (basis, commune)
    WHERE b.commune IS NOT NULL
)
INSERT INTO communes_indicatorvalue AS stored
    (indicator, school_year_id, run_id, basis, scope, scope_key, commune_id, level,
     numerator, denominator, expected, reported, approved)
SELECT %(indicator)s, %(year)s, %(run)s, basis,
       CASE WHEN GROUPING(code) = 0 THEN 'institution' ELSE 'commune' END,
       COALESCE(code, commune),
       CASE WHEN GROUPING(code) = 0 THEN managing_commune_id ELSE commune END,
       COALESCE(level, ''),
       sum(numerator), sum(denominator),
       -- A school of two levels is one school in the line of all levels.
       CASE WHEN GROUPING(level) = 0 THEN count(*)
            ELSE count(*) FILTER (WHERE once) END,
       CASE WHEN GROUPING(level) = 0 THEN count(*) FILTER (WHERE reported)
            ELSE count(*) FILTER (WHERE reported AND once) END,
       CASE WHEN GROUPING(level) = 0 THEN count(*) FILTER (WHERE approved)
            ELSE count(*) FILTER (WHERE approved AND once) END
FROM rows
GROUP BY GROUPING SETS (
    (basis, code, managing_commune_id),
    (basis, code, managing_commune_id, level),
    (basis, commune),
    (basis, commune, level)
)
HAVING (GROUPING(code) = 0 AND basis = 'location')
    OR (GROUPING(code) = 1
        AND (%(communes)s::text[] IS NULL OR commune = ANY(%(communes)s)))
