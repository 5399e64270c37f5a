-- How long entering one return took, in the middle of those handed in: the time between
-- changes of its figures, where a long pause counts as a short one. {events} is a union
-- over the history of the forms' tables.
WITH moments AS (
    SELECT DISTINCT r.id, e.at
    FROM ({events}) e
    JOIN schools_schoolreturn r ON r.id = e.school_return_id
    JOIN communes_reportingperiod p ON p.id = r.period_id
    WHERE r.state = ANY(%(reported)s)
      AND e.at <= r.submitted_at
      AND p.kind = %(kind)s
      AND p.school_year_id BETWEEN %(year)s - 1 AND %(year)s
), pauses AS (
    SELECT id,
           extract(epoch FROM at - lag(at) OVER (PARTITION BY id ORDER BY at)) AS seconds
    FROM moments
), worked AS (
    SELECT id, sum(least(seconds, %(pause)s)) AS seconds
    FROM pauses
    WHERE seconds IS NOT NULL
    GROUP BY id
)
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds), count(*) FROM worked
