-- How many institutions owe a return, by period and managing commune.
SELECT p.id AS period_id, i.managing_commune_id AS commune, count(*) AS expected
FROM communes_reportingperiod p
JOIN schools_institution i
    ON i.opened_on <= p.as_of AND (i.closed_on IS NULL OR i.closed_on > p.as_of)
WHERE p.id = ANY(%(periods)s)
GROUP BY p.id, i.managing_commune_id
