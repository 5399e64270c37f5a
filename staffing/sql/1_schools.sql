-- Public schools with a return handed in; TT 19 and 20/2023 bind public ones only.
schools AS MATERIALIZED (
    SELECT u.* FROM ({universe}) u
    WHERE u.reported AND u.ownership = 'public'
      AND (%(communes)s::text[] IS NULL
           OR u.commune_id = ANY(%(communes)s)
           OR u.managing_commune_id = ANY(%(communes)s))
),
-- The region on the day; where no decision is that old, the nearest in time.
regions AS (
    SELECT DISTINCT ON (r.commune_id) r.commune_id, r.staffing_region, r.decision,
           s.as_of BETWEEN r.valid_from AND COALESCE(r.valid_to, 'infinity') AS valid
    FROM communes_communeregion r
    JOIN (SELECT DISTINCT commune_id, as_of FROM schools) s USING (commune_id)
    ORDER BY r.commune_id,
             GREATEST(r.valid_from - s.as_of,
                      s.as_of - COALESCE(r.valid_to, s.as_of), 0),
             r.valid_from
)
