-- Places given to a group of posts, against viên chức at work and against those who
-- hold one: whoever is away still does, contracts of labour never do.
INSERT INTO staffing_placegap AS stored
    (institution_id, school_year_id, "group", places, at_work, employed, run_id, inputs)
SELECT s.institution_id, %(year)s, a.post_group, a.places,
       COALESCE(p.at_work, 0), COALESCE(p.employed, 0), %(run)s,
       jsonb_build_object('decision', a.decision, 'return', s.return_id,
                          'as_of', %(as_of)s, 'contract', COALESCE(p.contract, 0),
                          'away', COALESCE(p.employed - p.at_work, 0))
FROM schools s
JOIN staffing_assignedplaces a
  ON a.institution_id = s.institution_id AND a.school_year_id = %(year)s
LEFT JOIN (
    SELECT institution_id, "group",
           count(*) FILTER (WHERE contract <> 'labour' AND kind IS NULL) AS at_work,
           count(*) FILTER (WHERE contract <> 'labour') AS employed,
           count(*) FILTER (WHERE contract = 'labour' AND kind IS NULL) AS contract
    FROM serving GROUP BY 1, 2
) p ON p.institution_id = s.institution_id AND p."group" = a.post_group
ON CONFLICT ON CONSTRAINT place_gap_once DO UPDATE SET
    places = excluded.places,
    at_work = excluded.at_work,
    employed = excluded.employed,
    run_id = excluded.run_id,
    inputs = excluded.inputs
