-- Rows of this indicator that the run did not write again: their school or level is gone.
DELETE FROM communes_indicatorvalue
WHERE school_year_id = %(year)s
  AND indicator = %(indicator)s
  AND run_id <> %(run)s
  AND scope = ANY(%(scopes)s)
  AND (%(communes)s::text[] IS NULL
       OR scope = 'province'
       OR commune_id = ANY(%(communes)s)
       OR (scope = 'cluster'
           AND scope_key IN (SELECT cluster FROM communes_commune
                             WHERE code = ANY(%(communes)s))))
