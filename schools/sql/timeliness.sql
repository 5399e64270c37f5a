-- By period and managing commune: how many were handed in, how many in time, and by
-- how many days the latest missed the deadline. The first time counts: the history
-- remembers it when a return was sent back and handed in again.
WITH first_time AS (
    SELECT pgh_obj_id AS id, min(submitted_at) AS at
    FROM schools_schoolreturnevent
    WHERE submitted_at IS NOT NULL
    GROUP BY pgh_obj_id
), handed_in AS (
    SELECT r.period_id,
           i.managing_commune_id AS commune,
           (least(f.at, r.submitted_at) AT TIME ZONE %(zone)s)::date AS day,
           coalesce(x.due_on, p.due_on) AS due_on
    FROM schools_schoolreturn r
    JOIN schools_institution i ON i.id = r.institution_id
    JOIN communes_reportingperiod p ON p.id = r.period_id
    LEFT JOIN communes_deadlineexception x
        ON x.period_id = p.id AND x.commune_id = i.managing_commune_id
    LEFT JOIN first_time f ON f.id = r.id
    WHERE r.period_id = ANY(%(periods)s)
)
SELECT period_id,
       commune,
       count(day) AS handed_in,
       count(*) FILTER (WHERE day <= due_on) AS on_time,
       max(day - due_on) FILTER (WHERE day > due_on) AS days_late,
       min(day) AS first_day,
       max(day) AS last_day
FROM handed_in
GROUP BY period_id, commune
