-- Rows of this indicator that the run did not write again: their school or level is gone.
DELETE FROM communes_indicatorvalue
WHERE school_year_id = %(year)s
  AND indicator = %(indicator)s
  AND run_id <> %(run)s
  AND scope = ANY(%(scopes)s)
  AND (scope IN ('cluster', 'province')
       OR %(communes)s::text[] IS NULL
       OR commune_id = ANY(%(communes)s))
