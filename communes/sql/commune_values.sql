-- Values of communes for indicators that need a population: by location only.
WITH universe AS MATERIALIZED (
    SELECT u.* FROM ({universe}) u
    WHERE %(communes)s::text[] IS NULL OR u.commune_id = ANY(%(communes)s)
),
facts AS MATERIALIZED ({facts}),
cells AS (
    SELECT DISTINCT commune_id, level
    FROM universe, unnest(levels) level
    WHERE level = ANY(%(levels)s)
    UNION
    SELECT commune_id, level FROM facts
    WHERE %(communes)s::text[] IS NULL OR commune_id = ANY(%(communes)s)
),
lines AS (
    SELECT commune_id, level FROM cells
    UNION
    SELECT commune_id, '' FROM cells
)
INSERT INTO communes_indicatorvalue AS stored
    (indicator, school_year_id, run_id, basis, scope, scope_key, commune_id, level,
     numerator, denominator, expected, reported, approved)
SELECT %(indicator)s, %(year)s, %(run)s, 'location', 'commune', l.commune_id,
       l.commune_id, l.level, f.numerator, f.denominator,
       s.expected, s.reported, s.approved
FROM lines l
CROSS JOIN LATERAL (
    SELECT sum(numerator) AS numerator, sum(denominator) AS denominator
    FROM facts
    WHERE facts.commune_id = l.commune_id AND l.level IN ('', facts.level)
) f
CROSS JOIN LATERAL (
    SELECT count(*) AS expected,
           count(*) FILTER (WHERE reported) AS reported,
           count(*) FILTER (WHERE approved) AS approved
    FROM universe u
    WHERE u.commune_id = l.commune_id
      AND CASE WHEN l.level = '' THEN u.levels && %(levels)s
               ELSE l.level = ANY(u.levels) END
) s
