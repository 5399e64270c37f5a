-- The changes of one import, with what they are joined by, in a table of their own:
-- without statistics of just these rows the joins below would be walked row by row.
DROP TABLE IF EXISTS import_staff_plan;
CREATE TEMP TABLE import_staff_plan ON COMMIT DROP AS
SELECT
    c.id, c.action, c.label, c.object_id, c.before, c.after,
    c.after ->> 'personal_id' AS personal_id,
    c.after ->> 'school' AS school,
    c.before ->> 'school' AS old_school,
    (c.after ->> 'started_on')::date AS new_day,
    (c.before ->> 'assignment')::bigint AS assignment,
    coalesce(c.after ->> 'qualification', c.before ->> 'qualification')::bigint
    AS qualification
FROM communes_importchange AS c
WHERE c.source_id = %s;
ANALYZE import_staff_plan;
ANALYZE communes_importchange (source_id, action, object_id)
